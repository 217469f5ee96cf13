"""The senior edition as a policy: measured on every page, derived from one's own home."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, ViewportSize, expect

from tests.support.product import ProductServer
from tests.support.senior import Facts, facts, senior_faults
from tests.support.views import OF_CUSTOMERS, TILE, View, shown

pytestmark = pytest.mark.browser

SIZES: list[ViewportSize] = [{"width": 390, "height": 844}, {"width": 1280, "height": 900}]
LAYOUT = "/api/v1/customers/me/layout"
HOME = View("home", "customer2", "/", TILE)
PAGES = [one for one in OF_CUSTOMERS if one.account in (None, "customer1")]


@pytest.fixture(scope="module")
def known(product: ProductServer) -> Facts:
    """What may be suggested, from the catalogue itself."""
    return facts(product.data_dir, "c0002")


@asynccontextmanager
async def _as_senior(
    browser: Browser, product: ProductServer, view: View, **options: object
) -> AsyncIterator[Page]:
    """Open a view as customer2, who takes the senior edition and leaves it afterwards."""
    account = "customer2" if view.account else None
    async with shown(browser, product.url, HOME, **options) as page:
        await _take(page)
        if account is None:
            await page.context.clear_cookies(name="companion_view")
            await page.request.delete("/api/v1/session")
            await _cookie(page, product.url)
        await page.goto(view.path)
        await page.wait_for_selector(view.ready)
        if view.step:
            await view.step(page)
        await page.wait_for_timeout(600)
        yield page


async def _cookie(page: Page, url: str) -> None:
    view = {"name": "companion_view", "value": "zh-Hans.light.0.1.150", "url": url}
    await page.context.add_cookies([view])


async def _take(page: Page) -> None:
    if await page.locator("#senior-on").is_visible():
        await page.click("#senior-on")
    await page.wait_for_selector('html[data-senior="on"] #senior-off')
    await page.wait_for_timeout(800)


@pytest.mark.parametrize("view", PAGES, ids=lambda view: view.name)
async def test_page_keeps_the_promises(
    browser: Browser, product: ProductServer, known: Facts, view: View
) -> None:
    async with _as_senior(browser, product, view) as page:
        told = {}
        for size in SIZES:
            await page.set_viewport_size(size)
            await page.wait_for_timeout(150)
            told[size["width"]] = await senior_faults(page, known)
    assert told == {size["width"]: [] for size in SIZES}


@pytest_asyncio.fixture(loop_scope="session")
async def home(browser: Browser, product: ProductServer) -> AsyncIterator[Page]:
    """The senior edition of customer2's home on a phone."""
    async with _as_senior(browser, product, HOME, viewport=SIZES[0]) as page:
        yield page


PLANTED = {
    "small target: 120 x 59 px": "<button style='width:120px;height:59px'>59</button>",
    "small words: 17.0 px": "<p style='font-size:17px'>small words</p>",
    "weak contrast: ": "<p style='color:#999;background:#fff'>weak words on white</p>",
}


@pytest.mark.parametrize("fault", PLANTED)
async def test_the_check_sees_a_planted_fault(home: Page, known: Facts, fault: str) -> None:
    await _plant(home, PLANTED[fault])
    assert any(one.startswith(fault) for one in await senior_faults(home, known))


async def test_the_check_sees_a_planted_marketing_card(home: Page, known: Facts) -> None:
    card = sorted(known.marketing)[0]
    await _plant(home, f"<a class='btn' href='/read/{card}'>Our newest offer</a>")
    assert f"marketing card: {card}" in await senior_faults(home, known)


async def test_the_check_sees_a_planted_fund(home: Page, known: Facts) -> None:
    await _plant(home, "<a class='btn' href='/products/fund-pure-bond'>A bond fund</a>")
    found = await senior_faults(home, known)
    assert "suggested, but no deposit of R1: fund-pure-bond" in found


async def test_what_is_held_may_stay_in_sight(home: Page, known: Facts) -> None:
    deposit = sorted(known.held)[0]
    await _plant(home, f"<a class='btn' href='/products/{deposit}'>My own deposit</a>")
    assert await senior_faults(home, known) == []


async def test_the_home_keeps_its_own_order_in_one_column(home: Page) -> None:
    layout = await (await home.request.get(LAYOUT)).json()
    lying = sorted(layout["places"]["phone"], key=lambda one: (one["y"], one["x"]))
    boxes = await home.eval_on_selector_all(
        "[data-tile]", "all => all.map(e => [e.dataset.tile, e.offsetLeft, e.offsetTop])"
    )
    seen = {tile for tile, _, _ in boxes}
    by_eye = [tile for tile, _, _ in sorted(boxes, key=lambda one: one[2])]
    assert by_eye == [one["tile"] for one in lying if one["tile"] in seen]
    assert len({left for _, left, _ in boxes}) == 1


async def test_a_card_changes_its_turn_by_keys(home: Page) -> None:
    await home.click("#edit-home")
    tiles = "all => all.map(e => e.dataset.tile)"
    before = await home.eval_on_selector_all("[data-tile]", tiles)
    await home.locator(f'[data-tile="{before[1]}"] [data-grip]').focus()
    await home.keyboard.press("ArrowUp")
    await expect(home.locator("[data-tile]").first).to_have_attribute("data-tile", before[1])
    after = await home.eval_on_selector_all("[data-tile]", tiles)
    assert after == [before[1], before[0], *before[2:]]


async def test_the_type_grows_to_twice_its_size(home: Page) -> None:
    size = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    found = [await home.evaluate(size)]
    for expected in ("175", "200", "150"):
        await home.click("#senior-scale")
        await home.wait_for_selector(f'html[data-scale="{expected}"]')
        found.append(await home.evaluate(size))
    assert found == [24, 28, 32, 24]


async def test_a_person_is_one_touch_away(home: Page) -> None:
    await expect(home.locator("#senior-call")).to_have_attribute("href", "tel:400-000-0000")
    await expect(home.locator("#senior-write")).to_have_attribute("href", "/adviser")


async def _plant(page: Page, html: str) -> None:
    await page.evaluate(
        "html => document.querySelector('main').insertAdjacentHTML('afterbegin', html)", html
    )
