"""Pruning: what is older than the policy goes, nothing that is needed does, the chain holds."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from dashboard.audit.retention import PRUNED
from dashboard.audit.verification import verify
from dashboard.retention.model import Policy, Pruned
from dashboard.retention.pruner import Pruner
from dashboard.wiring import Root
from recommender.database import new_id
from recommender.decisions.tables import DecisionRow, DecisionSourceRow
from recommender.interactions.tables import EventRow, ReceiptRow
from recommender.partitions import id_at, wall_clock
from recommender.ports import SYSTEM_ACTOR
from tests.support.arrange import a_batch, a_customer, an_event, fill
from tests.support.engine import place_model, serve
from tests.support.person import MYSELF, WALKER, leave_traces, seal_all

TODAY, YEARS = Policy(0, 0, 0), Policy(1827, 90, 1096)


def pruner(root: Root, policy: Policy = TODAY) -> Pruner:
    return Pruner(root.database, root.clock, policy, root.settings.data_dir / "models")


async def decide(root: Root, times: int = 3) -> None:
    """Decide each time for another place: an equal answer would keep its id."""
    for _ in range(times):
        async with root.reading() as app:
            await app.recommend.recommend(SYSTEM_ACTOR, "c1", ("product",), new_id()[-8:], 5, "en")


async def count(root: Root, table: type) -> int:
    async with root.database.reading() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def tomorrow(root: Root, days: int = 1) -> None:
    """Let a day pass for everything that is stored with the bank's clock."""
    async with root.database.writing() as session:
        before = root.clock.now() - timedelta(days=days)
        for table, column in (
            ("decision_sources", "used_at"),
            ("events", "received_at"),
            ("event_receipts", "at"),
        ):
            packed = before.replace(tzinfo=None) if root.database.is_sqlite else before
            statement = text(f"UPDATE {table} SET {column} = :at")
            await session.execute(statement, {"at": packed})


@pytest.fixture
async def filled(root: Root) -> Root:
    """Give a Root with three sealed decisions and two events."""
    await fill(root)
    await decide(root)
    async with root.reading() as app:
        events = [an_event(), an_event()]
        await app.interactions.ingest(a_customer("c1"), a_batch(*events))
    await seal_all(root)
    return root


async def test_a_plan_changes_nothing(filled: Root) -> None:
    await tomorrow(filled)
    planned = await pruner(filled).plan()
    assert (planned.decisions, planned.events, planned.sources > 0) == (3, 2, True)
    assert (await count(filled, DecisionRow), await count(filled, EventRow)) == (3, 2)


async def test_what_is_older_than_the_policy_goes(filled: Root) -> None:
    await tomorrow(filled)
    done = await pruner(filled).prune()
    assert (done.decisions, done.events, done.receipts) == (3, 2, 2)
    for table in (DecisionRow, DecisionSourceRow, EventRow, ReceiptRow):
        assert await count(filled, table) == 0


async def test_what_is_younger_stays(filled: Root) -> None:
    assert (await pruner(filled, YEARS).prune()).is_empty
    assert (await count(filled, DecisionRow), await count(filled, EventRow)) == (3, 2)


async def test_the_chain_verifies_after_pruning(filled: Root) -> None:
    await pruner(filled).prune()
    await decide(filled, 2)
    await seal_all(filled)
    assert (await verify(filled.database, filled.anchors)).faults == []
    await pruner(filled).prune()
    assert (await verify(filled.database, filled.anchors)).faults == []


async def test_a_decision_that_is_not_sealed_stays(filled: Root) -> None:
    await decide(filled, 1)
    await pruner(filled).prune()
    assert await count(filled, DecisionRow) == 1


async def test_a_pruning_in_halves_is_finished_by_the_next(filled: Root) -> None:
    await pruner(filled).prune()
    await decide(filled, 2)
    await seal_all(filled)
    async with filled.writing() as app:
        newest = await app.session.scalar(select(DecisionRow.id).order_by(DecisionRow.id.desc()))
        told = {"until": newest, "count": 2, "keep_days": 0}
        await app.audit.record(SYSTEM_ACTOR, PRUNED, f"decision:{newest}", told)
    await pruner(filled, YEARS).prune()
    assert await count(filled, DecisionRow) == 0


