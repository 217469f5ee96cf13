"""Queries over customers; every reader sees the newest visible layer of each."""

from collections import namedtuple
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from recommender.bulk import add_rows
from recommender.chunks import chunked
from recommender.customers.model import CustomerIn, Facts, Maturity
from recommender.customers.tables import CustomerRow as Row
from recommender.database import new_id
from recommender.layers.repository import KEYS_PER_STATEMENT, replace_direct, visible
from recommender.quick import Quick

COLUMNS = (
    Row.id,
    Row.segment,
    Row.birth_date,
    Row.region,
    Row.language,
    Row.capacity,
    Row.assessed_until,
    Row.qualified_until,
    Row.held,
    Row.idle_cash_minor,
    Row.currency,
    Row.maturities,
    Row.senior,
    Row.knowledge,
)
Found = namedtuple("Found", [column.key for column in COLUMNS])  # type: ignore[misc]  # of Row's own
FIND = Quick(
    select(*COLUMNS)
    .where(Row.id == bindparam("customer_id"), visible(Row.layer))
    .order_by(Row.revision.desc())
    .limit(1)
)


def find(connection: Connection, customer_id: str) -> Facts | None:
    """Return one customer without scope."""
    rows = FIND.rows(connection, customer_id=customer_id)
    return _facts(Found(*rows[0])) if rows else None


class CustomerRepository:
    """Customers in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, customer_id: str) -> Facts | None:
        """Return one customer without scope."""
        query = select(Row).where(Row.id == customer_id, visible(Row.layer))
        row = await self._session.scalar(query.order_by(Row.revision.desc()).limit(1))
        return None if row is None else _facts(row)

    async def many(self, ids: Collection[str]) -> dict[str, Facts]:
        """Return the known ones of some customers, without scopes."""
        found: dict[str, Facts] = {}
        for some in chunked(sorted(ids), KEYS_PER_STATEMENT):
            query = select(Row).where(Row.id.in_(some), visible(Row.layer))
            rows = await self._session.scalars(query.order_by(Row.id, Row.revision))
            found |= {row.id: _facts(row) for row in rows}
        return found

    async def page(self, after: str, limit: int) -> list[Facts]:
        """Return the next customers in the order of their ids, without scopes."""
        query = select(Row.id).where(Row.id > after, visible(Row.layer)).distinct()
        ids = (await self._session.scalars(query.order_by(Row.id).limit(limit))).all()
        return list((await self.many(ids)).values())

    async def count(self) -> int:
        """Count the customers."""
        query = select(func.count(Row.id.distinct())).where(visible(Row.layer))
        return await self._session.scalar(query) or 0

    async def put(self, customers: Mapping[str, CustomerIn], at: datetime) -> None:
        """Write customers directly, in place of what was there."""
        values = _values(customers, at, revision=new_id(), layer=None)
        await replace_direct(self._session, Row, Row.id, values)

    async def set_senior(self, customer_id: str, is_senior: bool, at: datetime) -> None:
        """Mark every layer of a customer as of the senior edition, or not."""
        changed = {Row.senior: is_senior, Row.updated_at: at}
        await self._session.execute(update(Row).where(Row.id == customer_id).values(changed))

    async def stage(self, customers: Mapping[str, CustomerIn], layer: str, at: datetime) -> None:
        """Write customers as a layer of an import."""
        values = _values(customers, at, revision=layer, layer=layer)
        await add_rows(self._session, Row, values)


def _values(
    customers: Mapping[str, CustomerIn], at: datetime, *, revision: str, layer: str | None
) -> list[dict[str, Any]]:
    common = {"revision": revision, "layer": layer, "updated_at": at}
    return [_columns(one) | common | {"id": id_} for id_, one in customers.items()]


def _columns(customer: CustomerIn) -> dict[str, Any]:
    listed = {"held", "knowledge", "maturities"}
    plain = customer.model_dump(exclude=listed)
    return plain | customer.model_dump(include=listed, mode="json")


def _facts(row: Any) -> Facts:
    return Facts(
        customer_id=row.id,
        segment=row.segment,
        birth_date=row.birth_date,
        region=row.region,
        language=row.language,
        capacity=row.capacity,
        assessed_until=row.assessed_until,
        qualified_until=row.qualified_until,
        held=frozenset(row.held),
        idle_cash_minor=row.idle_cash_minor,
        currency=row.currency,
        maturities=tuple(_maturity(one) for one in row.maturities),
        senior=row.senior,
        knowledge=frozenset(row.knowledge),
    )


def _maturity(stored: dict[str, Any]) -> Maturity:
    return Maturity(stored["product_id"], stored["amount_minor"], date.fromisoformat(stored["on"]))
