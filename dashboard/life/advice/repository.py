"""Every query over threads."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.life.advice.model import MessageIn, StoredMessage
from dashboard.life.advice.tables import MessageRow
from recommender.chunks import chunked
from recommender.database import new_id

KEYS_PER_STATEMENT = 500


class ThreadRepository:
    """Threads in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def thread(self, customer_id: str, limit: int) -> list[StoredMessage]:
        """Return the newest messages of a thread, the newest last."""
        query = (
            select(MessageRow)
            .where(MessageRow.customer_id == customer_id)
            .order_by(MessageRow.id.desc())
            .limit(limit)
        )
        return [_message(row) for row in await self._session.scalars(query)][::-1]

    async def add(
        self,
        customer_id: str,
        by: str,
        said: MessageIn,
        at: datetime,
        *,
        is_customer: bool,
        call: bool,
    ) -> StoredMessage:
        """Store a message."""
        about = said.about
        row = MessageRow(
            id=new_id(),
            customer_id=customer_id,
            by=by,
            is_customer=is_customer,
            asks_call=call,
            text=said.text,
            at=at,
            decision_id=str(about.decision_id) if about and about.decision_id else None,
            kind=about.kind if about else None,
            item_id=about.item_id if about else None,
        )
        self._session.add(row)
        await self._session.flush()
        return _message(row)

    async def unanswered(self, customer_ids: Collection[str]) -> list[StoredMessage]:
        """Return the last message of each thread that ends with the customer, the oldest first."""
        found: list[StoredMessage] = []
        for some in chunked(sorted(customer_ids), KEYS_PER_STATEMENT):
            last = (
                select(func.max(MessageRow.id))
                .where(MessageRow.customer_id.in_(some))
                .group_by(MessageRow.customer_id)
            )
            rows = select(MessageRow).where(MessageRow.id.in_(last), MessageRow.is_customer)
            found += [_message(row) for row in await self._session.scalars(rows)]
        return sorted(found, key=lambda one: one.id)


def _message(row: MessageRow) -> StoredMessage:
    return StoredMessage.model_validate(row, from_attributes=True)
