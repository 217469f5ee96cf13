"""The command bar and the assistant in a real browser, by keyboard alone."""

from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.support.browser import opened_page
from tests.support.product import ProductServer

pytestmark = pytest.mark.browser

HOME = "/api/v1/customers/me/layout"


async def _sign_in(page: Page, account: str) -> None:
    answer = await page.request.post(
        "/api/v1/session", data={"account": account, "password": "demo"}
    )
    assert answer.ok, await answer.text()
    answer = await page.request.post(f"{HOME}/reset", headers={"If-Match": "*"})
    assert answer.ok, await answer.text()


async def _order(page: Page) -> list[str]:
    layout = await (await page.request.get(HOME)).json()
    lying: list[dict[str, Any]] = layout["places"]["desktop"]
    placed = sorted(lying, key=lambda one: (one["y"], one["x"]))
    return [layout["tiles"][one["tile"]]["kind"] for one in placed]


async def test_a_command_is_typed_confirmed_and_seen_on_the_home(
    browser: Browser, product: ProductServer
) -> None:
    async with opened_page(browser, product.url, locale="en-GB") as page:
        await _sign_in(page, "customer6")
        await page.goto("/")
        await page.wait_for_selector('[data-tile]:not([data-state="loading"])')
        await page.keyboard.press("Control+k")
        await expect(page.locator("#command")).to_be_focused()
        await page.keyboard.type("flarg blub")
        await page.keyboard.press("Enter")
        await expect(page.locator("[data-said]")).to_contain_text("did not understand")
        await page.fill("#command", "move news to the top")
        await page.keyboard.press("Enter")
        await expect(page.locator("[data-said]")).to_contain_text("Worth reading")
        assert (await _order(page))[0] != "feed"
        await page.locator("[data-yes]").focus()
        await page.keyboard.press("Enter")
        await expect(page.locator("[data-tile]").first).to_have_attribute("data-kind", "feed")
        assert (await _order(page))[0] == "feed"
        await expect(page.locator("dialog.command")).to_be_hidden()


async def test_escape_closes_the_bar_and_changes_nothing(
    browser: Browser, product: ProductServer
) -> None:
    async with opened_page(browser, product.url, locale="en-GB") as page:
        await _sign_in(page, "customer6")
        await page.goto("/")
        await page.wait_for_selector('[data-tile]:not([data-state="loading"])')
        before = await _order(page)
        await page.click("[data-command-open]")
        await page.fill("#command", "remove news")
        await page.keyboard.press("Enter")
        await page.wait_for_selector("[data-yes]")
        await page.keyboard.press("Escape")
        await expect(page.locator("dialog.command")).to_be_hidden()
        assert await _order(page) == before


async def test_the_assistant_answers_asks_and_finds(
    browser: Browser, product: ProductServer
) -> None:
    async with opened_page(browser, product.url, locale="en-GB") as page:
        await _sign_in(page, "customer1")
        await page.goto("/assistant")
        await page.fill("#heard", "how much do I have")
        await page.keyboard.press("Enter")
        await expect(page.locator('.said[data-who="bank"]').last).to_contain_text("¥")
        await page.fill("#heard", "remove news")
        await page.keyboard.press("Enter")
        await page.click("#no")
        assert "feed" in await _order(page)
        await page.fill("#heard", "bond")
        await page.keyboard.press("Enter")
        link = page.locator(".said a.item-title").first
        href = await link.get_attribute("href")
        assert href is not None
        assert href.startswith(("/read/", "/products/"))
        assert "?d=" in href


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN", "zh-TW"])
async def test_the_bars_name_begins_with_the_words_that_are_seen(
    browser: Browser, product: ProductServer, locale: str
) -> None:
    async with opened_page(browser, product.url, locale=locale) as page:
        await _sign_in(page, "customer6")
        await page.goto("/discover")
        bar = page.locator("[data-command-open]")
        seen = await bar.locator(".command-hint").text_content()
        name = await bar.get_attribute("aria-label")
    assert seen
    assert name
    assert name.startswith(seen)
