"""Recommendations in one process: the selection alone, and with record, commit and replay."""

import gc
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from sqlalchemy import func, select
from threadpoolctl import threadpool_limits

from dashboard.settings import Mode, Settings
from dashboard.wiring import Root
from recommender.customers.model import Facts
from recommender.dataset import Interaction
from recommender.decide import end_of_day
from recommender.decisions.tables import DecisionRow
from recommender.eligibility import standing_masks
from recommender.experiments.store import open_artefact
from recommender.past import Past
from recommender.ports import SYSTEM_ACTOR, Eligible
from recommender.ranking import best
from recommender.scoring import Scorer, ScoreRequest
from recommender.shelf import Shelf
from recommender.sieve import split
from tests.support import crowd as large
from tests.support.banks import NOW
from tests.support.databases import SQLITE, create_schema
from tests.support.engine import bank, facts, fill_bank, serve, today

TARGETS = {
    "fold_in_p99_ms": 1.0,
    "p50_ms": 15.0,
    "p95_ms": 40.0,
    "cpu_p50_ms": 12.0,
    "record_bytes": 2048.0,
}
KINDS = ("product", "content")
PLACES = 20
LOOKS = 50
"""Calls before the clock counts: masks that many share are made once for each shelf."""


async def measure() -> dict[str, float | int | str]:
    """Return times of the selection, of whole calls with their commits, and a record's size."""
    return _selection() | await _calls()


@dataclass(frozen=True)
class Counter:
    """What stands ready before anybody asks: 10,000 items, masks and a fitted blend."""

    scorer: Scorer
    shelf: Shelf
    masks: Sequence[Eligible]

    def serve(self, customer: Facts, events: Sequence[Interaction]) -> int:
        """Fold a history in, mask, score every product, choose the best; return how many."""
        parted = split(self.shelf, customer, self.masks, now=large.NOW)
        request = ScoreRequest(
            parted.pile("product"), Past(events), end_of_day(large.NOW), customer.segment
        )
        scored = self.scorer.score(request)
        return len(best(scored.totals, scored.candidates, PLACES))


def _selection() -> dict[str, float | int | str]:
    crowd = large.Crowd()
    asked = list(_asked(crowd))
    with tempfile.TemporaryDirectory() as folder, threadpool_limits(limits=1, user_api="blas"):
        large.fit(crowd.dataset(), Path(folder) / "model")
        scorer = Scorer(open_artefact(Path(folder) / "model"))
        counter = Counter(scorer, Shelf(crowd.items), standing_masks(today))
        for one in asked[:LOOKS]:
            counter.serve(*one)
        gc.collect()
        gc.freeze()  # As every process of the product does before it serves.
        times = [_timed(counter, *one) for one in asked]
        gc.unfreeze()
    return {"fold_in_p50_ms": _percentile(times, 50), "fold_in_p99_ms": _percentile(times, 99)}


def _asked(crowd: large.Crowd) -> Iterator[tuple[Facts, Sequence[Interaction]]]:
    lives: dict[str, list[Interaction]] = {one: [] for one in crowd.customers}
    for event in crowd.interactions:
        lives[event.user].append(event)
    for one, known in crowd.known.items():
        told = known.model_dump(
            include={"segment", "birth_date", "capacity", "assessed_until", "held"}
        )
        yield facts(one, **told | {"held": frozenset(known.held)}), lives[one]


def _timed(counter: Counter, customer: Facts, events: Sequence[Interaction]) -> float:
    began = time.perf_counter()
    assert counter.serve(customer, events) == PLACES
    return time.perf_counter() - began


async def _calls() -> dict[str, float | int | str]:
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
