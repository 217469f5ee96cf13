"""The first paint: what the cookie says of the view stands before any script of the page ran."""

import pytest
from playwright.async_api import Browser, Route

from tests.support.browser import opened_page, signed_in
from tests.support.product import ProductServer

pytestmark = pytest.mark.browser

DRESSED = """() => {
    const root = document.documentElement;
    const { senior, scale, contrast } = root.dataset;
    return [root.lang, root.classList.contains("dark") ? "dark" : "light", senior, scale, contrast];
}"""
SEEN = {
    "en.dark.0.0.150": ["en", "dark", "off", "150", "off"],
    "zh-Hant.light.1.1.200": ["zh-Hant", "light", "on", "200", "off"],
    "zh-Hans.contrast.0.0.150": ["zh-Hans", "light", "off", "150", "on"],
    "<script>.none.9.9.999": ["en", "light", "off", "150", "off"],
}


@pytest.mark.parametrize("cookie", SEEN)
async def test_the_page_is_dressed_without_its_scripts(
    browser: Browser, product: ProductServer, cookie: str
) -> None:
    async with opened_page(browser, product.url) as page:
        view = {"name": "companion_view", "value": cookie, "url": product.url}
        await page.context.add_cookies([view])
        await page.route("**/assets/*.js", lambda route: route.abort())
        await page.goto("/sign-in")
        assert await page.evaluate(DRESSED) == SEEN[cookie]


async def test_the_devices_wish_for_contrast_is_heard(
    browser: Browser, product: ProductServer
) -> None:
    async with opened_page(browser, product.url, contrast="more", color_scheme="dark") as page:
        await page.goto("/sign-in")
        await page.wait_for_selector("form")
        assert (await page.evaluate(DRESSED))[-1] == "on"
        ground = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(0, 0, 0)"


@pytest.mark.parametrize(("account", "languages"), [("customer1", ["en"]), ("operator1", [])])
async def test_a_customers_home_is_asked_for_before_any_script_of_the_page(
    browser: Browser, product: ProductServer, account: str, languages: list[str]
) -> None:
    asked: list[str] = []

    async def note(route: Route) -> None:
        asked.append(route.request.headers["accept-language"])
        await route.continue_()

    async with opened_page(browser, product.url) as page:
        await signed_in(page, account, path="/me")
        await page.context.clear_cookies(name="companion_view")
        await page.route("**/assets/*.js", lambda route: route.abort())
        await page.route("**/customers/me/home", note)
        await page.goto("/")
        await page.wait_for_load_state("networkidle")
    assert asked == languages
