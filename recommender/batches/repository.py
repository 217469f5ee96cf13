"""Queries over batch lists."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from recommender.batches.tables import BatchListRow as Row
from recommender.dialect import upsert

COLUMNS = ("model_id", "catalogue", "catalogue_version", "body", "made_at")


class BatchRepository:
    """Batch lists in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def put(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Store lists in place of those that the customers had."""
        if not rows:
            return
        statement = upsert(self._session, Row)
        fresh = {name: statement.excluded[name] for name in COLUMNS}
        statement = statement.on_conflict_do_update(index_elements=["customer_id"], set_=fresh)
        await self._session.execute(statement, rows)

    async def body_of(self, customer_id: str) -> bytes | None:
        """Return a customer's packed list."""
        return await self._session.scalar(select(Row.body).where(Row.customer_id == customer_id))

    async def count(self) -> int:
        """Count the lists."""
        return await self._session.scalar(select(func.count()).select_from(Row)) or 0

    async def drop_older(self, than: datetime) -> int:
        """Take out lists that were made before an instant; return how many."""
        done = await self._session.execute(delete(Row).where(Row.made_at < than))
        return done.rowcount if isinstance(done, CursorResult) else 0
