"""From the bank's report of an odd transfer to the alert on the customer's open home."""

import asyncio
import statistics
import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
from playwright.async_api import Page

from recommender.database import new_id
from tests.support.browser import launched, opened_page
from tests.support.product import ProductServer

ROUNDS = 10
CUSTOMER, ACCOUNT = "c0004", "customer4"
SHOWN = "[data-alert]"
TARGETS = {"median_ms": 1000, "slowest_ms": 2000}


async def measure(product: ProductServer) -> dict[str, float]:
    """Report odd transfers; each is confirmed on the page before the next."""
    key = product.key("transfers:write")
    async with (
        launched(product.data_dir.parent) as browser,
        opened_page(browser, product.url) as page,
        httpx.AsyncClient(base_url=product.url, headers=key, timeout=30) as bank,
    ):
        await _open_home(page)
        taken = [await _one(page, bank) for _ in range(ROUNDS)]
    return {
        "median_ms": round(statistics.median(taken), 1),
        "slowest_ms": round(max(taken), 1),
    }


async def _open_home(page: Page) -> None:
    who = {"account": ACCOUNT, "password": "demo"}
    await page.request.post("/api/v1/session", data=who)
    await page.goto("/")
    await page.wait_for_selector('[data-tile]:not([data-state="loading"])')
    await asyncio.sleep(2)


async def _one(page: Page, bank: httpx.AsyncClient) -> float:
    report = {
        "transfer_id": new_id(),
        "customer_id": CUSTOMER,
        "payee_id": f"payee-{new_id()[:18]}",
        "payee": {"en": "Stranger"},
        "amount_minor": 600_000,
        "at": _last_night(),
    }
    began = time.perf_counter()
    (await bank.post("/api/v1/transfers", json=report)).raise_for_status()
    await page.wait_for_selector(SHOWN)
    taken = (time.perf_counter() - began) * 1000
    await page.locator(f"{SHOWN} button").first.click()
    await page.wait_for_selector(SHOWN, state="detached")
    return taken


def _last_night() -> str:
    """Return three o'clock of the last night: to somebody new that is odd at any amount."""
    now = datetime.now(ZoneInfo("Asia/Shanghai"))
    night = now.replace(hour=3, minute=0, second=0, microsecond=0)
    return (night if night < now else night - timedelta(days=1)).isoformat()
