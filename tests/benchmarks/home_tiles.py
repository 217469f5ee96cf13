"""How long a home's tiles take on the server: the quick ones, and all of them, at 20 and at 50."""

import statistics
import time

import httpx

from tests.benchmarks._home import LAYOUT, layout
from tests.support.product import ProductServer

ROUNDS = 15
HOME = "/api/v1/customers/me/home"
LINES = {"Accept": "application/x-ndjson"}
TARGETS = {"whole_20_ms": 400, "whole_50_ms": 900, "first_20_ms": 250, "first_50_ms": 350}
Figures = dict[str, float]


async def measure(product: ProductServer) -> Figures:
    """Ask for the home over and over; the figures are medians, signed in, one customer."""
    async with httpx.AsyncClient(base_url=product.url, timeout=60) as client:
        who = {"account": "customer1", "password": "demo"}
        (await client.post("/api/v1/session", json=who)).raise_for_status()
        figures: Figures = {}
        for tiles in (20, 50):
            figures |= await _measured(client, tiles)
    return figures


async def _measured(client: httpx.AsyncClient, tiles: int) -> Figures:
    put = await client.put(LAYOUT, json=layout(tiles), headers={"If-Match": "*"})
    put.raise_for_status()
    await _whole(client)
    whole = [await _whole(client) for _ in range(ROUNDS)]
    first = [await _first(client) for _ in range(ROUNDS)]
    return {
        f"whole_{tiles}_ms": round(statistics.median(whole), 1),
        f"first_{tiles}_ms": round(statistics.median(first), 1),
    }


async def _whole(client: httpx.AsyncClient) -> float:
    began = time.perf_counter()
    (await client.get(HOME)).raise_for_status()
    return (time.perf_counter() - began) * 1000


async def _first(client: httpx.AsyncClient) -> float:
    """Measure until the layout and the quick tiles are here."""
    began = time.perf_counter()
    async with client.stream("GET", HOME, headers=LINES) as answer:
        answer.raise_for_status()
        await anext(answer.aiter_lines())
        return (time.perf_counter() - began) * 1000