async def test_a_pruning_beyond_its_policy_is_a_fault(filled: Root) -> None:
    async with filled.writing() as app:
        told = {"until": new_id(), "count": 3, "keep_days": 1827}
        await app.audit.record(SYSTEM_ACTOR, PRUNED, "decision:x", told)
    await seal_all(filled)
    faults = (await verify(filled.database, filled.anchors)).faults
    assert [one.kind for one in faults] == ["pruned"]


async def test_a_pruning_after_an_erasure_leaves_no_fault(root: Root) -> None:
    await leave_traces(root)
    await seal_all(root)
    await root.eraser.erase(MYSELF, WALKER)
    await pruner(root).prune()
    await seal_all(root)
    assert (await verify(root.database, root.anchors)).faults == []


async def test_a_pruning_is_recorded(filled: Root) -> None:
    await pruner(filled).prune()
    await seal_all(filled)
    async with filled.reading() as app:
        page = await app.audit.page(SYSTEM_ACTOR, after=0, limit=10, action="data.pruned")
    assert page.entries[0].detail["decisions"] == 3


def made_long_ago(root: Root, days: int) -> Path:
    """Put a model's files into a Root under an id of so many days ago."""
    folder = root.settings.data_dir / "models"
    old = id_at(wall_clock() - timedelta(days=days))[:14] + new_id()[14:]
    return (folder / place_model(root)).rename(folder / old)


async def models_gone(root: Root) -> tuple[str, ...]:
    return (await pruner(root, YEARS).prune()).models


async def test_the_model_that_serves_and_its_reserves_stay(root: Root) -> None:
    await fill(root)
    await serve(root)
    await serve(root)
    assert await models_gone(root) == ()
    assert (await pruner(root).prune()).models == ()


async def test_an_old_model_that_nobody_names_goes(root: Root) -> None:
    await fill(root)
    runs = [(await serve(root)).id for _ in range(5)]
    assert (await pruner(root).prune()).models == tuple(sorted(runs[:2]))
    assert {one.name for one in (root.settings.data_dir / "models").iterdir()} == set(runs[2:])


async def test_a_model_that_a_young_decision_names_stays(root: Root) -> None:
    await fill(root)
    first = (await serve(root)).id
    await decide(root, 1)
    for _ in range(3):
        await serve(root)
    await tomorrow(root, days=-1)
    assert (await pruner(root).prune()).models == ()
    await tomorrow(root)
    assert (await pruner(root).prune()).models == (first,)


async def test_files_without_a_run_go_after_a_day(root: Root) -> None:
    await fill(root)
    stray = made_long_ago(root, 200)
    assert await models_gone(root) == ()
    long_ago(stray, hours=25)
    assert await models_gone(root) == (stray.name,)


async def test_a_draft_of_a_training_that_died_goes_after_an_hour(root: Root) -> None:
    await fill(root)
    draft = root.settings.data_dir / "models" / f".{new_id()}.partial"
    draft.mkdir(parents=True)
    assert await models_gone(root) == ()
    long_ago(draft, hours=2)
    assert await models_gone(root) == (draft.name,)


async def test_sizes_tell_how_much_is_kept(filled: Root) -> None:
    await serve(filled)
    sizes = await pruner(filled).sizes()
    assert (sizes.decisions, sizes.events, sizes.models) == (3, 2, 1)
    assert 100 < sizes.decision_bytes < 2048
    assert sizes.model_bytes > 1000


def long_ago(folder: Path, hours: float) -> None:
    then = time.time() - hours * 3600
    os.utime(folder, (then, then))


def test_nothing_is_an_empty_pruning() -> None:
    assert Pruned().is_empty
    assert not Pruned(models=("x",)).is_empty
