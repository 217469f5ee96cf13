"""Cards on the home in a real browser: settings, conditions, the smart slot, the gallery."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Browser, Page, expect

from tests.support.browser import opened_page
from tests.support.product import ProductServer

pytestmark = pytest.mark.browser

HOME = "/api/v1/customers/me/layout"
WIDE = {"width": 1280, "height": 900}
READY = '[data-tile]:not([data-state="loading"])'


async def _fresh(page: Page, account: str = "customer1") -> None:
    answer = await page.request.post(
        "/api/v1/session", data={"account": account, "password": "demo"}
    )
    assert answer.ok, await answer.text()
    assert (await page.request.post(f"{HOME}/reset", headers={"If-Match": "*"})).ok
    await page.goto("/")
    await page.wait_for_selector(READY)


async def _settings(page: Page, kind: str) -> Any:
    """Open the settings of the first card of a kind by its menu."""
    card = page.locator(f'[data-kind="{kind}"]').first
    await card.hover()
    await card.locator("[aria-haspopup]").first.click()
    await page.locator("[data-menu] [role=menuitem]").first.click()
    panel = page.locator("dialog[open]")
    await expect(panel.locator("#settings-form")).to_be_visible()
    return panel


async def _tile(page: Page, kind: str) -> dict[str, Any]:
    layout = await (await page.request.get(HOME)).json()
    return next(one for one in layout["tiles"].values() if one["kind"] == kind)


async def test_a_setting_out_of_bounds_is_told_beside_it_and_a_good_one_is_kept(
    browser: Browser, product: ProductServer
) -> None:
    async with opened_page(browser, product.url, viewport=WIDE, locale="en") as page:
        await _fresh(page)
        panel = await _settings(page, "dues")
        days = panel.locator("#setting-days")
        await expect(panel.locator(".setting-preview")).to_contain_text("To pay")
        await days.fill("3")
        await panel.locator("#save-settings").click()
        await expect(panel.locator('[data-setting="days"] [role=alert]')).to_have_text(
            "At least 7."
        )
        assert (await _tile(page, "dues"))["config"] == {}
        await days.fill("30")
        await panel.locator("#own-title").fill("My bills")
        await panel.locator("#save-settings").click()
        await expect(page.locator('[data-kind="dues"] h2')).to_have_text("My bills")
        assert (await _tile(page, "dues"))["config"]["days"] == 30


async def test_a_condition_says_whether_it_holds_now_and_hides_its_card(
    browser: Browser, product: ProductServer
) -> None:
    async with opened_page(browser, product.url, viewport=WIDE, locale="en") as page:
        await _fresh(page)
        panel = await _settings(page, "dues")
        await panel.locator('[data-add-rule="day"]').click()
        today = datetime.now(UTC).astimezone(ZoneInfo("Asia/Shanghai"))
        chip = panel.locator('[data-rule="day"] .at-desktop')
        for day, said in ((today, "Met now"), (today + timedelta(days=2), "Not met now")):
            for n in range(2):
                await panel.locator('[data-rule="day"] input').nth(n).fill(str(day.day))
            await expect(chip).to_have_text(said)
        await panel.locator("#save-settings").click()
        await expect(page.locator('[data-kind="dues"]')).to_have_count(0)
        await page.click("#edit-home")
        away = page.locator('[data-kind="dues"] [data-away="on"]')
        await expect(away).to_contain_text("Not there now.")


async def test_a_smart_slot_says_why_and_a_pinned_card_wins(
    browser: Browser, product: ProductServer
) -> None:
    async with opened_page(browser, product.url, viewport=WIDE, locale="en") as page:
        await _fresh(page)
        slot = page.locator('[data-kind="smart"]').first
        if not (await page.locator('[data-kind="smart"]').count()):
            await page.goto("/gallery")
            await page.locator('.gallery-cards [data-offer="smart"] button').first.click()
            await page.locator(".dock button", has_text="Done").click()
        await expect(slot).to_have_attribute("data-state", "ready")
        await expect(slot).to_contain_text("Because")
        panel = await _settings(page, "smart")
        await panel.locator("#setting-pinned_card").select_option("balances")
        await panel.locator("#save-settings").click()
        await expect(slot).to_contain_text("You pinned this card here.")
        await expect(slot.locator("h2")).to_have_text("Balances")


async def test_a_suggestion_names_its_reason_and_decision_and_pinyin_finds_cards(
    browser: Browser, product: ProductServer
) -> None:
    async with opened_page(browser, product.url, viewport=WIDE, locale="en") as page:
        await _fresh(page)
        await page.goto("/gallery")
        reasons = page.locator("[data-suggested] [data-why]")
        await expect(reasons.first).to_contain_text("Because")
        decision = await page.locator("[data-suggested]").get_attribute("data-suggested")
        assert decision
        await page.fill("#gallery-search", "zhye")
        await expect(page.locator('[data-offer="balances"][data-offer]').first).to_be_visible()
        await expect(page.locator('[data-offer="feed"]')).to_have_count(0)
        await page.fill("#gallery-search", "no such card")
        await expect(page.locator(".empty")).to_be_visible()


async def test_without_personalisation_the_gallery_uses_no_fact_and_says_so(
    browser: Browser, product: ProductServer
) -> None:
    async with opened_page(browser, product.url, viewport=WIDE, locale="en") as page:
        await _fresh(page, "customer6")
        await page.goto("/gallery")
        await expect(page.locator("[data-suggested]")).to_contain_text("Personalisation is off")
        await expect(page.locator("[data-why]", has_text="Because you")).to_have_count(0)


async def test_only_what_is_in_view_is_loaded(browser: Browser, product: ProductServer) -> None:
    async with opened_page(browser, product.url, viewport=WIDE, locale="en") as page:
        await _fresh(page)
        await page.goto("/gallery")
        await page.wait_for_selector('[data-preview="on"]')
        last = page.locator(".gallery-offer").last
        await expect(last.locator("[data-preview]")).to_have_attribute("data-preview", "off")
        await last.scroll_into_view_if_needed()
        await expect(last.locator("[data-preview]")).to_have_attribute("data-preview", "on")
