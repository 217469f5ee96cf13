"""Every page in every state, for the tests that look at them all: axe, senior edition, widths."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from playwright.async_api import Browser, Page

from tests.support.browser import opened_page

Step = Callable[[Page], Awaitable[None]]
SETTLED_MS = 400


def click(selector: str, ready: str) -> Step:
    """Return the step that clicks something and waits for what it brings."""

    async def step(page: Page) -> None:
        await page.locator(selector).first.click()
        await page.locator(ready).first.wait_for()

    return step


def first_link(selector: str, ready: str) -> Step:
    """Return the step that goes on to the first of several links."""
    return click(f"{selector} >> nth=0", ready)


async def _menu(page: Page) -> None:
    await page.locator("[data-tile]").first.hover()
    await page.locator("[data-more]").first.click()
    await page.wait_for_selector("[data-menu]:popover-open")


async def _read_aloud(page: Page) -> None:
    await _menu(page)
    await page.locator('[data-menu] [role="menuitem"]').nth(1).click()
    await page.wait_for_selector("[data-read-bar]")


async def _settings(page: Page) -> None:
    more = page.locator('[data-kind="notices"] [data-more]').first
    await more.hover()
    await page.wait_for_timeout(SETTLED_MS)  # A menu closes when the page is scrolled.
    await more.click()
    await page.locator('[data-menu] [role="menuitem"]').first.click()
    await page.wait_for_selector(".setting-preview")


async def _chosen_card(page: Page) -> None:
    await page.click("#edit-home")
    await page.locator('[data-kind="notices"] [data-grip]').click()
    await page.wait_for_selector(".dock-card")


async def _look_up(page: Page) -> None:
    await page.fill("#wanted", "c0001")
    await page.click("#inquiry-search button[type=submit]")
    await page.wait_for_selector("#found")


async def _open_decision(page: Page) -> None:
    await _look_up(page)
    await page.locator("#found button").first.click()
    await page.wait_for_selector("#decision")


async def _look_up_nobody(page: Page) -> None:
    await page.fill("#wanted", "no-such-customer")
    await page.click("#inquiry-search button[type=submit]")
    await page.wait_for_timeout(SETTLED_MS)


async def _nothing_found(page: Page) -> None:
    await page.fill("#gallery-search", "qqqqqq")
    await page.wait_for_selector(".empty")


@dataclass(frozen=True)
class View:
    """One page in one state."""

    name: str
    account: str | None
    path: str
    ready: str
    step: Step | None = field(default=None)
    route: str = ""


TILE = '[data-tile][data-state="ready"]'

OF_CUSTOMERS = (
    View("sign-in", None, "/sign-in", "form"),
    View("sign-in-wrong", None, "/sign-in?why=wrong", "form"),
    View("home", "customer1", "/", TILE),
    View("home-menu", "customer1", "/", TILE, _menu),
    View("home-reading", "customer1", "/", TILE, _read_aloud),
    View("home-settings", "customer1", "/", TILE, _settings),
    View(
        "home-versions",
        "customer1",
        "/",
        TILE,
        click("#open-arrangements", "dialog[open] .arranging"),
    ),
    View("home-edit", "customer1", "/", TILE, click("#edit-home", ".dock")),
    View("home-chosen", "customer1", "/", TILE, _chosen_card),
    View("home-nearly-empty", "customer3", "/", '[data-tile][data-state="empty"]'),
    View("gallery", "customer1", "/gallery", "[data-offer]"),
    View("gallery-nothing", "customer1", "/gallery", "[data-offer]", _nothing_found),
    View("discover", "customer1", "/discover", "main h1"),
    View("discover-visitor", None, "/discover", "main h1"),
    View("assistant", "customer1", "/assistant", "main h1"),
    View("adviser", "customer1", "/adviser", "main h1"),
    View("welcome", "customer1", "/welcome", "main h1"),
    View("read", "customer1", "/read/bond-basics", "#article", route="/read/[card_id]"),
    View("product", "customer1", "/products/fund-pure-bond", "#terms"),
    View("read-nothing", "customer1", "/read/no-such-card", "main"),
    View("product-nothing", "customer1", "/products/no-such-product", "main"),
    View("me", "customer1", "/me", "#privacy"),
    View("developers", None, "/developers?kind=balances", '.stage-card[data-state="ready"]'),
)

OF_STAFF = (
    View("studio", "marketer1", "/studio", "#cards"),
    View("studio-new", "marketer1", "/studio/cards/new", "#editor"),
    View("studio-card", "reviewer1", "/studio", "#cards a", first_link("#cards a", "#editor")),
    View("desk", "rm1", "/desk", "[data-followup]"),
    View("desk-messages", "rm1", "/desk/messages", "main h1"),
    View("desk-customer", "rm1", "/desk/customers/c0001", '#customer[data-shared="yes"]'),
    View("desk-customer-masked", "rm1", "/desk/customers/c0007", '#customer[data-shared="no"]'),
    View("desk-customer-nothing", "rm1", "/desk/customers/c0002", ".empty"),
    View("rules", "compliance1", "/rules", "#law"),
    View("law-tests", "compliance1", "/rules", "#law", click("#run-law-tests", "#law-tests .chip")),
    View("law-change", "compliance1", "/rules", "#law", click("#edit-law", "#law-text")),
    View("bank-homes", "marketer1", "/bank-homes", "#bank-home"),
    View("bank-homes-checking", "reviewer1", "/bank-homes", "#bank-home"),
    View("rule-new", "marketer1", "/rules/new", "#rule-editor"),
    View("inquiry", "compliance1", "/inquiry", "#wanted"),
    View("inquiry-found", "compliance1", "/inquiry", "#wanted", _look_up),
    View("inquiry-decision", "compliance1", "/inquiry", "#wanted", _open_decision),
    View("inquiry-error", "compliance1", "/inquiry", "#wanted", _look_up_nobody),
    View("models", "operator1", "/models", "[data-model]"),
    View("model-customer", "operator1", "/models/customers/c0001", "main h1"),
    View("trials", "operator1", "/trials", "main h1"),
    View("trial-new", "marketer1", "/trials/new", "#trial-form"),
)

VIEWS = OF_CUSTOMERS + OF_STAFF


@asynccontextmanager
async def shown(browser: Browser, url: str, view: View, **options: object) -> AsyncIterator[Page]:
    """Open a view in a context of its own."""
    async with opened_page(browser, url, **options) as page:
        if view.account:
            signed = await page.request.post(
                "/api/v1/session", data={"account": view.account, "password": "demo"}
            )
            assert signed.ok, await signed.text()
        await page.goto(view.path)
        await page.wait_for_selector(view.ready)
        if view.step:
            await view.step(page)
        await page.wait_for_timeout(SETTLED_MS)
        yield page


async def dress(page: Page, **how: str) -> None:
    """Dress the page as its first paint would: colours, contrast, senior, dir."""
    await page.evaluate(
        """how => {
            const root = document.documentElement;
            if (how.colours) {
                root.classList.remove("light", "dark");
                root.classList.add(how.colours);
                root.style.colorScheme = how.colours;
            }
            for (const name of ["contrast", "senior", "scale"])
                if (how[name]) root.dataset[name] = how[name];
            if (how.dir) root.dir = how.dir;
        }""",
        how,
    )
    await page.wait_for_timeout(80)
