"""The whole line in a browser: drafted, approved, read, ranked higher, followed up, inquired."""

import asyncio
import random
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from dashboard.parts.studio.words import SEGMENTS
from tests.support.browser import opened_page, signed_in
from tests.support.product import ProductServer
from tests.support.story import (
    asked,
    facts_of,
    in_time,
    item_of,
    rank_of,
    recommended,
    somebody,
)

pytestmark = pytest.mark.browser

READERS = ("customer1", "customer8", "customer9", "customer11")
ADVISERS = ("rm1", "rm2", "rm3")
NARROW = 0.4
"""A gap to the next better product that two readings close for certain."""
READ_MS = 9_000
FOUND = 200


@dataclass
class Story:
    """What this run made up, and what it has learnt on the way."""

    reader: str
    customer_id: str
    adviser: str
    segment: str
    capacity: int
    product_id: str
    product_title: str
    title: str
    before: dict[str, Any]
    model: str
    card: str = ""
    decision: str = ""


def _invented(url: str) -> Story:
    """Choose a customer and a product of theirs by chance, and make up a title."""
    reader = random.choice(READERS)
    with somebody(url, reader) as client:
        customer_id = asked(client, "/api/v1/session")["customer_id"]
        facts, before = facts_of(client), recommended(client, "product")
    product = random.choice(_candidates(before, facts["held"]))
    return Story(
        reader=reader,
        customer_id=customer_id,
        adviser=_adviser_of(url, customer_id),
        segment=facts["segment"],
        capacity=facts["capacity"],
        product_id=product["id"],
        product_title=product["title"],
        title=f"The quiet side of {uuid.uuid4().hex[:8]}",
        before=before,
        model=_serving(url),
    )


def _candidates(answer: dict[str, Any], held: list[str]) -> list[dict[str, Any]]:
    """Return products just below a better one, wanted for other reasons than reading so far."""
    items = answer["items"]
    found = [
        one
        for better, one in pairwise(items[1:10])
        if better["score"] - one["score"] < NARROW
        and one["id"] not in held
        and one["parts"]["collaborative"] > 0
        and not one["parts"]["link"]
    ]
    return found or [one for one in items[2:10] if one["id"] not in held]


def _adviser_of(url: str, customer_id: str) -> str:
    path = f"/api/v1/customers/{customer_id}/recommendations"
    for adviser in ADVISERS:
        with somebody(url, adviser) as client:
            if client.get(path, params={"kinds": "product"}).status_code == FOUND:
                return adviser
    raise AssertionError(f"Nobody advises {customer_id}.")


def _serving(url: str) -> str:
    with somebody(url, "operator1") as client:
        return str(asked(client, "/api/v1/models")["active"])


@asynccontextmanager
async def _page_of(
    browser: Browser, product: ProductServer, account: str, path: str
) -> AsyncIterator[Page]:
    async with opened_page(browser, product.url) as page:
        yield await signed_in(page, account, path=path)


async def _draft(page: Page, story: Story) -> None:
    """Write the card in both languages, link the product, choose the audience, submit."""
    await page.wait_for_selector("#editor .editor-form")
    for button, language, prefix in (("中文", "zh-Hans", "中文 "), ("English", "en", "")):
        await page.get_by_role("button", name=button, exact=True).first.click()
        await expect(page.locator("#title")).to_have_attribute("lang", language)
        await page.fill("#title", f"{prefix}{story.title}")
        await page.fill("#summary", f"{prefix}What {story.title} means for savings")
        await page.fill("#body", f"{prefix}## Why\n\nA **calm** look at {story.title}.")
        await page.locator("#body").blur()
    await page.fill("#product-search", story.product_id)
    await page.locator("li .btn.wide", has_text=story.product_title).first.click()
    await expect(page.locator("fieldset")).to_contain_text(story.product_title)
    name = SEGMENTS[story.segment]
    await page.get_by_role("button", name=name, exact=True).click()
    await page.get_by_role("button", name=f"C{story.capacity}", exact=True).click()
    await _disclose(page)
    await expect(page.locator("#preview h1")).to_contain_text(story.title)
    await page.click("#submit")
    await page.wait_for_selector('[data-stage="review"][data-state="here"]')
    story.card = await page.get_attribute("#editor", "data-card") or ""
    assert story.card


async def _disclose(page: Page) -> None:
    """Add the disclosure where the linked product's grade asks for it."""
    button = page.get_by_role("button", name="Add the disclosure")
    enabled = page.locator("#submit:not([disabled])")
    await expect(button.or_(enabled).first).to_be_visible()
    if await button.count():
        await button.first.click()
    await expect(page.locator("#submit")).to_be_enabled()


async def _approve(page: Page) -> None:
    await page.wait_for_selector('[data-stage="review"][data-state="here"]')
    await page.click("#approve")
    await page.wait_for_selector('[data-stage="approved"][data-state="here"]')


async def _publish(page: Page) -> None:
    await page.wait_for_selector('[data-stage="approved"][data-state="here"]')
    await page.click("#publish")
    await page.wait_for_selector('[data-stage="live"][data-state="here"]')


