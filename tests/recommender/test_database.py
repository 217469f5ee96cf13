"""The database door: types, transactions and ids, on both engines."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, func, insert, select
from sqlalchemy.exc import IntegrityError, StatementError

from recommender.database import Id, Json, UtcDateTime, new_id

METADATA = MetaData()
THINGS = Table(
    "test_things",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("at", UtcDateTime),
    Column("body", Json),
    Column("n", Integer),
)


@pytest.fixture
async def things(database):
    async with database.engine.begin() as connection:
        await connection.run_sync(METADATA.create_all)
    return database


async def test_times_come_back_aware_and_in_utc(things):
    noon = datetime(2026, 6, 15, 12, tzinfo=timezone(timedelta(hours=8)))
    async with things.writing() as session:
        await session.execute(insert(THINGS).values(id=new_id(), at=noon, body={"a": [1]}))
    async with things.reading() as session:
        at, body = (await session.execute(select(THINGS.c.at, THINGS.c.body))).one()
    assert at == noon
    assert at.tzinfo is UTC
    assert body == {"a": [1]}


async def test_time_without_a_zone_is_refused(things):
    naive = datetime(2026, 6, 15, 12)  # noqa: DTZ001  # That it is refused is the point.
    with pytest.raises(StatementError):
        async with things.writing() as session:
            await session.execute(insert(THINGS).values(id=new_id(), at=naive))


async def test_ids_made_later_sort_later_and_keep_their_text(things):
    ids = [new_id() for _ in range(50)]
    assert ids == sorted(ids)
    async with things.writing() as session:
        await session.execute(insert(THINGS), [{"id": one} for one in reversed(ids)])
    async with things.reading() as session:
        assert list(await session.scalars(select(THINGS.c.id).order_by(THINGS.c.id))) == ids


async def test_error_rolls_the_whole_unit_back(things):
    async def fail():
        async with things.writing() as session:
            await session.execute(insert(THINGS).values(id=new_id()))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert await _count(things) == 0


async def test_reading_never_commits(things):
    async with things.reading() as session:
        await session.execute(insert(THINGS).values(id=new_id()))
    assert await _count(things) == 0


async def test_writers_at_the_same_time_all_get_through(things):
    async def write(n):
        async with things.writing() as session:
            known = await session.scalar(select(func.count()).select_from(THINGS))
            await session.execute(insert(THINGS).values(id=new_id(), n=known))

    await asyncio.gather(*(write(n) for n in range(20)))
    assert await _count(things) == 20


async def test_cancelled_writer_lets_the_next_one_in(things):
    async def hang():
        async with things.writing():
            await asyncio.sleep(30)

    hanging = asyncio.create_task(hang())
    await asyncio.sleep(0.05)
    hanging.cancel()
    async with asyncio.timeout(3), things.writing() as session:
        await session.execute(insert(THINGS).values(id=new_id()))
    assert await _count(things) == 1


async def _count(database):
    async with database.reading() as session:
        return await session.scalar(select(func.count()).select_from(THINGS))


def _adding(database, *numbers):
    """Return one statement a number."""
    start = "x'" if database.is_sqlite else r"'\x"
    values = [f"{start}{number:032x}', {number}" for number in numbers]
    nothing = () if database.is_sqlite else [()]
    return [(f"INSERT INTO test_things (id, n) VALUES ({one})", nothing) for one in values]


async def _numbers(database):
    async with database.reading() as session:
        return sorted(await session.scalars(select(THINGS.c.n)))


async def test_statements_in_one_go_are_committed_when_the_call_returns(things):
    await things.execute_all(_adding(things, 1, 2))
    assert await _numbers(things) == [1, 2]


async def test_statements_in_one_go_leave_nothing_when_one_fails(things):
    with pytest.raises(IntegrityError):
        await things.execute_all(_adding(things, 1, 2, 1))
    assert await _numbers(things) == []
    await things.execute_all(_adding(things, 3))
    assert await _numbers(things) == [3]


async def test_statements_in_one_go_take_turns_with_sessions(things):
    async def slowly(number):
        async with things.writing() as session:
            await session.execute(insert(THINGS).values(id=new_id(), n=number))
            await asyncio.sleep(0.01)

    works = [
        slowly(100 + n) if n % 2 else things.execute_all(_adding(things, n)) for n in range(10)
    ]
    await asyncio.wait_for(asyncio.gather(*works), 4)
    assert len(await _numbers(things)) == 10
