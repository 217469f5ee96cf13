"""A trial in the browser: designed, started by somebody else, stopped; and a model rolled back."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.support.browser import opened_page, signed_in
from tests.support.product import ProductServer

pytestmark = pytest.mark.browser


async def design(page: Page) -> str:
    """Design a trial and submit it; return its path."""
    await signed_in(page, "marketer1", path="/trials/new")
    await page.fill("#title", "More chance")
    await page.select_option("#scenario", "discover")
    await page.fill("#arm_1_name", "bold")
    await page.select_option("#arm_1_exploration", "0.3")
    await page.click("#save-trial")
    await page.click("#submit-trial")
    await page.wait_for_selector("[data-status=review]")
    return page.url.removeprefix(await page.evaluate("location.origin"))


async def test_two_people_start_a_trial_and_one_stops_it(
    browser: Browser, product: ProductServer
) -> None:
    async with opened_page(browser, product.url) as maker:
        path = await design(maker)
        await expect(maker.locator("#start-trial")).to_have_count(0)
    async with opened_page(browser, product.url) as checker:
        await signed_in(checker, "operator1", path=path)
        await checker.click("#start-trial")
        await checker.wait_for_selector("[data-status=running]")
        await expect(checker.locator("#arms [data-arm]")).to_have_count(2)
        await expect(checker.locator("#arms [data-guard]")).to_have_count(3)
        await expect(checker.locator("#beside")).to_contain_text("chose that themselves")
        await checker.fill("#note", "A bank holiday.")
        await checker.click("#stop-trial")
        await checker.wait_for_selector("[data-status=stopped]")
        await expect(checker.locator("main")).to_contain_text("A bank holiday.")
        await signed_in(checker, "operator1", path="/trials")
        await expect(checker.locator("#trials")).to_contain_text("More chance")


async def test_a_wrong_design_is_told_in_one_message(
    browser: Browser, product: ProductServer
) -> None:
    async with opened_page(browser, product.url) as page:
        await signed_in(page, "marketer1", path="/trials/new")
        await page.fill("#title", "Too much")
        await page.fill("#arm_1_share", "70")
        await page.click("#save-trial")
        await expect(page.locator(".message")).to_be_visible()
        assert page.url.endswith("/trials/new")


async def test_the_operator_rolls_back_by_one_click(
    browser: Browser, product: ProductServer
) -> None:
    async with opened_page(browser, product.url) as page:
        await signed_in(page, "operator1", path="/models")
        serving = page.locator('[data-model][data-active="true"]')
        before = await serving.get_attribute("data-model")
        others = page.locator('[data-model][data-active="false"] button', has_text="Let it serve")
        if not await others.count():
            await page.click("#train")
            await expect(serving).not_to_have_attribute("data-model", before or "", timeout=120_000)
            before = await serving.get_attribute("data-model")
        await others.first.click()
        await expect(serving).not_to_have_attribute("data-model", before or "")
