"""Events for training: page by page, so that no read lasts long enough to hold up the writers."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from recommender.customers.service import ScopeSource
from recommender.database import Database
from recommender.interactions.tables import EventRow as Row
from recommender.layers.visible import visible
from recommender.ports import PERSONALISATION

PAGE_ROWS = 50_000
FIRST = "00000000-0000-0000-0000-000000000000"


class ExportedEvent(NamedTuple):
    """What one customer did; `value` is minor units for buy and redeem, else a share 0..1."""

    customer_id: str
    kind: str
    item_id: str
    action: str
    at: datetime
    value: float | None
    dwell_ms: int | None


async def pages(
    database: Database, scopes: ScopeSource, *, page_rows: int = PAGE_ROWS
) -> AsyncIterator[list[ExportedEvent]]:
    """Yield the usable events of customers who consent now, in the order of storing."""
    after = FIRST
    while rows := await _read(database, after, page_rows):
        after = rows[-1].id
        allowed = await scopes.of_many({row.customer_id for row in rows})
        yield [_exported(row) for row in rows if allowed[row.customer_id].allows(PERSONALISATION)]


async def _read(database: Database, after: str, limit: int) -> Sequence[Any]:
    columns = (Row.id, Row.customer_id, Row.kind, Row.item_id, Row.action, Row.at)
    query = (
        select(*columns, Row.amount_minor, Row.rating, Row.dwell_ms)
        .where(Row.id > after, Row.usable, Row.customer_id.is_not(None), visible(Row.layer))
        .order_by(Row.id)
        .limit(limit)
    )
    async with database.reading() as session:
        return (await session.execute(query)).all()


def _exported(row: Any) -> ExportedEvent:
    value = row.rating if row.amount_minor is None else float(row.amount_minor)
    return ExportedEvent(
        row.customer_id, row.kind, row.item_id, row.action, row.at, value, row.dwell_ms
    )