async def _products_on(page: Page) -> list[str]:
    """Return the products that the page lists, in its order."""
    await page.wait_for_selector("#products li")
    links = "all => all.map(one => one.getAttribute('href').split('?')[0].split('/').pop())"
    found: list[str] = await page.eval_on_selector_all("#products a[href*='/products/']", links)
    return found


async def _read(page: Page, story: Story) -> None:
    """Find the card on the page of discoveries, open it and stay for five seconds."""
    await page.goto("/discover")
    await page.locator("#feed a", has_text=story.title).first.click(timeout=READ_MS)
    await expect(page.locator("#article h1")).to_have_text(story.title)
    await expect(page.locator("#linked")).to_contain_text(story.product_title)
    await page.wait_for_selector('#article[data-told="read"]', timeout=READ_MS)


def _told_why(client: httpx.Client, story: Story) -> dict[str, Any]:
    """Return the answer in which the two readings are a reason, within ten seconds."""
    answer: dict[str, Any] = in_time(
        lambda: recommended(client, "product"),
        lambda found: _reading(item_of(found, story.product_id), story.card).get("times") == 2,
    )
    return answer


def _reading(item: dict[str, Any], card: str) -> dict[str, Any]:
    """Return the parameters of the reason whose evidence is the card."""
    for one in item["reasons"]:
        if card in [named["id"] for named in one["evidence"]]:
            assert one["part"] == "link"
            return dict(one["params"])
    return {}


def _check_higher(story: Story, after: dict[str, Any]) -> None:
    """Hold the answer after the readings against the one before."""
    old, new = (item_of(one, story.product_id) for one in (story.before, after))
    assert rank_of(after, story.product_id) < rank_of(story.before, story.product_id)
    assert new["score"] > old["score"]
    assert new["parts"]["collaborative"] != 0
    assert new["parts"]["link"] > old["parts"].get("link", 0)
    assert sum(new["parts"].values()) == pytest.approx(new["score"], abs=1e-4)
    assert sum(one["value"] for one in new["reasons"]) == pytest.approx(new["score"], abs=1e-4)
    assert sum(one["share"] for one in new["reasons"]) == pytest.approx(1, abs=1e-6)
    assert {"collaborative", "link"} <= {one["part"] for one in new["reasons"]}
    assert story.title in new["why"] + "".join(one["text"] for one in new["reasons"])


async def _follow_up(page: Page, story: Story) -> None:
    """Open the follow-up that names the customer, read it, and write down what became of it."""
    row = page.locator(f'[data-customer="{story.customer_id}"]', has_text=story.product_title)
    await row.click()
    await expect(row).to_have_attribute("aria-current", "true")
    opened = page.locator("#followup")
    await expect(opened).to_contain_text(story.title)
    await expect(opened.locator(f'[data-offered="{story.product_id}"]')).to_be_visible()
    story.decision = await opened.get_attribute("data-decision") or ""
    number = await row.get_attribute("data-followup")
    await opened.locator('[data-outcome="not_reached"]').click()
    await page.wait_for_selector(f'#desk[data-settled="{number}"]')
    await expect(row).to_have_count(0)


async def _inquire(page: Page, story: Story) -> None:
    """Open the follow-up's decision by its id and make it again."""
    await page.fill("#wanted", story.decision)
    await page.click("#inquiry-search button[type=submit]")
    await page.wait_for_selector(f'#decision[data-decision="{story.decision}"]')
    shown = page.locator(f'#decision [data-item="{story.product_id}"]')
    await expect(shown.locator('[data-part="link"]', has_text=story.title)).to_be_visible()
    await expect(page.locator("#decision")).to_contain_text(story.customer_id)
    await page.click("#replay")
    await expect(page.locator("#replay-result .chip.good")).to_be_visible()


async def test_a_card_runs_from_a_draft_to_the_inquiry(
    browser: Browser, product: ProductServer
) -> None:
    story = await asyncio.to_thread(_invented, product.url)
    async with _page_of(browser, product, "marketer1", "/studio/cards/new") as page:
        await _draft(page, story)
        async with _page_of(browser, product, "reviewer1", f"/studio/cards/{story.card}") as other:
            await _approve(other)
        await page.reload()
        await _publish(page)
    async with _page_of(browser, product, story.reader, "/discover") as page:
        before = await _products_on(page)
        await _read(page, story)
        await _read(page, story)
        await asyncio.to_thread(_prove_reading, product.url, story)
        await page.goto("/discover")
        shown = [*await _products_on(page), story.product_id]
        assert shown.index(story.product_id) < [*before, story.product_id].index(story.product_id)
    async with _page_of(browser, product, story.adviser, "/desk") as page:
        await _follow_up(page, story)
    async with _page_of(browser, product, "compliance1", "/inquiry") as page:
        await _inquire(page, story)


def _prove_reading(url: str, story: Story) -> None:
    """The readings raise the product, by the model that served before, and can be replayed."""
    with somebody(url, story.reader) as client:
        after = _told_why(client, story)
    _check_higher(story, after)
    assert _serving(url) == story.model
    with somebody(url, "compliance1") as officer:
        replay = officer.post(f"/api/v1/decisions/{after['decision_id']}/replay").json()
    assert replay["equal"], replay["differences"]
