"""The home by finger: it rests to pick a card up, moves to scroll, and rearranges everything."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.support.browser import opened_page
from tests.support.home import (
    GRID,
    Finger,
    edit,
    finger_on,
    fresh,
    middle_of,
    places,
    saved,
    seen_order,
)
from tests.support.product import ProductServer

pytestmark = pytest.mark.browser

LONG_WAY_MS = 60_000
"""A busy machine draws a frame a second, and the page scrolls with the frames."""

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest_asyncio.fixture(loop_scope="session")
async def phone(browser: Browser, product: ProductServer) -> AsyncIterator[Page]:
    """A home on a phone, as the bank arranged it."""
    async with opened_page(browser, product.url, **PHONE) as page:
        await fresh(page)
        yield page


@pytest_asyncio.fixture(loop_scope="session")
async def finger(phone: Page) -> Finger:
    """A finger on that phone."""
    return await finger_on(phone)


async def _carry(page: Page, finger: Finger, tile: str, by: float) -> None:
    """Pick a card up by a resting finger, carry it down or up, let go."""
    x, y = await middle_of(page, f'[data-tile="{tile}"]')
    await finger.down(x, y, rests=True)
    for step in range(1, 9):
        await finger.move(x, y + by * step / 8)
    await finger.up()


async def test_a_resting_finger_picks_a_card_up(phone: Page, finger: Finger) -> None:
    await edit(phone)
    first, second = (await seen_order(phone))[:2]
    await saved(phone, lambda: _carry(phone, finger, first, 190))
    assert (await seen_order(phone))[:2] == [second, first]


async def test_a_moving_finger_scrolls_and_moves_no_card(phone: Page, finger: Finger) -> None:
    await edit(phone)
    before = await places(phone, "phone")
    x, y = await middle_of(phone, "[data-tile]")
    await finger.down(x, y + 200)
    for step in range(1, 9):
        await finger.move(x, y + 200 - step * 25)
    await finger.up()
    await phone.wait_for_timeout(300)
    assert await phone.evaluate("window.scrollY") > 100
    assert await places(phone, "phone") == before


async def test_the_page_stands_still_while_a_card_is_carried(phone: Page, finger: Finger) -> None:
    await edit(phone)
    first = (await seen_order(phone))[0]
    before = await phone.evaluate("window.scrollY")
    x, y = await middle_of(phone, f'[data-tile="{first}"]')
    await finger.down(x, y, rests=True)
    for step in range(1, 5):
        await finger.move(x, y + step * 30)
    await expect(phone.locator('[data-held="on"]')).to_have_count(1)
    assert await phone.evaluate("window.scrollY") == before
    await finger.up()


async def test_a_card_at_the_edge_scrolls_the_page_along(phone: Page, finger: Finger) -> None:
    await edit(phone)
    first = (await seen_order(phone))[0]
    x, y = await middle_of(phone, f'[data-tile="{first}"]')
    await finger.down(x, y, rests=True)
    for target in (y + 100, 500, 700, 820):
        await finger.move(x, target)
    await phone.wait_for_function("() => window.scrollY > 300")
    await finger.move(x, 400)
    await saved(phone, finger.up)
    assert (await seen_order(phone))[0] != first


async def test_a_resting_finger_unlocks_the_home(phone: Page, finger: Finger) -> None:
    x, y = await middle_of(phone, '[data-tile="balances"]')
    await finger.down(x, y, rests=True)
    await finger.up()
    await expect(phone.locator(GRID)).to_have_attribute("data-editing", "on")
    await expect(phone.locator('[data-tile="balances"]')).to_have_attribute("data-chosen", "on")


async def test_the_whole_home_is_rearranged_by_finger(phone: Page, finger: Finger) -> None:
    await edit(phone)
    before, spots = await seen_order(phone), await places(phone, "phone")
    for tile in before[1:]:
        if (await places(phone, "phone"))[tile][1] == 0:
            continue  # It lies at the top already.
        await saved(phone, lambda tile=tile: _to_the_top(phone, finger, tile))
        assert tile in (await seen_order(phone))[:2]
    after = await places(phone, "phone")
    assert sum(after[tile] != spots[tile] for tile in before) >= len(before) - 2


async def _to_the_top(page: Page, finger: Finger, tile: str) -> None:
    """Carry a card past the upper edge until the page has come to its top."""
    x, y = await middle_of(page, f'[data-tile="{tile}"]')
    await finger.down(x, y, rests=True)
    await finger.move(x, y - 20)
    await finger.move(x, 30)
    await page.wait_for_function("() => window.scrollY === 0", timeout=LONG_WAY_MS)
    await finger.move(x, 60)
    await page.wait_for_timeout(100)
    await finger.up()
