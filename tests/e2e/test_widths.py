"""A phone in every language: no page is too wide, no word of the senior edition is cut."""

import pytest
from playwright.async_api import Browser, Page, ViewportSize

from tests.support.product import ProductServer
from tests.support.views import OF_CUSTOMERS, TILE, View, dress, shown

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 390, "height": 844}
WIDTHS = (390, 360, 320)
LOCALES = ("zh-CN", "zh-TW", "en-GB")
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CUT = """() => [...document.querySelectorAll("main *, .topbar *, .bottombar *")].filter(one => {
    const hasWords = [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    const box = one.getBoundingClientRect();
    const style = getComputedStyle(one);
    const isUnseen = style.clipPath !== "none" || one.closest("[hidden], svg, select");
    if (!hasWords || !box.width || isUnseen)
        return false;
    const isCut = (way, there, room) => style[way] !== "visible" && there > room;
    return isCut("overflowX", one.scrollWidth, one.clientWidth + 1)
        || (style.overflowY === "hidden" && one.scrollHeight > one.clientHeight + 4);
}).map(one => `${one.className}: ${one.textContent.trim().slice(0, 60)}`)"""
HOME = View("home", "customer1", "/", TILE)


async def _too_wide(page: Page) -> dict[int, int]:
    found = {}
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 844})
        await page.wait_for_timeout(60)
        found[width] = await page.evaluate(TOO_WIDE)
    return {width: excess for width, excess in found.items() if excess}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("view", OF_CUSTOMERS, ids=lambda view: view.name)
async def test_a_page_fits_a_phone_and_the_senior_edition_cuts_nothing(
    browser: Browser, product: ProductServer, view: View, locale: str
) -> None:
    async with shown(browser, product.url, view, viewport=PHONE, locale=locale) as page:
        usual = await _too_wide(page)
        await dress(page, senior="on", scale="150")
        senior = await _too_wide(page)
        await page.set_viewport_size(PHONE)
        cut = await page.evaluate(CUT)
    assert (usual, senior, cut) == ({}, {}, [])


async def test_the_measure_of_cut_words_is_not_blind(
    browser: Browser, product: ProductServer
) -> None:
    async with shown(browser, product.url, HOME, viewport=PHONE) as page:
        await page.evaluate(
            """document.querySelector("h1").style.cssText =
                "display: block; overflow: hidden; white-space: nowrap; width: 2em" """
        )
        assert any("Good" in one for one in await page.evaluate(CUT))
