"""Faces in a real browser: charts in words, deeds that ask first, cards before the socket."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.support.browser import opened_page
from tests.support.product import ProductServer

pytestmark = pytest.mark.browser

LAYOUT = "/api/v1/customers/me/layout"
FORMS = {"desktop": (6, 4), "tablet": (6, 4), "phone": (2, 4)}


async def _with_card(page: Page, kind: str, account: str = "customer8") -> None:
    """Arrange a home of one large card and the mandatory one, and open it."""
    answer = await page.request.post(
        "/api/v1/session", data={"account": account, "password": "demo"}
    )
    assert answer.ok, await answer.text()
    lying = {name: _below_one_another(kind, *form) for name, form in FORMS.items()}
    tiles = {kind: {"kind": kind}, "notices": {"kind": "notices"}}
    body: dict[str, Any] = {"tiles": tiles, "places": lying}
    answer = await page.request.put(LAYOUT, data=body, headers={"If-Match": "*"})
    assert answer.ok, await answer.text()
    await page.goto("/")
    await page.wait_for_selector(f'[data-tile="{kind}"][data-state="ready"]')


def _below_one_another(kind: str, w: int, h: int) -> list[dict[str, Any]]:
    return [
        {"tile": kind, "x": 0, "y": 0, "w": w, "h": h},
        {"tile": "notices", "x": 0, "y": h, "w": w, "h": h},
    ]


async def test_chart_says_what_it_shows_and_has_its_figures_as_a_table(page: Page) -> None:
    await _with_card(page, "allocation")
    card = page.locator('[data-tile="allocation"]')
    name = re.compile(r"^Your wealth over \d kinds of product")
    await expect(card.get_by_role("img")).to_have_accessible_name(name)
    drawing = card.locator(".face-drawing svg path")
    await drawing.first.wait_for()
    parts = await drawing.count()
    await card.locator("summary").press("Enter")
    await expect(card.get_by_role("row")).to_have_count(parts)


async def test_a_deed_asks_first_and_escape_takes_it_back(page: Page) -> None:
    await _with_card(page, "cards")
    card = page.locator('[data-tile="cards"]')
    await card.get_by_role("button", name="Freeze").first.press("Enter")
    question = card.get_by_role("group", name="Freeze this card?")
    await expect(question).to_be_visible()
    await expect(question.get_by_role("button", name="Cancel")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(question).to_have_count(0)
    await expect(card.get_by_role("button", name="Freeze").first).to_be_focused()


async def test_a_confirmed_deed_is_done_and_the_card_tells_so(page: Page) -> None:
    await _with_card(page, "cards")
    card = page.locator('[data-tile="cards"]')
    freeze = page.locator('[data-tile="cards"] button', has_text="Freeze").first
    await freeze.click()
    await card.get_by_role("group").get_by_role("button").first.click()
    await expect(card.get_by_role("button", name="Unfreeze").first).to_be_visible()


async def test_the_last_home_is_drawn_without_the_socket(browser, product: ProductServer) -> None:
    async with opened_page(browser, product.url) as page:
        await _with_card(page, "balances")
        await page.route_web_socket("**/*", lambda socket: None)
        await page.goto("/")
        await expect(
            page.locator('[data-tile="balances"][data-state="ready"] .figure')
        ).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
async def test_long_names_are_never_cut_in_the_senior_edition(page: Page, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 900})
    await _with_card(page, "dues", account="customer2")
    await page.wait_for_selector('html[data-senior="on"]')
    cut = await page.eval_on_selector_all(
        '[data-tile="dues"] .face-title, [data-tile="dues"] .chip',
        "all => all.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent)",
    )
    assert cut == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
