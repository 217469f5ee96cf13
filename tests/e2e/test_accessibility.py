"""axe on every page, in every state, light and dark; and no sideways scrolling on a phone."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

from tests.support.browser import opened_page

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
SERIOUS = {"serious", "critical"}
Step = Callable[[Page], Awaitable[None]]


async def _edit_home(page):
    await page.click("#edit-home")
    await page.wait_for_selector('[data-grid][data-editing="on"]')


async def _open_why(page):
    await page.locator('[data-kind="products"] details.why summary').first.click()


async def _look_up_customer(page):
    await page.fill("#wanted", "c0001")
    await page.click("#inquiry-search button[type=submit]")
    await page.wait_for_selector("#found")


async def _open_decision(page):
    await _look_up_customer(page)
    await page.locator("#found button").first.click()
    await page.wait_for_selector("#decision")


async def _look_up_nobody(page):
    await page.fill("#wanted", "no-such-customer")
    await page.click("#inquiry-search button[type=submit]")
    await page.wait_for_timeout(500)


async def _first_card(page):
    await page.locator("#cards a").first.click()
    await page.wait_for_selector("#editor")


async def _run_law_tests(page):
    await page.click("#run-law-tests")
    await page.wait_for_selector("#law-tests .chip")


async def _change_law(page):
    await page.click("#edit-law")
    await page.wait_for_selector("#law-text")


@dataclass(frozen=True)
class View:
    """One page in one state."""

    name: str
    account: str | None
    path: str
    ready: str
    step: Step | None = field(default=None)


VIEWS = (
    View("sign-in", None, "/sign-in", "form"),
    View("home", "customer1", "/", '[data-tile][data-state="ready"]'),
    View("home-edit", "customer1", "/", '[data-tile][data-state="ready"]', _edit_home),
    View("home-why", "customer1", "/", '[data-kind="products"] details.why', _open_why),
    View("home-nearly-empty", "customer3", "/", '[data-tile][data-state="empty"]'),
    View("gallery", "customer1", "/gallery", "main h1"),
    View("discover", "customer1", "/discover", "main h1"),
    View("discover-visitor", None, "/discover", "main h1"),
    View("read", "customer1", "/read/bond-basics", "#article"),
    View("product", "customer1", "/products/fund-pure-bond", "#terms"),
    View("read-nothing", "customer1", "/read/no-such-card", "main"),
    View("product-nothing", "customer1", "/products/no-such-product", "main"),
    View("me", "customer1", "/me", "#privacy"),
    View("studio", "marketer1", "/studio", "#cards"),
    View("studio-new", "marketer1", "/studio/cards/new", "#editor"),
    View("studio-card", "reviewer1", "/studio", "#cards a", _first_card),
    View("desk", "rm1", "/desk", "[data-followup]"),
    View("desk-customer", "rm1", "/desk/customers/c0001", '#customer[data-shared="yes"]'),
    View("desk-customer-masked", "rm1", "/desk/customers/c0007", '#customer[data-shared="no"]'),
    View("desk-customer-nothing", "rm1", "/desk/customers/c0002", ".empty"),
    View("rules", "compliance1", "/rules", "#law"),
    View("rules-law-tests", "compliance1", "/rules", "#law", _run_law_tests),
    View("rules-law-change", "compliance1", "/rules", "#law", _change_law),
    View("rule-new", "marketer1", "/rules/new", "#rule-editor"),
    View("inquiry", "compliance1", "/inquiry", "#wanted"),
    View("inquiry-found", "compliance1", "/inquiry", "#wanted", _look_up_customer),
    View("inquiry-decision", "compliance1", "/inquiry", "#wanted", _open_decision),
    View("inquiry-error", "compliance1", "/inquiry", "#wanted", _look_up_nobody),
    View("models", "operator1", "/models", "[data-model]"),
    View("trials", "operator1", "/trials", "main h1"),
    View("trial-new", "marketer1", "/trials/new", "#trial-form"),
)


async def _open(page, view):
    if view.account:
        signed = await page.request.post(
            "/api/v1/session", data={"account": view.account, "password": "demo"}
        )
        assert signed.ok, await signed.text()
    await page.goto(view.path)
    await page.wait_for_selector(view.ready)
    if view.step:
        await view.step(page)
    await page.wait_for_timeout(400)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
async def test_axe_finds_nothing_serious(browser, product, view, scheme):
    async with opened_page(browser, product.url, color_scheme=scheme) as page:
        await _open(page, view)
        found = (await Axe().run(page)).response["violations"]
        told = [
            f"{one['id']}: {one['help']} ({node['target']} {node['html'][:160]})"
            for one in found
            if one["impact"] in SERIOUS
            for node in one["nodes"]
        ]
    assert told == []


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
async def test_phone_never_scrolls_sideways(browser, product, view):
    async with opened_page(browser, product.url, viewport=PHONE) as page:
        await _open(page, view)
        wide = await page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
    assert wide <= 0
