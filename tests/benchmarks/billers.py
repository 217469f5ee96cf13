"""Searching all billers of the demo: Chinese, pinyin, initials, English, and nothing at all."""

import tempfile
import time
from pathlib import Path
from statistics import median

from dashboard import schema
from dashboard.life.billers.tables import BillerRow
from dashboard.life.demo import town
from dashboard.settings import Mode, Settings
from dashboard.wiring import Root
from recommender.bulk import add_rows
from recommender.ports import SYSTEM_ACTOR

TARGETS = {"p95_ms": 100, "slowest_ms": 300}
FLOORS = {"billers": 6_300}
QUERIES = ("", "水", "上海电费", "hangzhou", "hzzls", "sh", "water", "Xi'an power", "没有这个")
ROUNDS = 20


async def measure() -> dict[str, float | int | str]:
    """Search on a database with nothing but the billers in it."""
    with tempfile.TemporaryDirectory() as folder:
        root = Root(Settings(data_dir=Path(folder), mode=Mode.DEMO))
        await schema.bring_up(root.database)
        async with root.writing() as app:
            await add_rows(app.session, BillerRow, list(town.billers()))
        took = sorted([await _search(root, query) for _ in range(ROUNDS) for query in QUERIES])
        async with root.reading() as app:
            known = (await app.life.billers.search(SYSTEM_ACTOR, "")).known
        await root.stop()
    return {
        "billers": known,
        "median_ms": round(median(took), 1),
        "p95_ms": round(took[int(len(took) * 0.95)], 1),
        "slowest_ms": round(took[-1], 1),
    }


async def _search(root: Root, query: str) -> float:
    began = time.perf_counter()
    async with root.reading() as app:
        await app.life.billers.search(SYSTEM_ACTOR, query)
    return (time.perf_counter() - began) * 1000
