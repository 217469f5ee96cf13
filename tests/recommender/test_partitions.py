"""Partitions of events: made once before their month, and used when it comes."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select, text

from dashboard.wiring import Root
from recommender.database import Database
from recommender.interactions.repository import InteractionRepository
from recommender.interactions.tables import EventRow
from recommender.partitions import DECISIONS, EVENTS, drop_before, prepare
from recommender.ports import SYSTEM_ACTOR
from tests.support.arrange import an_event, fill

NOVEMBER = datetime(2026, 11, 23, tzinfo=UTC)


async def test_two_months_ahead_are_made_once(database: Database) -> None:
    expected = [] if database.is_sqlite else ["events_2026_12", "events_2027_01"]
    assert await prepare(database, NOVEMBER) == expected
    assert await prepare(database, NOVEMBER) == []


async def test_an_event_goes_into_the_month_of_its_receipt(root: Root) -> None:
    await fill(root)
    await prepare(root.database, NOVEMBER)
    async with root.writing() as app:
        rows = await app.interactions.rows([an_event(), an_event()], layer=None)
        later = rows[1] | {"received_at": datetime(2026, 12, 31, 23, 59, tzinfo=UTC)}
        await InteractionRepository(app.session).add([rows[0], later])
    async with root.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(EventRow)) == 2
        if not root.database.is_sqlite:
            for name in ("events_default", "events_2026_12"):
                assert await session.scalar(text(f"SELECT count(*) FROM {name}")) == 1


async def test_the_default_partition_takes_what_has_no_month(root: Root) -> None:
    await fill(root)
    async with root.writing() as app:
        assert await app.interactions.take_over(SYSTEM_ACTOR, [an_event()]) == 1


async def test_a_decision_goes_into_the_month_of_its_id(root: Root) -> None:
    await fill(root)
    month = datetime.now(UTC) - timedelta(days=45)
    await prepare(root.database, month, DECISIONS)
    async with root.reading() as app:
        await app.recommend.recommend(SYSTEM_ACTOR, "c1", ("product",), "home", 5, "en")
    async with root.database.reading() as session:
        if not root.database.is_sqlite:
            parts = await session.scalars(text("SELECT DISTINCT tableoid::regclass FROM decisions"))
            assert [str(one) for one in parts] == [f"decisions_{datetime.now(UTC):%Y_%m}"]
        assert await session.scalar(text("SELECT count(*) FROM decisions")) == 1


async def test_only_the_parts_of_ended_months_are_dropped(database: Database) -> None:
    for parted in (EVENTS, DECISIONS):
        await prepare(database, NOVEMBER, parted)
        async with database.writing() as session:
            assert await drop_before(session, parted, datetime(2026, 12, 31, tzinfo=UTC)) == []
            dropped = await drop_before(session, parted, datetime(2027, 1, 1, tzinfo=UTC))
        assert dropped == ([] if database.is_sqlite else [f"{parted.table}_2026_12"])
