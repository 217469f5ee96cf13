"""A card on its way: written, checked, approved, published, found by its readers, counted."""

import asyncio
import base64
import re
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.support.browser import opened_page
from tests.support.product import ProductServer

pytestmark = pytest.mark.browser

PRODUCT = "deposit-1y"
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
INSIDE, OUTSIDE = "customer1", ("customer5", "customer7", "customer8")
"""Affluent with a valid C4; the others: an expired assessment, C3, another segment."""


@asynccontextmanager
async def person(
    browser: Browser, product: ProductServer, account: str | None, **options: object
) -> AsyncIterator[Page]:
    """Give a page of somebody who is signed in."""
    async with opened_page(browser, product.url, **options) as page:
        if account:
            answer = await page.request.post(
                "/api/v1/session", data={"account": account, "password": "demo"}
            )
            assert answer.ok, await answer.text()
        yield page


async def eventually(
    look: Callable[[], Awaitable[Any]], wanted: Callable[[Any], bool], seconds: int = 10
) -> Any:
    """Look again until what is wanted is there."""
    for _ in range(seconds * 4):
        found = await look()
        if wanted(found):
            return found
        await asyncio.sleep(0.25)
    raise AssertionError(f"Not within {seconds} s; last seen: {found}")


async def written(page: Page, title: str, *, open_to_all: bool = False) -> str:
    """Write a card in the studio and return its id."""
    await page.goto("/studio/cards/new")
    await page.wait_for_selector("#editor .editor-form")
    for language, words in (("中文", "中文 "), ("English", "")):
        await page.get_by_role("button", name=language, exact=True).first.click()
        await expect(page.locator("#title")).to_have_attribute(
            "lang", "en" if words == "" else "zh-Hans"
        )
        await page.fill("#title", f"{words}{title}")
        await page.fill("#summary", f"{words}Summary of {title}")
        await page.fill(
            "#body", f"{words}## First\n\nA **bold** word about {title}.\n\n- one\n- two"
        )
        await page.locator("#body").blur()
    await page.fill("#product-search", PRODUCT)
    await page.locator("li .btn.wide").first.click()
    if not open_to_all:
        await page.get_by_role("button", name="Affluent", exact=True).click()
        await page.get_by_role("button", name="C4", exact=True).click()
    await expect(page.locator("#submit")).to_be_enabled()
    await page.click("#save")
    await page.wait_for_selector('#editor[data-dirty="no"]:not([data-card=""])')
    card = await page.get_attribute("#editor", "data-card")
    assert card
    return card


async def go_live(browser: Browser, product: ProductServer, card: str) -> None:
    """Submit, approve and publish by the buttons that people have."""
    async with person(browser, product, "marketer1") as page:
        await page.goto(f"/studio/cards/{card}")
        await page.click("#submit")
        await page.wait_for_selector('[data-stage="review"][data-state="here"]')
    async with person(browser, product, "reviewer1") as page:
        await page.goto(f"/studio/cards/{card}")
        await page.click("#approve")
        await page.wait_for_selector('[data-stage="approved"][data-state="here"]')
    async with person(browser, product, "marketer1") as page:
        await page.goto(f"/studio/cards/{card}")
        await page.click("#publish")
        await page.wait_for_selector('[data-stage="live"][data-state="here"]')


def a_title() -> str:
    return f"Notes {uuid.uuid4().hex[:8]}"


async def test_a_card_reaches_its_audience_and_nobody_else(
    browser: Browser, product: ProductServer
) -> None:
    title = a_title()
    async with person(browser, product, "marketer1") as page:
        card = await written(page, title)
    async with person(browser, product, INSIDE) as page:
        assert (await page.request.get(f"/api/v1/cards/{card}/read")).status == 404
        await go_live(browser, product, card)

        async def listed() -> list[str]:
            answer = await page.request.get(
                "/api/v1/customers/me/recommendations?kinds=content&limit=100&lang=en"
            )
            return [one["id"] for one in (await answer.json())["items"]]

        await eventually(listed, lambda ids: card in ids)
        await page.goto(f"/read/{card}")
        await expect(page.locator("#article h1")).to_have_text(title)
        await expect(page.locator("#article strong")).to_have_text("bold")
        await expect(page.locator("#linked")).to_be_visible()
    for account in (*OUTSIDE, None):
        async with person(browser, product, account) as page:
            await page.goto(f"/read/{card}")
            await page.wait_for_selector(".empty")
            assert title not in await page.content()
            await page.goto("/discover")
            await page.wait_for_selector("#feed")
            assert title not in await page.content()


