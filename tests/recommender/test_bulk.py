"""Bulk inserts: what is stored is what SQLAlchemy's own insert stores."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from sqlalchemy import insert, select

from recommender.bulk import add_rows
from recommender.catalogue.tables import CatalogueVersionRow, ItemRow
from recommender.database import Database, new_id
from recommender.interactions.tables import EventRow, ReceiptRow

AT = datetime(2026, 6, 15, 12, 30, 1, 234_000, tzinfo=timezone(timedelta(hours=8)))


def _item(item_id: str) -> dict[str, Any]:
    return {
        "kind": "product",
        "id": item_id,
        "revision": new_id(),
        "layer": None,
        "titles": {"zh-Hans": "稳健", "en": "Steady"},
        "grade": 2,
        "topics": ["cash", "bonds"],
        "state": "open",
        "available_from": AT,
        "available_until": None,
        "single_hold": False,
        "private": True,
        "min_age": None,
        "max_age": None,
        "product_type": "fund",
        "minimum_minor": 10**14,
        "currency": "CNY",
        "attributes": {"rate": 1},
        "pending_grade": None,
        "put_by": "test",
        "updated_at": AT,
    }


async def _stored(database: Database) -> list[dict[str, Any]]:
    columns = ItemRow.__table__.columns
    async with database.reading() as session:
        rows = await session.execute(select(*columns).order_by(ItemRow.id))
    return [dict(row._mapping) for row in rows]


async def test_every_type_is_stored_as_sqlalchemy_stores_it(database: Database) -> None:
    async with database.writing() as session:
        await session.execute(insert(ItemRow), [_item("p1")])
        await add_rows(session, ItemRow, [_item("p2"), _item("p3")])
    first, *others = await _stored(database)
    for other in others:
        assert other | {"id": "p1", "revision": first["revision"]} == first


async def test_values_that_repeat_keep_their_place(database: Database) -> None:
    times = [AT, AT, AT + timedelta(days=1), AT]
    rows = [{"event_id": f"e{n}", "at": at} for n, at in enumerate(times)]
    async with database.writing() as session:
        await add_rows(session, ReceiptRow, rows)
    async with database.reading() as session:
        query = select(ReceiptRow.at).order_by(ReceiptRow.event_id)
        assert list(await session.scalars(query)) == [one.astimezone(UTC) for one in times]


async def test_nothing_and_few_columns_are_stored_too(database: Database) -> None:
    async with database.writing() as session:
        await add_rows(session, EventRow, [])
        await add_rows(session, CatalogueVersionRow, [{"version": 7, "id": 1}])
    async with database.reading() as session:
        assert await session.scalar(select(CatalogueVersionRow.version)) == 7
