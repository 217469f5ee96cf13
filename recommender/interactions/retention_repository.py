"""Taking out events that are older than the policy keeps them."""

from datetime import datetime

from sqlalchemy import CursorResult, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from recommender.interactions.tables import EventRow, ReceiptRow

NOT_LOADED = {"synchronize_session": False}


class EventRetention:
    """Old events and their receipts."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def count(self, before: datetime) -> int:
        """Count the events that were received before an instant."""
        query = select(func.count()).select_from(EventRow).where(EventRow.received_at < before)
        return await self._session.scalar(query) or 0

    async def total(self) -> int:
        """Count all events."""
        return await self._session.scalar(select(func.count()).select_from(EventRow)) or 0

    async def delete(self, before: datetime, limit: int) -> int:
        """Take out some of them, oldest id first; return how many."""
        query = select(EventRow.id).where(EventRow.received_at < before).order_by(EventRow.id)
        some = list(await self._session.scalars(query.limit(limit)))
        if some:
            await self._session.execute(
                delete(EventRow).where(EventRow.id.in_(some), EventRow.received_at < before),
                execution_options=NOT_LOADED,
            )
        return len(some)

    async def delete_receipts(self, before: datetime, limit: int) -> int:
        """Take out some of the receipts from before an instant; return how many."""
        some = select(ReceiptRow.event_id).where(ReceiptRow.at < before).limit(limit)
        result = await self._session.execute(
            delete(ReceiptRow).where(ReceiptRow.event_id.in_(some.scalar_subquery())),
            execution_options=NOT_LOADED,
        )
        return max(0, result.rowcount) if isinstance(result, CursorResult) else 0