async def test_the_author_is_not_offered_to_approve(
    browser: Browser, product: ProductServer
) -> None:
    async with person(browser, product, "marketer1") as page:
        card = await written(page, a_title(), open_to_all=True)
        await page.click("#submit")
        await page.wait_for_selector('[data-stage="review"][data-state="here"]')
        assert await page.locator("#approve").count() == 0
        tag = await page.get_attribute("#editor", "data-hash")
        refused = await page.request.post(
            f"/api/v1/cards/{card}/approve", data={"content_hash": tag}
        )
        assert refused.status == 403


async def test_a_reviewer_who_edits_must_leave_the_approval_to_others(
    browser: Browser, product: ProductServer
) -> None:
    async with person(browser, product, "marketer1") as page:
        card = await written(page, a_title(), open_to_all=True)
        await page.click("#submit")
        await page.wait_for_selector('[data-stage="review"][data-state="here"]')
    async with person(browser, product, "reviewer1") as page:
        await page.goto(f"/studio/cards/{card}")
        await page.click("#edit")
        await page.fill("#summary", "The reviewer's own words")
        await page.locator("#summary").blur()
        await page.click("#submit")
        await page.wait_for_selector('[data-stage="review"][data-state="here"]')
        await expect(page.locator("#approve")).to_be_disabled()


async def test_a_blocked_word_stops_the_card_and_cites_the_rule(
    browser: Browser, product: ProductServer
) -> None:
    async with person(browser, product, "marketer1") as page:
        await written(page, a_title(), open_to_all=True)
        await page.fill("#title", "A guaranteed return")
        await page.locator("#title").blur()
        finding = page.locator('#checks [data-severity="severe"]')
        await expect(finding).to_contain_text("2017/565")
        await expect(page.locator("#submit")).to_be_disabled()


async def test_the_preview_shows_what_is_typed_as_readers_will_see_it(
    browser: Browser, product: ProductServer
) -> None:
    async with person(browser, product, "marketer1") as page:
        title = a_title()
        await written(page, title, open_to_all=True)
        await page.locator(".preview-switches").get_by_text("En", exact=True).click()
        preview = page.locator("#preview")
        await expect(preview.locator("h1")).to_have_text(title)
        await expect(preview.locator(".prose h2")).to_have_text("First")
        await expect(preview.locator(".prose li")).to_have_count(2)
        await page.locator(".preview-switches").get_by_text("Dark", exact=True).click()
        await expect(preview).to_have_class(re.compile(r"\bdark\b"))
        light = await page.evaluate("getComputedStyle(document.body).backgroundColor")
        dark = await preview.evaluate("one => getComputedStyle(one).backgroundColor")
        assert light != dark


async def test_impressions_and_reads_are_counted_once_each(
    browser: Browser, product: ProductServer
) -> None:
    async with person(browser, product, "marketer1") as page:
        card = await written(page, a_title(), open_to_all=True)
    await go_live(browser, product, card)
    async with person(browser, product, None) as page:
        tile = page.locator(f'a[href*="/read/{card}"]')

        async def on_show() -> bool:
            await page.goto("/discover")
            await page.wait_for_selector("#feed")
            return await tile.is_visible()

        # A process looks for new cards once a second.
        assert await eventually(on_show, lambda found: found)
        await tile.scroll_into_view_if_needed()
        await page.wait_for_timeout(1800)
        await page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        await page.wait_for_timeout(300)
        await tile.scroll_into_view_if_needed()
        await page.wait_for_timeout(1800)
        await tile.click()
        await page.wait_for_selector('#article[data-told="read"]', timeout=9000)
        await page.goto("/discover")
        await page.wait_for_selector("#feed")
    async with person(browser, product, "marketer1") as page:

        async def counted() -> dict[str, int]:
            answer = await page.request.get(f"/api/v1/cards/{card}/results")
            total: dict[str, int] = (await answer.json())["total"]
            return total

        total = await eventually(counted, lambda found: found["reads"] == 1)
        names = ("impressions", "unique", "clicks", "views", "reads")
        assert {name: total[name] for name in names} == dict.fromkeys(names, 1)


