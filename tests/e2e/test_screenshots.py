"""The README's pictures: each page renders its main content, and its picture is there.

With COMPANION_SCREENSHOTS=1 the pictures are taken anew.
"""

import os
import struct
from dataclasses import dataclass

import pytest
from playwright.async_api import Browser, Page, expect

from dashboard.processes.checkout import ROOT
from tests.support.browser import opened_page, signed_in
from tests.support.product import ProductServer

pytestmark = pytest.mark.browser

IMAGES = ROOT / "docs" / "images"
WIDTH, HEIGHT = 1280, 900
LEAST_BYTES = 20_000
PNG_HEAD = b"\x89PNG\r\n\x1a\n"
SETTLED_MS = 1_000
TAKEN = os.environ.get("COMPANION_SCREENSHOTS") == "1"
"""Read while the tests are collected: a fixture clears the product's variables later."""


@dataclass(frozen=True)
class Picture:
    """One page as somebody sees it, and what must be on it."""

    name: str
    account: str
    path: str
    content: tuple[str, ...]
    clicks: tuple[str, ...] = ()


PICTURES = (
    Picture(
        "home",
        "customer1",
        "/",
        tuple(
            f'[data-kind="{kind}"][data-state="ready"]'
            for kind in ("balances", "allocation", "dues", "products", "feed")
        ),
    ),
    Picture(
        "studio",
        "marketer1",
        "/studio/cards/bonds-falling-market",
        ("#preview h1", "#checks"),
        ('.tabs button:text-is("English")', '.preview-switches button:text-is("En")'),
    ),
    Picture("desk", "rm1", "/desk", ("[data-followup]", "#followup [data-offered]")),
)


async def _open(page: Page, picture: Picture) -> None:
    await signed_in(page, picture.account, path=picture.path)
    for selector in picture.content:
        await expect(page.locator(selector).first).to_be_visible()
    for button in picture.clicks:
        await page.locator(button).first.click()
        await expect(page.locator(button).first).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("picture", PICTURES, ids=lambda one: one.name)
async def test_the_page_is_as_its_picture_promises(
    browser: Browser, product: ProductServer, picture: Picture
) -> None:
    size = {"width": WIDTH, "height": HEIGHT}
    async with opened_page(browser, product.url, viewport=size, color_scheme="light") as page:
        await _open(page, picture)
        if TAKEN:
            await page.wait_for_timeout(SETTLED_MS)
            await page.screenshot(path=IMAGES / f"{picture.name}.png")


@pytest.mark.parametrize("picture", PICTURES, ids=lambda one: one.name)
def test_the_picture_is_there_in_full_size(picture: Picture) -> None:
    content = (IMAGES / f"{picture.name}.png").read_bytes()
    assert content.startswith(PNG_HEAD)
    assert struct.unpack(">II", content[16:24]) == (WIDTH, HEIGHT)
    assert len(content) >= LEAST_BYTES
    assert f"docs/images/{picture.name}.png" in (ROOT / "README.md").read_text()
