"""The menu of a card: found by keys, sizes and removes, and says why it may not."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.support.browser import opened_page
from tests.support.home import fresh, places, saved
from tests.support.product import ProductServer

pytestmark = pytest.mark.browser

MENU = "[data-menu]"


@pytest_asyncio.fixture(loop_scope="session")
async def home(browser: Browser, product: ProductServer) -> AsyncIterator[Page]:
    """A home as the bank arranged it."""
    async with opened_page(browser, product.url) as page:
        await fresh(page)
        yield page


async def _open_by_keys(page: Page, tile: str) -> None:
    await page.locator(f'[data-tile="{tile}"] [data-more]').focus()
    await page.keyboard.press("Enter")
    await page.wait_for_selector(f"{MENU}:popover-open")


async def test_arrow_keys_go_round_and_escape_gives_the_focus_back(home: Page) -> None:
    await _open_by_keys(home, "balances")
    first = home.get_by_role("menuitem").first
    await expect(first).to_be_focused()
    await home.keyboard.press("ArrowUp")
    await expect(home.get_by_role("menuitem").last).to_be_focused()
    await home.keyboard.press("ArrowDown")
    await expect(first).to_be_focused()
    await home.keyboard.press("Escape")
    await expect(home.locator(MENU)).to_have_count(0)
    await expect(home.locator('[data-tile="balances"] [data-more]')).to_be_focused()


async def test_a_card_grows_without_the_edit_mode(home: Page) -> None:
    await _open_by_keys(home, "balances")
    await saved(home, home.get_by_role("menuitem", name="Make bigger").click)
    assert (await places(home))["balances"][2:] == (6, 4)
    await expect(home.locator('[data-tile="balances"]')).to_have_attribute("data-size", "L")


async def test_what_the_bank_must_show_cannot_be_removed_and_says_why(home: Page) -> None:
    before = await places(home)
    await _open_by_keys(home, "notices")
    line = home.get_by_role("menuitem", name="Remove")
    await expect(line).to_have_attribute("aria-disabled", "true")
    await expect(line).to_contain_text("it can be moved, but not removed")
    await line.click(force=True)
    await expect(home.locator("[data-announcer]")).to_contain_text("not removed")
    assert await places(home) == before


async def test_moving_it_opens_the_edit_mode_with_the_card_chosen(home: Page) -> None:
    await _open_by_keys(home, "balances")
    await home.get_by_role("menuitem", name="Move it").click()
    await expect(home.locator('[data-tile="balances"]')).to_have_attribute("data-chosen", "on")
    await expect(home.locator(".dock-card")).to_be_visible()
