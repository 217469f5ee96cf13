"""The batching writer: committed when it returns, once, and nobody suffers for another's row."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from recommender.database import Database, new_id
from recommender.errors import Unavailable
from recommender.interactions.tables import EventRow, ReceiptRow, VisitorRow
from recommender.interactions.writer import BatchWriter
from tests.support.databases import sqlite_copy

AT = datetime(2026, 6, 15, tzinfo=UTC)


def _visitor(visitor_id: str, customer_id: str | None = "c1") -> dict[str, Any]:
    return {"visitor_id": visitor_id, "customer_id": customer_id, "at": AT}


def _event(event_id: str) -> dict[str, Any]:
    return {
        "id": new_id(),
        "received_at": AT,
        "event_id": event_id,
        "customer_id": "c1",
        "kind": "product",
        "item_id": "p1",
        "action": "click",
        "at": AT,
        "consent_version": 1,
        "usable": True,
    }


async def _count(database: Database, table: Any) -> int:
    async with database.reading() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
async def writer(database: Database) -> Any:
    made = BatchWriter(Database(database.url, beside=database))
    yield made
    await made.stop()
    await made._database.close()


async def test_rows_are_committed_when_the_call_returns(
    writer: BatchWriter, database: Database
) -> None:
    await writer.write({VisitorRow: [_visitor("v1"), _visitor("v2")]})
    assert await _count(database, VisitorRow) == 2


async def test_callers_at_the_same_time_share_few_commits(
    writer: BatchWriter, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    commits = 0
    stores = writer._store

    async def counted(orders: Any) -> Any:
        nonlocal commits
        commits += 1
        return await stores(orders)

    monkeypatch.setattr(writer, "_store", counted)
    await asyncio.gather(*(writer.write({VisitorRow: [_visitor(f"v{n}")]}) for n in range(100)))
    assert await _count(database, VisitorRow) == 100
    assert commits < 10


async def test_a_key_is_stored_once_whoever_sends_it_again(
    writer: BatchWriter, database: Database
) -> None:
    calls = [writer.write_once(EventRow, [_event("e1")], key="event_id") for _ in range(5)]
    new = await asyncio.gather(*calls)
    again = await writer.write_once(EventRow, [_event("e1"), _event("e2")], key="event_id")
    assert sorted(map(len, new)) == [0, 0, 0, 0, 1]
    assert again == {"e2"}
    assert await _count(database, EventRow) == await _count(database, ReceiptRow) == 2


async def test_a_bad_row_fails_its_own_caller_only(writer: BatchWriter, database: Database) -> None:
    await writer.write({VisitorRow: [_visitor("taken")]})
    good, bad, also_good = await asyncio.gather(
        writer.write({VisitorRow: [_visitor("v1")]}),
        writer.write({VisitorRow: [_visitor("taken")]}),
        writer.write({VisitorRow: [_visitor("v2")]}),
        return_exceptions=True,
    )
    assert (good, also_good) == (None, None)
    assert isinstance(bad, Unavailable)
    assert await _count(database, VisitorRow) == 3


async def test_a_failed_order_leaves_none_of_its_rows(
    writer: BatchWriter, database: Database
) -> None:
    bad = _event("e1") | {"customer_id": "x", "usable": None}
    with pytest.raises(Unavailable):
        await writer.write_once(EventRow, [_event("e0"), bad], key="event_id")
    assert await _count(database, ReceiptRow) == 0
    assert await writer.write_once(EventRow, [_event("e0")], key="event_id") == {"e0"}


async def test_stopping_commits_what_waits_and_refuses_what_follows(database: Database) -> None:
    beside = Database(database.url, beside=database)
    writer = BatchWriter(beside, window_seconds=5)
    waiting = asyncio.create_task(writer.write({VisitorRow: [_visitor("v1")]}))
    await asyncio.sleep(0)
    stopping = asyncio.create_task(writer.stop())
    await asyncio.wait_for(asyncio.gather(waiting, stopping), 10)
    assert await _count(database, VisitorRow) == 1
    with pytest.raises(Unavailable):
        await writer.write({VisitorRow: [_visitor("v2")]})
    await beside.close()


async def test_many_callers_that_hold_connections_do_not_wait_for_ever(
    writer: BatchWriter, database: Database
) -> None:
    async def hold_and_write(number: int) -> None:
        async with database.reading() as session:
            await session.scalar(select(func.count()).select_from(VisitorRow))
            await writer.write({VisitorRow: [_visitor(f"v{number}")]})

    await asyncio.wait_for(asyncio.gather(*(hold_and_write(n) for n in range(60))), 20)
    assert await _count(database, VisitorRow) == 60


async def test_a_caller_who_holds_sqlites_lock_is_told_and_not_hung(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recommender.interactions.writer.PATIENCE_SECONDS", 0.2)
    async with sqlite_copy(sqlite_template, tmp_path) as url:
        database = Database(url)
        writer = BatchWriter(database)
        async with database.writing():
            with pytest.raises(Unavailable):
                await writer.write({VisitorRow: [_visitor("v1")]})
        await writer.stop()
        await database.close()