async def test_an_unsaved_live_edit_leaves_the_live_version_alone(
    browser: Browser, product: ProductServer
) -> None:
    title = a_title()
    async with person(browser, product, "marketer1") as page:
        card = await written(page, title, open_to_all=True)
        await go_live(browser, product, card)
        await page.goto(f"/studio/cards/{card}")
        await page.get_by_role("button", name="English", exact=True).first.click()
        await page.fill("#title", "Something else entirely")
        await page.locator("#title").blur()
        await page.click("#save")
        await page.wait_for_selector('#editor[data-dirty="no"]')
        await expect(page.locator(".editor-head")).to_contain_text("Version 1 is live")
        await page.get_by_role("button", name="Compare version 1 with the newest").click()
        await expect(page.locator("#differences")).to_contain_text("Something else entirely")
    async with person(browser, product, None) as page:
        await page.goto(f"/read/{card}")
        await expect(page.locator("#article h1")).to_have_text(title)


async def test_a_withdrawn_card_is_gone_for_its_readers(
    browser: Browser, product: ProductServer
) -> None:
    async with person(browser, product, "marketer1") as page:
        card = await written(page, a_title(), open_to_all=True)
        await go_live(browser, product, card)
        async with person(browser, product, None) as reader:
            await reader.goto("/discover")  # The first page makes somebody a known visitor.

            async def answered() -> int:
                return (await reader.request.get(f"/api/v1/cards/{card}/read")).status

            await eventually(answered, lambda status: status == 200)
            await reader.goto(f"/read/{card}")
            await reader.wait_for_selector("#article", timeout=30_000)
            await page.goto(f"/studio/cards/{card}")
            await page.click("#withdraw")
            await page.wait_for_selector('.editor-head [data-status="withdrawn"]')
            await eventually(answered, lambda status: status == 404)


async def test_a_product_above_capacity_shows_facts_and_no_action(
    browser: Browser, product: ProductServer
) -> None:
    async with person(browser, product, "customer4") as page:
        answer = await page.request.get("/api/v1/customers/me/recommendations?kinds=product")
        assert answer.ok
        await page.goto("/products/fund-pure-bond")
        await page.wait_for_selector('[data-fit="suitability"]')
        await expect(page.locator("#terms")).to_be_visible()
        assert await page.locator("#interested").count() == 0
    async with person(browser, product, INSIDE) as page:
        await page.goto("/products/fund-pure-bond")
        await page.wait_for_selector("#interested")


async def test_a_dismissed_card_leaves_the_feed_and_stays_away(
    browser: Browser, product: ProductServer
) -> None:
    async with person(browser, product, "customer9") as page:
        await page.goto("/discover")
        first = page.locator("#feed .picture-card").first
        title = await first.locator("h3").inner_text()
        await first.locator("button.over").click()
        await expect(page.locator("#feed h3", has_text=title)).to_have_count(0)
        await page.reload()
        await page.wait_for_selector("#feed")
        await expect(page.locator("#feed h3", has_text=title)).to_have_count(0)


async def test_the_reader_says_why_from_the_decision_that_the_link_names(
    browser: Browser, product: ProductServer
) -> None:
    async with person(browser, product, INSIDE) as page:
        await page.goto("/discover")
        decision = await page.get_attribute("#feed", "data-decision")
        await page.locator("#feed .picture-card h3 a").first.click()
        await page.wait_for_selector("#article")
        assert decision
        await expect(page.locator("#why")).to_have_attribute("data-decision", decision)
        address = page.url
    async with person(browser, product, "customer8") as page:
        await page.goto(address)
        await page.wait_for_selector("#article")
        assert await page.locator("#why").count() == 0


async def test_an_uploaded_picture_is_shown_in_the_preview(
    browser: Browser, product: ProductServer
) -> None:
    async with person(browser, product, "marketer1") as page:
        await page.goto("/studio/cards/new")
        await page.wait_for_selector("#editor .editor-form")
        chooser = page.locator('input[type="file"]')
        await chooser.set_input_files({"name": "x.svg", "mimeType": "", "buffer": b"<svg/>"})
        await expect(page.locator(".problem")).to_contain_text("PNG")
        pixel = base64.b64decode(PIXEL)
        await chooser.set_input_files({"name": "x.png", "mimeType": "", "buffer": pixel})
        picture = page.locator("#preview img")
        await expect(picture).to_have_attribute("src", re.compile(r"^/api/v1/media/[0-9a-f]{32}"))
        assert await picture.evaluate("one => one.decode().then(() => one.naturalWidth)") == 1
