"""Receipts: the first to claim an event id stores the event, everybody later is a duplicate."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.ext.asyncio import AsyncSession

from recommender.bulk import statements_of
from recommender.chunks import chunked
from recommender.database import Statement
from recommender.dialect import upsert
from recommender.interactions.tables import ReceiptRow

KEYS_PER_STATEMENT = 1000


def receipts(wanted: Mapping[str, datetime]) -> list[dict[str, Any]]:
    """Return rows of receipts in the order of their keys, so that writers meet in one order."""
    return [{"event_id": key, "at": at} for key, at in sorted(wanted.items())]


def noting(wanted: Mapping[str, datetime], dialect: Dialect) -> list[Statement]:
    """Return what writes receipts, and fails when one is written already."""
    return statements_of(ReceiptRow, receipts(wanted), dialect)


async def claim(session: AsyncSession, wanted: Mapping[str, datetime]) -> set[str]:
    """Write receipts and return those that are new."""
    new: set[str] = set()
    statement = upsert(session, ReceiptRow).on_conflict_do_nothing()
    for some in chunked(receipts(wanted), KEYS_PER_STATEMENT):
        new |= set(await session.scalars(statement.returning(ReceiptRow.event_id), list(some)))
    return new
