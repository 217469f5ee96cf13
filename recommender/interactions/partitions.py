"""Monthly partitions of events on PostgreSQL, made before their month begins."""

from datetime import UTC, datetime

from sqlalchemy import text

from recommender.database import Database

EVENTS = "events"
MONTHS_AHEAD = 2


async def prepare(database: Database, now: datetime) -> list[str]:
    """Make the partitions of the coming months and return the names of the new ones.

    What arrives before the first preparation stays in the default partition.
    """
    if database.is_sqlite:
        return []
    new = []
    for ahead in range(1, MONTHS_AHEAD + 1):
        first, last = _month(now, ahead), _month(now, ahead + 1)
        name = f"{EVENTS}_{first:%Y_%m}"
        if await _make(database, name, first, last):
            new.append(name)
    return new


async def _make(database: Database, name: str, first: datetime, last: datetime) -> bool:
    async with database.writing() as session:
        exists = await session.scalar(text("SELECT to_regclass(:name)"), {"name": name})
        if exists is not None:
            return False
        # DDL takes no parameters; the name and the bounds are made of numbers above.
        bounds = f"FROM ('{first.isoformat()}') TO ('{last.isoformat()}')"
        of = f"PARTITION OF {EVENTS} FOR VALUES {bounds}"
        await session.execute(text(f"CREATE TABLE {name} {of}"))
        return True


def _month(now: datetime, ahead: int) -> datetime:
    """Return the first instant (UTC) of the month so many months ahead."""
    utc = now.astimezone(UTC)
    months = utc.year * 12 + utc.month - 1 + ahead
    return datetime(months // 12, months % 12 + 1, 1, tzinfo=UTC)
