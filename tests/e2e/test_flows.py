"""What customers and staff do to the end, in a real browser: it has an effect, and it stays."""

import asyncio
import json
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from playwright.async_api import Browser, Locator, Page, expect

from dashboard.layouts.bank_home import BankHome, Card
from recommender.database import new_id
from tests.support.browser import opened_page
from tests.support.product import ProductServer
from widgets.registry import catalogue

pytestmark = pytest.mark.browser

WIDE = {"width": 1280, "height": 900}
LAYOUT = "/api/v1/customers/me/layout"
READY = '[data-tile][data-state="ready"]'
CORE = "transfers:write"


async def _signed_in(page: Page, account: str) -> None:
    who = {"account": account, "password": "demo"}
    answer = await page.request.post("/api/v1/session", data=who)
    assert answer.ok, await answer.text()


async def _home_of(page: Page, account: str, *kinds: str) -> None:
    """Open a home of these cards, each as large as its kind comes, and the one that stays."""
    await _signed_in(page, account)
    known = catalogue()
    cards = [
        Card(kind=kind, size=max(known[kind].sizes, key=("S", "M", "L", "XL").index))
        for kind in (*kinds, "notices")
    ]
    body = BankHome(cards=tuple(cards)).layout(known).model_dump(mode="json")
    assert (await page.request.put(LAYOUT, data=body, headers={"If-Match": "*"})).ok
    await page.goto("/")
    await page.wait_for_selector(READY)


async def _again(page: Page) -> None:
    """Load the page anew: what was done stays done."""
    await page.reload()
    await page.wait_for_selector(READY)


def _card(page: Page, kind: str) -> Locator:
    return page.locator(f'[data-kind="{kind}"]').first


async def _sure(where: Locator) -> None:
    """Say yes to the question that a deed asks first."""
    await where.locator(".face-confirm button").first.click()


