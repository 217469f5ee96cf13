"""Queries on API keys."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.people.model import Key
from dashboard.people.tables import KeyRow


class Keys:
    """Integrators' keys by prefix."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, prefix: str) -> Key | None:
        """Return a key."""
        row = await self._session.get(KeyRow, prefix)
        return None if row is None else _key(row)

    async def all(self) -> list[Key]:
        """Return every key, oldest first."""
        rows = await self._session.scalars(select(KeyRow).order_by(KeyRow.created_at))
        return [_key(row) for row in rows]

    async def add(self, key: Key) -> None:
        """Store a new key."""
        values = {name: getattr(key, name) for name in Key.__dataclass_fields__}
        self._session.add(KeyRow(**values | {"scopes": sorted(key.scopes)}))
        await self._session.flush()

    async def revoke(self, prefix: str, now: datetime) -> None:
        """End a key."""
        await self._set(prefix, revoked_at=now)

    async def note_use(self, prefix: str, now: datetime) -> None:
        """Note when a key was last used."""
        await self._set(prefix, last_used_at=now)

    async def _set(self, prefix: str, **values: datetime) -> None:
        await self._session.execute(update(KeyRow).where(KeyRow.prefix == prefix).values(**values))


def _key(row: KeyRow) -> Key:
    return Key(
        prefix=row.prefix,
        hash=row.hash,
        name=row.name,
        scopes=frozenset(row.scopes),
        per_minute=row.per_minute,
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
    )
