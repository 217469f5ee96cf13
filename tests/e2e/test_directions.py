"""Text that runs from right to left: the grid, its keys, its dock and its corners are mirrored."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.support.browser import opened_page
from tests.support.home import edit, fresh, places, saved
from tests.support.product import ProductServer

pytestmark = pytest.mark.browser

WIDTH = 1280


@pytest_asyncio.fixture(loop_scope="session")
async def mirrored(browser: Browser, product: ProductServer) -> AsyncIterator[Page]:
    """An unlocked home, read from the right."""
    async with opened_page(browser, product.url) as page:
        await fresh(page, path="/?dir=rtl")
        await edit(page)
        yield page


async def _box(page: Page, selector: str) -> dict[str, float]:
    box = await page.locator(selector).first.bounding_box()
    assert box is not None
    return dict(box)


async def test_the_first_card_lies_at_the_right(mirrored: Page) -> None:
    assert (await places(mirrored))["balances"][0] == 0
    box = await _box(mirrored, '[data-tile="balances"]')
    assert box["x"] + box["width"] > WIDTH - 60


async def test_the_left_arrow_moves_to_the_left(mirrored: Page) -> None:
    before = await _box(mirrored, '[data-tile="balances"]')
    await mirrored.locator('[data-tile="balances"] [data-grip]').focus()
    await saved(mirrored, lambda: mirrored.keyboard.press("ArrowLeft"))
    assert (await places(mirrored))["balances"][0] == 6
    await mirrored.wait_for_function(  # It slides there.
        "least => document.querySelector('[data-tile=balances]').getBoundingClientRect().x < least",
        arg=before["x"] - 300,
    )


async def test_the_button_of_the_left_moves_to_the_left(mirrored: Page) -> None:
    await mirrored.locator('[data-tile="balances"] [data-grip]').click()
    left = mirrored.locator('.dock button[aria-label$=": Move left"]')
    await saved(mirrored, left.click)
    assert (await places(mirrored))["balances"][0] == 6


async def test_a_card_dragged_to_the_left_goes_there(mirrored: Page) -> None:
    box = await _box(mirrored, '[data-tile="balances"] [data-grip]')
    x, y = box["x"] + 20, box["y"] + 20

    async def drag() -> None:
        await mirrored.mouse.move(x, y)
        await mirrored.mouse.down()
        await mirrored.mouse.move(x - 300, y, steps=4)
        await mirrored.mouse.move(x - 620, y, steps=4)
        await mirrored.mouse.up()

    await saved(mirrored, drag)
    assert (await places(mirrored))["balances"][0] == 6


async def test_the_corner_that_resizes_is_at_the_left(mirrored: Page) -> None:
    card = await _box(mirrored, '[data-tile="balances"]')
    corner = await _box(mirrored, '[data-tile="balances"] [data-sizer]')
    assert abs(corner["x"] - card["x"]) < 4


async def test_the_dock_ends_at_the_left(mirrored: Page) -> None:
    done = await _box(mirrored, ".dock .btn.primary")
    add = await _box(mirrored, ".dock a[href='/gallery']")
    assert done["x"] < add["x"]


async def test_the_direction_stays_on_the_next_page(mirrored: Page) -> None:
    await mirrored.goto("/me")
    await expect(mirrored.locator("html")).to_have_attribute("dir", "rtl")
