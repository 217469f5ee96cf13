"""Monthly partitions on PostgreSQL: made before their month begins, dropped whole by policy."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils import UUID

from recommender.database import Database

MONTHS_AHEAD = 2
LISTED = "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = to_regclass(:parent)"


@dataclass(frozen=True, slots=True)
class Partitioned:
    """A table that PostgreSQL keeps in one part a month.

    Attributes:
        bound: Turns the first instant of a month into the literal that parts are cut at.
    """

    table: str
    bound: Callable[[datetime], str]

    def name(self, month: datetime) -> str:
        """Return the name of a month's part."""
        return f"{self.table}_{month:%Y_%m}"


def id_at(at: datetime) -> str:
    """Return the least UUIDv7 of an instant."""
    milliseconds = int(at.timestamp() * 1000)
    return str(UUID(bytes=milliseconds.to_bytes(6, "big") + bytes([0x70] + [0] * 9)))


def made_at(uuid: str) -> datetime:
    """Return the instant that a UUIDv7 was made at."""
    return datetime.fromtimestamp(int.from_bytes(UUID(uuid).bytes[:6], "big") / 1000, UTC)


def _as_bytes(month: datetime) -> str:
    return f"'\\x{id_at(month).replace('-', '')}'"


EVENTS = Partitioned("events", lambda month: f"'{month.isoformat()}'")
DECISIONS = Partitioned("decisions", _as_bytes)


def wall_clock() -> datetime:
    """Return the instant by which ids are made, whatever the bank's clock is pinned to."""
    return datetime.fromtimestamp(time.time(), UTC)


async def prepare(database: Database, now: datetime, parted: Partitioned = EVENTS) -> list[str]:
    """Make the partitions of the coming months and return the names of the new ones.

    What arrives before the first preparation stays in the default partition.
    """
    if database.is_sqlite:
        return []
    months = [_month(now, ahead) for ahead in range(1, MONTHS_AHEAD + 2)]
    new = []
    for first, last in pairwise(months):
        if await _make(database, parted, first, last):
            new.append(parted.name(first))
    return new


async def drop_before(session: AsyncSession, parted: Partitioned, before: datetime) -> list[str]:
    """Drop the parts of months that ended before an instant; return their names."""
    if session.get_bind().dialect.name != "postgresql":
        return []
    found = await session.scalars(text(LISTED), {"parent": parted.table})
    first_kept = parted.name(_month(before, 0))
    monthly = [one for one in found if one[len(parted.table) + 1 :][:4].isdigit()]
    ended = sorted(one for one in monthly if one < first_kept)
    for name in ended:
        await session.execute(text(f"DROP TABLE {name}"))
    return ended


async def _make(database: Database, parted: Partitioned, first: datetime, last: datetime) -> bool:
    async with database.writing() as session:
        name = parted.name(first)
        exists = await session.scalar(text("SELECT to_regclass(:name)"), {"name": name})
        if exists is not None:
            return False
        # DDL takes no parameters; the name and the bounds are made of numbers above.
        bounds = f"FROM ({parted.bound(first)}) TO ({parted.bound(last)})"
        of = f"PARTITION OF {parted.table} FOR VALUES {bounds}"
        await session.execute(text(f"CREATE TABLE {name} {of}"))
        return True


def _month(now: datetime, ahead: int) -> datetime:
    """Return the first instant (UTC) of the month so many months ahead."""
    utc = now.astimezone(UTC)
    months = utc.year * 12 + utc.month - 1 + ahead
    return datetime(months // 12, months % 12 + 1, 1, tzinfo=UTC)
