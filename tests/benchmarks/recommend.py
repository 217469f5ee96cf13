"""Recommendations one after another, each recorded before it is answered; and their replay."""

import tempfile
import time
from pathlib import Path
from statistics import quantiles

from sqlalchemy import func, select

from dashboard.settings import Mode, Settings
from dashboard.wiring import Root
from recommender.decisions.tables import DecisionRow
from recommender.ports import SYSTEM_ACTOR
from tests.support.banks import NOW
from tests.support.databases import SQLITE, create_schema
from tests.support.engine import bank, fill_bank, serve

TARGETS = {"p50_ms": 15.0, "p95_ms": 40.0, "cpu_p50_ms": 12.0, "record_bytes": 2048.0}
KINDS = ("product", "content")


async def measure() -> dict[str, float | int | str]:
    """Return times per call in one process, commits included, and the size of a record."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        await create_schema(SQLITE.format(path / "companion.db"))
        root = Root(Settings(data_dir=path, mode=Mode.DEMO, now=NOW))
        try:
            await fill_bank(root, bank().customers, bank().customers)
            await serve(root)
            return await _figures(root)
        finally:
            await root.stop()


async def _figures(root: Root) -> dict[str, float | int | str]:
    ids, times, busy, replays = [], [], [], []
    for customer_id in bank().customers:
        began, worked = time.perf_counter(), time.process_time()
        async with root.reading() as app:
            answer = await app.recommend.recommend(
                SYSTEM_ACTOR, customer_id, KINDS, "home", 10, "en"
            )
        times.append(time.perf_counter() - began)
        busy.append(time.process_time() - worked)
        ids.append(answer.decision_id)
    for decision_id in ids[::10]:
        began = time.perf_counter()
        async with root.reading() as app:
            assert (await app.decisions.replay(SYSTEM_ACTOR, decision_id)).equal
        replays.append(time.perf_counter() - began)
    async with root.reading() as app:
        size = await app.session.scalar(select(func.avg(func.length(DecisionRow.body))))
    return {
        "calls": len(times),
        "p50_ms": _percentile(times, 50),
        "p95_ms": _percentile(times, 95),
        "cpu_p50_ms": _percentile(busy, 50),
        "replay_p50_ms": _percentile(replays, 50),
        "record_bytes": round(float(size or 0)),
    }


def _percentile(seconds: list[float], percent: int) -> float:
    return round(quantiles(seconds, n=100)[percent - 1] * 1000, 2)
