"""The sign-in page and the person's own page in a real browser, under the real policy."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page

from tests.support.browser import opened_page
from tests.support.door import DoorServer

pytestmark = pytest.mark.browser


@pytest_asyncio.fixture(loop_scope="session")
async def tab(browser: Browser, door: DoorServer) -> AsyncIterator[Page]:
    """Give a page that keeps what its console said."""
    async with opened_page(browser, door.url) as page:
        page.said = []  # type: ignore[attr-defined]  # kept for the assertion at the end
        page.on("console", lambda line: page.said.append(f"{line.type}: {line.text}"))  # type: ignore[attr-defined]
        page.on("pageerror", lambda error: page.said.append(f"error: {error}"))  # type: ignore[attr-defined]
        yield page


def faults(page: Page) -> list[str]:
    return [line for line in page.said if line.startswith(("error", "warning"))]  # type: ignore[attr-defined]


async def be(page: Page, account: str) -> None:
    await page.goto("/sign-in?next=/me")
    await page.click(f"[data-persona={account}]")
    await page.wait_for_url("**/me")


async def test_persona_card_signs_in_and_nothing_breaks_the_policy(tab: Page) -> None:
    await be(tab, "customer1")
    await tab.wait_for_selector("#privacy")
    assert await tab.inner_text("h1") == "Customer1"
    assert faults(tab) == []


async def test_policy_stops_evaluation_and_foreign_scripts(tab: Page) -> None:
    await tab.goto("/sign-in")
    await tab.wait_for_selector("[data-persona]")
    evaluated = await tab.evaluate(
        """() => new Promise((resolve) => setTimeout(() => {
            try { resolve(Function("return 1")()); } catch (error) { resolve(error.name); }
        }))"""
    )
    assert evaluated == "EvalError"
    injected = await tab.evaluate(
        """() => new Promise((resolve) => {
            document.addEventListener("securitypolicyviolation", () => resolve("blocked"));
            const script = document.createElement("script");
            script.textContent = "window.hacked = true";
            document.head.append(script);
            setTimeout(() => resolve(window.hacked ? "ran" : "nothing"), 500);
        })"""
    )
    assert injected == "blocked"


async def test_cookies_are_out_of_reach_of_scripts(tab: Page) -> None:
    await be(tab, "customer1")
    told = await tab.evaluate("document.cookie")
    readable = {one.partition("=")[0].strip() for one in told.split(";")}
    names = {one["name"] for one in await tab.context.cookies() if one["httpOnly"]}
    assert len(names) == 2
    assert names.isdisjoint(readable)


async def test_wrong_password_is_said_and_the_way_on_is_kept(tab: Page) -> None:
    await tab.goto("/sign-in?next=/me")
    await tab.fill("#account", "customer1")
    await tab.fill("#password", "wrong")
    await tab.click("#sign-in-form button[type=submit]")
    assert "wrong" in await tab.inner_text("#why")
    await tab.fill("#account", "customer1")
    await tab.fill("#password", "demo")
    await tab.click("#sign-in-form button[type=submit]")
    await tab.wait_for_url("**/me")


async def test_choices_last_until_the_next_visit(tab: Page) -> None:
    await be(tab, "customer2")
    await tab.click("#consent-rm_sharing")
    await tab.click("#hide-amounts")
    await tab.click("text=繁體中文")
    await tab.wait_for_selector("h2:has-text('隱私')")
    await tab.wait_for_selector("#privacy[data-version='1']")
    await tab.reload()
    await tab.wait_for_selector("#consent-rm_sharing:checked")
    await tab.wait_for_selector("#hide-amounts:checked")
    assert not await tab.is_checked("#consent-marketing")
    assert await tab.inner_text("#appearance h2") == "顯示方式"


async def test_sign_out_leads_to_the_door_and_stays_there(tab: Page) -> None:
    await be(tab, "customer1")
    await tab.click("#sign-out")
    await tab.wait_for_url("**/sign-in")
    await tab.goto("/me")
    await tab.wait_for_url("**/sign-in?next=%2Fme")


async def test_staff_have_no_consents_to_give(tab: Page) -> None:
    await be(tab, "rm1")
    await tab.wait_for_selector("#appearance")
    assert await tab.query_selector("#privacy") is None


async def test_page_of_others_says_so(tab: Page) -> None:
    await be(tab, "customer1")
    await tab.goto("/desk")
    await tab.wait_for_selector("main .empty")
    await tab.click("main .empty a")
    await tab.wait_for_url(tab.url.replace("/desk", "/"))


@pytest.mark.parametrize("path", ["/sign-in", "/me"])
async def test_page_fits_a_phone(tab: Page, path: str) -> None:
    await be(tab, "customer1")
    await tab.set_viewport_size({"width": 390, "height": 844})
    await tab.goto(path)
    await tab.wait_for_timeout(300)
    assert await tab.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/sign-in?why=wrong", "/me", "/desk"])
async def test_page_has_no_serious_barrier(tab: Page, path: str, scheme: str) -> None:
    await tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # light or dark
    await be(tab, "customer1")
    await tab.goto(path)
    await tab.wait_for_selector("[data-persona], #privacy, main .empty")
    found = await Axe().run(tab)
    serious = [
        one["id"]
        for one in found.response["violations"]
        if one["impact"] in ("serious", "critical")
    ]
    assert serious == []
