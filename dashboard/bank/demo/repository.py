"""Bulk writing of the demo world, fast on both engines, and the state of its creation."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import islice
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from content.metadata import metadata as content_metadata
from dashboard.bank.tables import BillRow, DemoRow, PostingRow
from dashboard.metadata import metadata as dashboard_metadata
from recommender.database import Id
from recommender.metadata import metadata as recommender_metadata

CHUNK_ROWS = 20_000
THE_ROW = 1
PEOPLE_TABLES = ("users", "customers", "events", "bank_customers")
COUNTED = {
    "customers": "bank_customers",
    "products": "bank_products",
    "contents": "cards",
    "transactions": "bank_transactions",
    "events": "events",
}
KEPT = ("audit", "alembic")


class DemoRepository:
    """The demo's rows in the database, in the caller's transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def state(self) -> DemoRow | None:
        """Return how far the demo has lived; None before its creation."""
        return await self._session.get(DemoRow, THE_ROW)

    async def save_state(self, seed: int, anchor: date, through: date) -> None:
        """Write down how far the demo has lived."""
        row = await self.state()
        if row is None:
            row = DemoRow(id=THE_ROW, seed=seed, anchor=anchor)
            self._session.add(row)
        row.through = through
        await self._session.flush()

    async def holds_people(self) -> bool:
        """Say whether anybody's data is in the database."""
        for name in PEOPLE_TABLES:
            table = _table(name)
            first = sa.select(sa.literal(1)).select_from(table).limit(1)
            if await self._session.scalar(first):
                return True
        return False

    async def insert(self, table_name: str, columns: Sequence[str], rows: Iterable[Any]) -> int:
        """Insert rows of plain values (ids as 16 bytes) and return how many."""
        connection = await self._session.connection()
        table = _table(table_name)
        prepare = _preparation(table, columns, connection.dialect)
        source, count = iter(rows), 0
        while chunk := [prepare(row) for row in islice(source, CHUNK_ROWS)]:
            if connection.dialect.name == "postgresql":
                raw = await connection.get_raw_connection()
                driver = cast(Any, raw.driver_connection)
                await driver.copy_records_to_table(table.name, records=chunk, columns=list(columns))
            else:
                await connection.exec_driver_sql(_insert(table.name, columns), chunk)
            count += len(chunk)
        return count

    async def settle_bills(self, paid: Sequence[tuple[date, bytes]]) -> None:
        """Mark older bills as paid."""
        if paid:
            update = (
                sa.update(BillRow)
                .where(BillRow.id == sa.bindparam("bill"))
                .values(paid_on=sa.bindparam("day"))
            )
            connection = await self._session.connection()
            rows = [{"bill": str(UUID(bytes=id_)), "day": day} for day, id_ in paid]
            await connection.execute(update, rows)

    async def settled_bills(self, since: date) -> frozenset[bytes]:
        """Return the ids of bills issued since a day that are paid, as the world makes them."""
        paid = sa.select(BillRow.id).where(BillRow.paid_on.is_not(None), BillRow.issued_on >= since)
        return frozenset(UUID(one).bytes for one in await self._session.scalars(paid))

    async def balances(self, suffixes: Sequence[str]) -> dict[str, int]:
        """Return the sum of postings of each account whose id ends with one of the suffixes."""
        total = sa.func.sum(PostingRow.amount_minor)
        ends = sa.or_(*(PostingRow.account_id.endswith(one) for one in suffixes))
        query = sa.select(PostingRow.account_id, total).where(ends)
        rows = await self._session.execute(query.group_by(PostingRow.account_id))
        return {account: int(amount) for account, amount in rows}

    async def counts(self) -> dict[str, int]:
        """Count the rows of the tables that say how large the demo is."""
        return {
            name: await self._session.scalar(sa.select(sa.func.count()).select_from(_table(table)))
            or 0
            for name, table in COUNTED.items()
        }

    async def empty(self) -> None:
        """Delete everything but the audit trail."""
        for metadata in (dashboard_metadata, content_metadata, recommender_metadata):
            for table in reversed(metadata.sorted_tables):
                if not table.name.startswith(KEPT):
                    await self._session.execute(sa.delete(table))


def _table(name: str) -> sa.Table:
    for metadata in (dashboard_metadata, content_metadata, recommender_metadata):
        if name in metadata.tables:
            return metadata.tables[name]
    raise LookupError(f"There is no table {name}.")


def _insert(name: str, columns: Sequence[str]) -> str:
    places = ", ".join("?" * len(columns))
    listed = ", ".join(f'"{column}"' for column in columns)
    return f'INSERT INTO "{name}" ({listed}) VALUES ({places})'  # noqa: S608 - our own names


def _preparation(
    table: sa.Table, columns: Sequence[str], dialect: sa.Dialect
) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    """Return what turns a row of Python values into a row for the driver."""
    turns = []
    for place, name in enumerate(columns):
        kind = table.c[name].type
        if isinstance(kind, Id):
            continue
        turn = kind.dialect_impl(dialect).bind_processor(dialect)
        if turn is not None:
            turns.append((place, turn))
    if not turns:
        return tuple

    def prepare(row: tuple[Any, ...]) -> tuple[Any, ...]:
        values = list(row)
        for place, turn in turns:
            values[place] = turn(values[place])
        return tuple(values)

    return prepare
