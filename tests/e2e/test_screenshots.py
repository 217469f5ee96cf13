"""The README's pictures: each page renders its main content, and its picture is there.

With COMPANION_SCREENSHOTS=1 the pictures are taken anew.
"""

import os
import struct
from dataclasses import dataclass, replace

import pytest
from playwright.async_api import Browser, Page, expect

from dashboard.processes.checkout import ROOT
from tests.support.browser import opened_page, signed_in
from tests.support.product import ProductServer

pytestmark = pytest.mark.browser

IMAGES = ROOT / "docs" / "images"
SIZES = {"phone": (390, 844), "tablet": (820, 1100), "desktop": (1280, 900)}
LEAST_BYTES = 20_000
PNG_HEAD = b"\x89PNG\r\n\x1a\n"
SETTLED_MS = 1_000
TAKEN = os.environ.get("COMPANION_SCREENSHOTS") == "1"
"""Read while the tests are collected: a fixture clears the product's variables later."""


@dataclass(frozen=True)
class Picture:
    """One page as somebody sees it, and what must be on it.

    Attributes:
        presses: Buttons that open what is shown.
        tabs: Buttons that stay pressed.
    """

    name: str
    account: str
    path: str
    content: tuple[str, ...]
    device: str = "desktop"
    presses: tuple[str, ...] = ()
    tabs: tuple[str, ...] = ()
    language: str = "zh-CN"


READY = '[data-tile][data-state="ready"]'
VIEWS = (
    Picture("home", "customer1", "/", (READY, '[data-kind="balances"][data-state="ready"]')),
    Picture("gallery", "customer1", "/gallery", ("[data-offer]",), language="en-GB"),
    Picture("editor", "customer1", "/", (READY,), presses=("#edit-home",)),
    Picture("senior", "customer2", "/", (READY,)),
)
"""The four views of a customer, each at three widths."""

PICTURES = (
    *(
        replace(one, name=f"{one.name}-{device}", device=device)
        for one in VIEWS
        for device in SIZES
    ),
    Picture(
        "studio",
        "marketer1",
        "/studio/cards/bonds-falling-market",
        ("#preview h1", "#checks"),
        tabs=('.tabs button:text-is("English")', '.preview-switches button:text-is("En")'),
    ),
    Picture("desk", "rm1", "/desk", ("[data-followup]", "#followup [data-offered]")),
)


async def _open(page: Page, picture: Picture) -> None:
    await signed_in(page, picture.account, path=picture.path)
    for selector in picture.content:
        await expect(page.locator(selector).first).to_be_visible()
    for button in picture.presses:
        await page.locator(button).first.click()
    for button in picture.tabs:
        await page.locator(button).first.click()
        await expect(page.locator(button).first).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("picture", PICTURES, ids=lambda one: one.name)
async def test_the_page_is_as_its_picture_promises(
    browser: Browser, product: ProductServer, picture: Picture
) -> None:
    width, height = SIZES[picture.device]
    how = {"viewport": {"width": width, "height": height}, "locale": picture.language}
    async with opened_page(browser, product.url, color_scheme="light", **how) as page:
        await _open(page, picture)
        if TAKEN:
            await page.wait_for_timeout(SETTLED_MS)
            await page.screenshot(path=IMAGES / f"{picture.name}.png")


@pytest.mark.parametrize("picture", PICTURES, ids=lambda one: one.name)
def test_the_picture_is_there_in_full_size(picture: Picture) -> None:
    content = (IMAGES / f"{picture.name}.png").read_bytes()
    assert content.startswith(PNG_HEAD)
    assert struct.unpack(">II", content[16:24]) == SIZES[picture.device]
    assert len(content) >= LEAST_BYTES
    assert f"docs/images/{picture.name}.png" in (ROOT / "README.md").read_text()
