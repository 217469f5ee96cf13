"""Receipts: the first to claim an event id stores the event, everybody later is a duplicate."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from recommender.chunks import chunked
from recommender.dialect import upsert
from recommender.interactions.tables import ReceiptRow

KEYS_PER_STATEMENT = 1000


async def claim(session: AsyncSession, wanted: Mapping[str, datetime]) -> set[str]:
    """Write receipts, in the order of their keys, and return those that are new."""
    new: set[str] = set()
    statement = upsert(session, ReceiptRow).on_conflict_do_nothing()
    values = [{"event_id": key, "at": at} for key, at in sorted(wanted.items())]
    for some in chunked(values, KEYS_PER_STATEMENT):
        new |= set(await session.scalars(statement.returning(ReceiptRow.event_id), list(some)))
    return new
