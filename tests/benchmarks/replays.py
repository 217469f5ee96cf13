"""Ten thousand decisions replayed: before and after an erasure, a new model, a new catalogue."""

import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import func, select

from dashboard.settings import Mode, Settings
from dashboard.wiring import Root
from recommender.decisions.model import Replay
from recommender.decisions.tables import DecisionRow
from recommender.errors import NotFound
from recommender.ports import SYSTEM_ACTOR
from tests.support.arrange import a_compliance_officer
from tests.support.banks import NOW
from tests.support.databases import SQLITE, create_schema
from tests.support.engine import bank, fill_bank, items, serve

DECISIONS = 10_000
ERASED = 10
TARGETS = {"differing": 0.0, "unexplained": 0.0, "record_bytes": 2048.0}
FLOORS = {"rescored": DECISIONS - 1.0}
KINDS = (("product",), ("content",), ("product", "content"))
SCENARIOS = ("home", "discover", "feed", "desk")


async def measure() -> dict[str, float | int | str]:
    """Decide, replay all; change everything under them, and replay all again."""
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
    ids = await _decide(root)
    began = perf_counter()
    at_once = await _replayed(root, ids)
    seconds = perf_counter() - began
    await _change(root)
    later = await _replayed(root, ids)
    async with root.reading() as app:
        size = await app.session.scalar(
            select(func.avg(func.length(DecisionRow.body))).where(DecisionRow.body != b"")
        )
    return {
        "decisions": len(ids),
        "rescored": at_once["rescored equal"],
        "replays_per_s": round(len(ids) / seconds, 1),
        "later_rescored": later["rescored equal"],
        "later_verified": later["verified equal"],
        "later_erased": later["erased"],
        "differing": at_once["explained"] + later["explained"],
        "unexplained": at_once["unexplained"] + later["unexplained"],
        "record_bytes": round(float(size or 0)),
    }


async def _decide(root: Root) -> list[str]:
    """Decide for every customer in turn, each time asked for something else."""
    ids: list[str] = []
    for number in range(DECISIONS):
        customer_id = bank().customers[number % len(bank().customers)]
        turn = number // len(bank().customers)
        kinds, scenario = KINDS[turn % len(KINDS)], SCENARIOS[turn % len(SCENARIOS)]
        async with root.reading() as app:
            answer = await app.recommend.recommend(
                SYSTEM_ACTOR, customer_id, kinds, scenario, 3 + turn % 18, "en"
            )
        ids.append(answer.decision_id)
    return list(dict.fromkeys(ids))


async def _change(root: Root) -> None:
    """Erase some customers, let another model serve, regrade and withdraw products."""
    for customer_id in bank().customers[:ERASED]:
        await root.eraser.erase(a_compliance_officer(), customer_id)
    await serve(root)
    changed = [_regraded(one) for one in items()[:5]]
    async with root.writing() as app:
        await app.catalogue.put_many(SYSTEM_ACTOR, changed)


def _regraded(item: Any) -> Any:
    return replace(item, grade=5, state="closed")


async def _replayed(root: Root, ids: Sequence[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for decision_id in ids:
        try:
            async with root.reading() as app:
                found[_verdict(await app.decisions.replay(SYSTEM_ACTOR, decision_id))] += 1
        except NotFound:
            found["erased"] += 1
    return found


def _verdict(replay: Replay) -> str:
    if replay.equal:
        return f"{replay.mode} equal"
    return "explained" if replay.differences else "unexplained"