async def _report(product: ProductServer, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """Report something as the core bank does."""
    key = await asyncio.to_thread(product.key, CORE)
    async with httpx.AsyncClient(base_url=product.url, headers=key, timeout=30) as bank:
        answer = await bank.post(path, json=body)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def _odd_transfer(product: ProductServer, customer: str) -> None:
    """Report a transfer at night to somebody new."""
    now = datetime.now(ZoneInfo("Asia/Shanghai"))
    night = now.replace(hour=3, minute=0, second=0, microsecond=0)
    body = {
        "transfer_id": new_id(),
        "customer_id": customer,
        "payee_id": f"payee-{new_id()[-12:]}",
        "payee": {"en": "Night Stranger"},
        "amount_minor": 654_300,
        "at": (night if night < now else night - timedelta(days=1)).isoformat(),
    }
    assert (await _report(product, "/api/v1/transfers", body))["oddities"]


async def test_an_odd_transfer_reaches_the_open_home_and_is_answered_there(
    browser: Browser, product: ProductServer
) -> None:
    async with opened_page(browser, product.url, viewport=WIDE, locale="en") as page:
        await _home_of(page, "customer10", "balances", "dues")
        for is_mine in (True, False):
            await asyncio.sleep(1)  # The page has looked; what comes now is told by its socket.
            await _odd_transfer(product, "c0010")
            alert = page.locator("[data-alert]")
            await expect(alert).to_contain_text("Night Stranger")
            await expect(alert).to_contain_text("6,543")
            if is_mine:
                await alert.locator("button").first.click()
                await expect(alert).to_have_count(0)
        await alert.locator("button.danger").click()
        await alert.locator("[data-sure]").click()
        await expect(page.locator('[data-alert="frozen"]')).to_be_visible()
        watch = await (await page.request.get("/api/v1/customers/me/alerts")).json()
        assert watch["frozen_since"]
        assert {one["state"] for one in watch["alerts"][:2]} == {"mine", "frozen"}


async def test_a_frozen_card_declines_and_its_customer_sees_it(
    browser: Browser, product: ProductServer
) -> None:
    async with opened_page(browser, product.url, viewport=WIDE, locale="en") as page:
        await _home_of(page, "customer11", "cards", "balances")
        cards = _card(page, "cards")
        debit = cards.locator("li", has_text="Debit card").first
        await debit.get_by_role("button", name="Freeze").click()
        await _sure(debit)
        await expect(debit).to_contain_text("Frozen")
        asked = {"card_id": "c0011-debit", "payee": {"en": "Corner Shop"}, "amount_minor": 12_300}
        declined = await _report(product, "/api/v1/card-payments", asked | {"payment_id": new_id()})
        assert (declined["declined"], declined["transaction_id"]) == ("frozen", None)
        await _again(page)
        await expect(cards).to_contain_text("Corner Shop")
        await expect(cards).to_contain_text("The card is frozen")
        await debit.get_by_role("button", name="Unfreeze").click()
        await _sure(debit)
        await expect(debit.get_by_role("button", name="Freeze", exact=False)).to_be_visible()
        paid = await _report(product, "/api/v1/card-payments", asked | {"payment_id": new_id()})
        assert paid["declined"] is None


async def test_a_limit_is_lowered_and_stays_and_raising_it_is_refused_in_words(
    browser: Browser, product: ProductServer
) -> None:
    async with opened_page(browser, product.url, viewport=WIDE, locale="en") as page:
        await _home_of(page, "customer12", "limits")
        choice = _card(page, "limits").locator("select").last
        before = await choice.input_value()
        lower = await choice.locator("option").nth(1).get_attribute("value")
        await choice.select_option(lower)
        await expect(choice).to_be_enabled()
        await _again(page)
        await expect(choice).to_have_value(str(lower))
        body = {"tile": "limits", "name": "cash_day", "item": before}
        await page.evaluate(
            "d => document.querySelector('[data-kind=limits]')"
            ".dispatchEvent(new CustomEvent('companion:deed', {detail: d, bubbles: true}))",
            body,
        )
        await expect(page.locator(".message")).to_contain_text("A limit is raised with")
        await expect(choice).to_have_value(str(lower))


async def test_a_goal_is_begun_and_stays_and_is_given_up(
    browser: Browser, product: ProductServer
) -> None:
    async with opened_page(browser, product.url, viewport=WIDE, locale="en") as page:
        await _home_of(page, "customer12", "goals")
        goals = "/api/v1/customers/me/goals"
        kept = len((await (await page.request.get(goals)).json())["goals"])
        card = _card(page, "goals")
        await card.locator("select").last.select_option(index=1)
        await expect(card.get_by_role("button", name="Give up")).to_have_count(kept + 1)
        await _again(page)
        await expect(card.get_by_role("button", name="Give up")).to_have_count(kept + 1)


async def test_a_watched_product_stays_on_the_list_until_it_is_let_go(
    browser: Browser, product: ProductServer
) -> None:
    async with opened_page(browser, product.url, viewport=WIDE, locale="en") as page:
        await _home_of(page, "customer11", "watch_list", "balances")
        card = _card(page, "watch_list")
        choice = card.locator("select").first
        wanted = choice.locator("option").nth(1)
        name = (await wanted.text_content() or "").strip()
        await choice.select_option(await wanted.get_attribute("value"))
        await expect(card.locator("li", has_text=name).first).to_be_visible()
        await _again(page)
        row = card.locator("li", has_text=name).first
        await row.get_by_role("button", name="Stop watching").click()
        await expect(card.locator("li", has_text=name)).to_have_count(0)


async def test_a_message_about_a_product_waits_on_the_desk_with_its_decision(
    browser: Browser, product: ProductServer
) -> None:
    async with opened_page(browser, product.url, viewport=WIDE, locale="en") as page:
        await _home_of(page, "customer2", "products")
        await page.locator('[data-kind="products"] a[href*="/products/"]').first.click()
        await page.click('[data-ask="product"]')
        await expect(page.locator("#about")).to_contain_text("About:")
        decision = page.url.partition("&d=")[2]
        assert decision
        text = f"Is this for me? {new_id()}"
        await page.fill("#message", text)
        await page.get_by_role("button", name="Send").click()
        said = page.locator(".saying.own", has_text=text)
        await expect(said.locator(f'[data-decision="{decision}"]')).to_contain_text("About:")
    async with opened_page(browser, product.url, viewport=WIDE, locale="en") as desk:
        await _signed_in(desk, "rm2")
        await desk.goto("/desk")
        waiting = desk.locator(f'#waiting [data-decision="{decision}"]', has_text=text)
        await expect(waiting).to_contain_text(decision)
        await waiting.click()
        await expect(desk.locator("#thread")).to_contain_text(text)


async def test_the_banks_home_is_proposed_by_one_and_published_after_another_approved(
    browser: Browser, product: ProductServer
) -> None:
    path = "/bank-homes?segment=young"
    async with (
        opened_page(browser, product.url, viewport=WIDE, locale="en") as writer,
        opened_page(browser, product.url, viewport=WIDE, locale="en") as checker,
    ):
        await _signed_in(writer, "marketer1")
        await _signed_in(checker, "reviewer1")
        await writer.goto(path)
        home = writer.locator("#bank-home")
        await writer.select_option("#add-card", "gold")
        await expect(home.locator('[data-card="gold"]')).to_be_visible()
        await writer.click("#save")
        await writer.click("#submit")
        await expect(home).to_have_attribute("data-state", "review")
        await expect(writer.locator("#approve")).to_have_count(0)
        await checker.goto(path)
        await checker.click("#approve")
        await expect(checker.locator("#bank-home")).to_have_attribute("data-state", "approved")
        await writer.reload()
        await writer.click("#publish")
        await expect(home).to_have_attribute("data-live", "yes")


async def test_an_arrangement_goes_from_one_home_to_another_as_a_file(
    browser: Browser, product: ProductServer
) -> None:
    async with opened_page(browser, product.url, viewport=WIDE, locale="en") as giver:
        await _home_of(giver, "customer11", "balances", "gold")
        file = await (await giver.request.get(f"{LAYOUT}/template")).body()
    async with opened_page(browser, product.url, viewport=WIDE, locale="en") as taker:
        await _home_of(taker, "customer12", "balances", "dues")
        await taker.click("#open-arrangements")
        await taker.get_by_role("button", name="From a file").wait_for()
        field = taker.locator('input[type="file"]')
        bad = {"name": "x.json", "mimeType": "application/json", "buffer": b"{}"}
        await field.set_input_files(bad)  # type: ignore[arg-type]  # a dict is a FilePayload
        await expect(taker.locator("#share-fault")).to_contain_text("holds no arrangement")
        good = bad | {"buffer": json.dumps(json.loads(file)).encode()}
        await field.set_input_files(good)  # type: ignore[arg-type]  # likewise
        await expect(taker.locator('[data-kind="gold"]')).to_have_count(1)


async def test_a_first_run_is_invited_to_goals_once(
    browser: Browser, product: ProductServer
) -> None:
    async with opened_page(browser, product.url, viewport=WIDE, locale="en") as page:
        await _signed_in(page, "customer7")
        await page.goto("/")
        invitation = page.locator("#invitation")
        await expect(invitation.locator('a[href="/welcome"]')).to_be_visible()
        await invitation.get_by_role("button", name="Not now").click()
        await expect(invitation).to_have_count(0)
        await _again(page)
        await asyncio.sleep(1)
        await expect(invitation).to_have_count(0)
