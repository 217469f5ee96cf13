"""What four bad providers on a home cost the other cards: nothing that can be told.

One hangs, one crashes, one sends ten megabytes, one sends markup. The other cards are told over
the same stream of lines as to the page; what counts is when the last of them is there.
"""

import asyncio
import json
import statistics
import time
from contextlib import AsyncExitStack

from tests.support import outside
from tests.support.product import ProductServer
from tests.support.third_parties import place, register, session

ROUNDS = 15
HOME = "/api/v1/customers/me/home?lang=en"
LINES = {"Accept": "application/x-ndjson"}
ACTS = (outside.hanging, outside.crashing, outside.flooding, outside.malicious)
TARGETS = {"extra_ms": 60, "with_bad_ms": 700}


async def measure(product: ProductServer) -> dict[str, float]:
    """Load a home before and after it holds four bad cards; the figures are medians."""
    alone = await asyncio.to_thread(_median, product)
    async with AsyncExitStack() as running:
        kinds = []
        for number, (port, act) in enumerate(zip(product.outside, ACTS, strict=False)):
            made = await running.enter_async_context(outside.provider(act, port))
            told = outside.manifest(made, provider=f"bench{number}")
            kinds.append(await asyncio.to_thread(register, product, told))
        await asyncio.to_thread(place, product, "customer9", kinds)
        crowded = await asyncio.to_thread(_median, product)
    return {
        "alone_ms": round(alone, 1),
        "with_bad_ms": round(crowded, 1),
        "extra_ms": round(max(0.0, crowded - alone), 1),
    }


def _median(product: ProductServer) -> float:
    return statistics.median(_last_of_ours(product) for _ in range(ROUNDS))


def _last_of_ours(product: ProductServer) -> float:
    """Return after how many milliseconds the last card of the bank's own was told."""
    with session(product, "customer9") as customer:
        began = time.perf_counter()
        with customer.stream("GET", HOME, headers=LINES) as answer:
            lines = answer.iter_lines()
            waiting = _waiting(json.loads(next(lines)))
            while waiting:
                waiting.discard(json.loads(next(lines))["id"])
            return (time.perf_counter() - began) * 1000


def _waiting(home: dict[str, list[dict[str, str]]]) -> set[str]:
    """Return the bank's own cards that are not in the first line."""
    ours = [one for one in home["tiles"] if not one["kind"].startswith("x_")]
    return {one["id"] for one in ours if one["state"] == "loading"}
