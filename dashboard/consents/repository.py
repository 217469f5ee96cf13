"""Queries over consents."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.consents.tables import ConsentRow, ConsentVersionRow
from recommender.bulk import add_rows
from recommender.chunks import chunked
from recommender.dialect import upsert
from recommender.layers.repository import visible
from recommender.ports import Scope
from recommender.quick import Quick

KEYS_PER_STATEMENT = 500
SILENT = {"synchronize_session": False}
CHANGING = ("version", "purposes", "updated_at")


FIND = Quick(
    select(ConsentRow.purposes, ConsentRow.version).where(
        ConsentRow.customer_id == bindparam("customer_id"), visible(ConsentRow.layer)
    )
)


def find(connection: Connection, customer_id: str) -> Scope | None:
    """Return what a customer allows, None for one who never chose."""
    rows = FIND.rows(connection, customer_id=customer_id)
    return Scope(frozenset(rows[0][0]), rows[0][1]) if rows else None


class ConsentRepository:
    """Consents in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def scopes(self, ids: Collection[str]) -> dict[str, Scope]:
        """Return what those customers allow who ever chose."""
        found: dict[str, Scope] = {}
        for some in chunked(sorted(ids), KEYS_PER_STATEMENT):
            rows = await self.session.scalars(
                select(ConsentRow).where(
                    ConsentRow.customer_id.in_(some), visible(ConsentRow.layer)
                )
            )
            found |= {row.customer_id: Scope(frozenset(row.purposes), row.version) for row in rows}
        return found

    async def current(self, customer_id: str) -> tuple[Scope, datetime] | None:
        """Return what a customer allows and since when."""
        query = select(ConsentRow).where(
            ConsentRow.customer_id == customer_id, visible(ConsentRow.layer)
        )
        row = await self.session.scalar(query, execution_options={"populate_existing": True})
        if row is None:
            return None
        return Scope(frozenset(row.purposes), row.version), row.updated_at

    async def versions(self, customer_id: str) -> Sequence[ConsentVersionRow]:
        """Return every version, oldest first."""
        query = select(ConsentVersionRow).where(
            ConsentVersionRow.customer_id == customer_id, visible(ConsentVersionRow.layer)
        )
        return (await self.session.scalars(query.order_by(ConsentVersionRow.version))).all()

    async def store(self, scopes: dict[str, Scope], at: datetime, by: str) -> None:
        """Add the new versions and make them the present ones; imports that run yield to them."""
        for some in chunked(sorted(scopes.items()), KEYS_PER_STATEMENT):
            rows = [_values(id_, scope) for id_, scope in some]
            await self._drop_unseen([id_ for id_, _ in some])
            await self.session.execute(
                insert(ConsentVersionRow), [row | {"at": at, "by": by} for row in rows]
            )
            statement = upsert(self.session, ConsentRow)
            newer = {
                name: statement.excluded[name]
                for name in ("version", "purposes", "updated_at", "layer")
            }
            await self.session.execute(
                statement.on_conflict_do_update(index_elements=["customer_id"], set_=newer),
                [row | {"updated_at": at} for row in rows],
            )

    async def known(self, ids: Collection[str]) -> set[str]:
        """Return the customers of whom anything is stored, by whomever."""
        found: set[str] = set()
        for some in chunked(sorted(ids), KEYS_PER_STATEMENT):
            query = select(ConsentRow.customer_id).where(ConsentRow.customer_id.in_(some))
            found |= set(await self.session.scalars(query))
        return found

    async def stage(self, scopes: dict[str, Scope], at: datetime, layer: str) -> None:
        """Store first versions as a layer of an import."""
        rows = [_values(id_, scope) | {"layer": layer} for id_, scope in sorted(scopes.items())]
        by = f"import:{layer}"
        await add_rows(
            self.session, ConsentVersionRow, [row | {"at": at, "by": by} for row in rows]
        )
        await add_rows(self.session, ConsentRow, [row | {"updated_at": at} for row in rows])

    async def of_layer(self, ids: Collection[str], layer: str) -> dict[str, Scope]:
        """Return what an import brought for some customers, closed or not."""
        found: dict[str, Scope] = {}
        for some in chunked(sorted(ids), KEYS_PER_STATEMENT):
            query = select(ConsentRow.customer_id, ConsentRow.purposes, ConsentRow.version)
            query = query.where(ConsentRow.customer_id.in_(some), ConsentRow.layer == layer)
            for id_, purposes, version in await self.session.execute(query):
                found[id_] = Scope(frozenset(purposes), version)
        return found

    async def remove(self, layer: str, limit: int) -> int:
        """Delete some rows of a layer and return how many."""
        removed = 0
        for table in (ConsentRow, ConsentVersionRow):
            query = select(table.customer_id).where(table.layer == layer).limit(limit)
            ids = list(await self.session.scalars(query))
            old = delete(table).where(table.customer_id.in_(ids), table.layer == layer)
            await self.session.execute(old, execution_options=SILENT)
            removed += len(ids)
        return removed

    async def _drop_unseen(self, ids: Collection[str]) -> None:
        """Delete versions of imports that do not count: the customer's own choice comes first."""
        table = ConsentVersionRow
        unseen = delete(table).where(table.customer_id.in_(ids), ~visible(table.layer))
        await self.session.execute(unseen, execution_options=SILENT)


def _values(customer_id: str, scope: Scope) -> dict[str, Any]:
    return {
        "customer_id": customer_id,
        "version": scope.version,
        "purposes": sorted(scope.purposes),
        "layer": None,
    }
