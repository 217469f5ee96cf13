"""Queries over consents."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.consents.tables import ConsentRow, ConsentVersionRow
from recommender.chunks import chunked
from recommender.dialect import upsert
from recommender.ports import Scope

KEYS_PER_STATEMENT = 500
CHANGING = ("version", "purposes", "updated_at")


FIND = select(ConsentRow.purposes, ConsentRow.version).where(
    ConsentRow.customer_id == bindparam("customer_id")
)


def find(connection: Connection, customer_id: str) -> Scope | None:
    """Return what a customer allows, None for one who never chose."""
    row = connection.execute(FIND, {"customer_id": customer_id}).first()
    return None if row is None else Scope(frozenset(row.purposes), row.version)


class ConsentRepository:
    """Consents in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def scopes(self, ids: Collection[str]) -> dict[str, Scope]:
        """Return what those customers allow who ever chose."""
        found: dict[str, Scope] = {}
        for some in chunked(sorted(ids), KEYS_PER_STATEMENT):
            rows = await self.session.scalars(
                select(ConsentRow).where(ConsentRow.customer_id.in_(some))
            )
            found |= {row.customer_id: Scope(frozenset(row.purposes), row.version) for row in rows}
        return found

    async def current(self, customer_id: str) -> tuple[Scope, datetime] | None:
        """Return what a customer allows and since when."""
        query = select(ConsentRow).where(ConsentRow.customer_id == customer_id)
        row = await self.session.scalar(query, execution_options={"populate_existing": True})
        if row is None:
            return None
        return Scope(frozenset(row.purposes), row.version), row.updated_at

    async def versions(self, customer_id: str) -> Sequence[ConsentVersionRow]:
        """Return every version, oldest first."""
        query = select(ConsentVersionRow).where(ConsentVersionRow.customer_id == customer_id)
        return (await self.session.scalars(query.order_by(ConsentVersionRow.version))).all()

    async def store(self, scopes: dict[str, Scope], at: datetime, by: str) -> None:
        """Add the new versions and make them the present ones."""
        for some in chunked(sorted(scopes.items()), KEYS_PER_STATEMENT):
            rows = [_values(id_, scope) for id_, scope in some]
            await self.session.execute(
                insert(ConsentVersionRow), [row | {"at": at, "by": by} for row in rows]
            )
            statement = upsert(self.session, ConsentRow)
            newer = {
                name: statement.excluded[name] for name in ("version", "purposes", "updated_at")
            }
            await self.session.execute(
                statement.on_conflict_do_update(index_elements=["customer_id"], set_=newer),
                [row | {"updated_at": at} for row in rows],
            )


def _values(customer_id: str, scope: Scope) -> dict[str, Any]:
    return {
        "customer_id": customer_id,
        "version": scope.version,
        "purposes": sorted(scope.purposes),
    }
