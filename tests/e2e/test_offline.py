"""The installed app: without a connection the last home, with its age, and no other page."""

import json

import pytest
from playwright.async_api import Browser, Page, expect

from tests.support.browser import opened_page, signed_in
from tests.support.product import ProductServer
from tests.support.views import TILE

pytestmark = pytest.mark.browser

KEPT = (
    "caches.open('companion-home-1').then(s => s.match('/offline/home.json')).then(r => r?.text())"
)
WORKERS = "navigator.serviceWorker.getRegistrations().then(all => all.length)"
CONTROLLED = "navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"


async def _until(page: Page, promise: str) -> None:
    """Ask again until a promise of the page comes true."""
    for _ in range(100):
        if await page.evaluate(promise):
            return
        await page.wait_for_timeout(100)
    pytest.fail(f"It never came true: {promise}")


async def _home_is_kept(page: Page) -> dict:
    """Open the home until the device has it, and return what was kept."""
    await signed_in(page, "customer1")
    await page.wait_for_selector(TILE)
    await _until(page, CONTROLLED)
    await page.reload()
    await page.wait_for_selector(TILE)
    await _until(page, f"{KEPT}.then(text => text !== undefined)")
    return json.loads(await page.evaluate(KEPT))


async def _without_connection(page: Page, path: str) -> None:
    await page.context.set_offline(True)
    await page.goto(path)


async def test_the_last_home_is_there_with_its_age(
    browser: Browser, product: ProductServer
) -> None:
    async with opened_page(browser, product.url) as page:
        await _home_is_kept(page)
        await _without_connection(page, "/")
        await expect(page.locator('html[data-offline="home"]')).to_have_count(1)
        await expect(page.locator("#age")).to_contain_text("As it was on")
        await expect(page.locator("#cards")).to_contain_text("Balances")
        await expect(page.locator("#cards")).to_contain_text("¥")
        assert await page.locator("#cards :is(button, a, input)").count() == 0


async def test_what_was_ranked_is_not_kept(browser: Browser, product: ProductServer) -> None:
    async with opened_page(browser, product.url) as page:
        kept = await _home_is_kept(page)
        assert "Products for you" in await page.locator("main").inner_text()
    assert "Products for you" not in [card["title"] for card in kept["cards"]]


async def test_no_other_page_is_there(browser: Browser, product: ProductServer) -> None:
    async with opened_page(browser, product.url) as page:
        await _home_is_kept(page)
        await _without_connection(page, "/me")
        await expect(page.locator("#title")).to_contain_text("Offline")
        await expect(page.locator("#cards > *")).to_have_count(0)


async def test_hidden_amounts_are_not_kept(browser: Browser, product: ProductServer) -> None:
    async with opened_page(browser, product.url) as page:
        await signed_in(page, "customer4", path="/me")
        await page.click("#hide-amounts")
        await page.wait_for_timeout(500)
        await page.goto("/")
        await page.wait_for_selector(TILE)
        await _until(page, CONTROLLED)
        await page.reload()
        await page.wait_for_selector(TILE)
        await _until(page, f"{KEPT}.then(text => text !== undefined)")
        kept = await page.evaluate(KEPT)
        await page.goto("/me")
        await page.click("#hide-amounts")
        await page.wait_for_timeout(500)
    assert "••••" in kept
    assert "¥" not in kept


async def test_signing_out_takes_it_away(browser: Browser, product: ProductServer) -> None:
    async with opened_page(browser, product.url) as page:
        await _home_is_kept(page)
        await page.goto("/me")
        await page.click("#sign-out")
        await page.wait_for_selector("form")
        await _until(page, f"{KEPT}.then(text => text === undefined)")
        assert await page.evaluate(WORKERS) == 0


async def test_an_old_home_is_not_shown(browser: Browser, product: ProductServer) -> None:
    async with opened_page(browser, product.url) as page:
        kept = await _home_is_kept(page)
        old = json.dumps(kept | {"at": kept["at"] - 13 * 3600 * 1000})
        await page.evaluate(
            "old => caches.open('companion-home-1')"
            ".then(s => s.put('/offline/home.json', new Response(old)))",
            old,
        )
        await _without_connection(page, "/")
        await expect(page.locator("#title")).to_contain_text("Offline")
        await expect(page.locator("#cards > *")).to_have_count(0)


async def test_the_caches_hold_no_answer_of_the_api(
    browser: Browser, product: ProductServer
) -> None:
    async with opened_page(browser, product.url) as page:
        await _home_is_kept(page)
        await page.evaluate("fetch('/api/v1/customers/me/home').then(r => r.text())")
        names = await page.evaluate(
            "caches.keys().then(all => Promise.all(all.map(one => caches.open(one)"
            ".then(cache => cache.keys())))).then(all => all.flat().map(r => "
            "new URL(r.url).pathname))"
        )
    assert not [one for one in names if one.startswith(("/api/", "/auth/")) or one == "/"]


async def test_a_visitors_device_has_no_service_worker(
    browser: Browser, product: ProductServer
) -> None:
    async with opened_page(browser, product.url) as page:
        await page.goto("/sign-in")
        await page.wait_for_selector("form")
        await page.wait_for_timeout(2500)
        assert await page.evaluate(WORKERS) == 0


async def test_the_manifest_names_icons_that_are_there(page: Page) -> None:
    await page.goto("/sign-in")
    href = await page.get_attribute('link[rel="manifest"]', "href")
    assert href is not None
    manifest = await (await page.request.get(href)).json()
    assert manifest["display"] == "standalone"
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in manifest["icons"]}
    assert any(icon.get("purpose") == "maskable" for icon in manifest["icons"])
    for icon in manifest["icons"]:
        answer = await page.request.get(icon["src"])
        assert (answer.status, answer.headers["content-type"]) == (200, icon["type"])
