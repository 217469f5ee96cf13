"""Queries over contacts."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from recommender.chunks import chunked
from recommender.contacts.model import Contact
from recommender.contacts.tables import ContactRow as Row

CUSTOMERS_AT_ONCE = 500


class ContactRepository:
    """Contacts in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, contact: Contact) -> None:
        """Store a contact."""
        self._session.add(Row(**contact.model_dump()))
        await self._session.flush()

    async def newest_at(self, customers: Collection[str], channel: str) -> dict[str, datetime]:
        """Return when each of some customers was last contacted."""
        found: dict[str, datetime] = {}
        for some in chunked(sorted(customers), CUSTOMERS_AT_ONCE):
            query = (
                select(Row.customer_id, func.max(Row.at))
                .where(Row.customer_id.in_(some), Row.channel == channel)
                .group_by(Row.customer_id)
            )
            rows = await self._session.execute(query)
            found |= {row[0]: row[1] for row in rows}
        return found

    async def of_customer(self, customer_id: str, limit: int) -> list[Contact]:
        """Return a customer's contacts, newest first."""
        query = select(Row).where(Row.customer_id == customer_id).order_by(Row.at.desc())
        rows = await self._session.scalars(query.limit(limit))
        return [
            Contact.model_validate({name: getattr(row, name) for name in Contact.model_fields})
            for row in rows
        ]
