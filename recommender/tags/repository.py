"""Queries over ignored signals."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from recommender.chunks import chunked
from recommender.dialect import upsert
from recommender.quick import Quick
from recommender.tags.model import Ignored, SignalKey
from recommender.tags.tables import IgnoredSignalRow as Row

CUSTOMERS_AT_ONCE = 500


OWN = select(Row.kind, Row.signal_id, Row.since).where(Row.customer_id == bindparam("customer_id"))
QUICK_OWN = Quick(OWN)


def ignored_of(connection: Connection, customer_id: str) -> Ignored:
    """Return what one customer took away."""
    rows = QUICK_OWN.rows(connection, customer_id=customer_id)
    return Ignored({(kind, signal_id): since for kind, signal_id, since in rows})


class IgnoredRepository:
    """Ignored signals in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def of(self, customer_id: str) -> Ignored:
        """Return what one customer took away."""
        rows = await self.session.execute(OWN, {"customer_id": customer_id})
        return Ignored({(kind, signal_id): since for kind, signal_id, since in rows})

    async def of_many(self, customers: Collection[str]) -> dict[str, Ignored]:
        """Return what some customers took away; those who took nothing away are missing."""
        found: dict[str, dict[SignalKey, datetime]] = {}
        for some in chunked(sorted(customers), CUSTOMERS_AT_ONCE):
            query = select(Row).where(Row.customer_id.in_(some))
            for row in await self.session.scalars(query):
                found.setdefault(row.customer_id, {})[(row.kind, row.signal_id)] = row.since
        return {customer: Ignored(since) for customer, since in found.items()}

    async def everybody(self) -> dict[str, Ignored]:
        """Return what each customer who took something away took away."""
        found: dict[str, dict[SignalKey, datetime]] = {}
        for row in await self.session.scalars(select(Row)):
            found.setdefault(row.customer_id, {})[(row.kind, row.signal_id)] = row.since
        return {customer: Ignored(since) for customer, since in found.items()}

    async def add(self, customer_id: str, key: SignalKey, at: datetime) -> None:
        """Take a signal away; it keeps its first date."""
        row = {"customer_id": customer_id, "kind": key[0], "signal_id": key[1], "since": at}
        await self.session.execute(upsert(self.session, Row).values(row).on_conflict_do_nothing())

    async def remove(self, customer_id: str, key: SignalKey) -> None:
        """Let a signal speak again."""
        kind, signal_id = key
        await self.session.execute(
            delete(Row).where(
                Row.customer_id == customer_id, Row.kind == kind, Row.signal_id == signal_id
            )
        )
