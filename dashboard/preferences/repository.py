"""Queries on preferences."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.preferences.model import Preferences
from dashboard.preferences.tables import PreferenceRow


class PreferenceRows:
    """One row for each person who chose something."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, owner: str) -> Preferences | None:
        """Return what the person chose, or None."""
        row = await self._session.get(PreferenceRow, owner)
        if row is None:
            return None
        return Preferences.model_validate(
            {name: getattr(row, name) for name in Preferences.model_fields}
        )

    async def put(self, owner: str, chosen: Preferences, now: datetime) -> None:
        """Store what the person chose."""
        await self._session.merge(PreferenceRow(owner=owner, updated_at=now, **dict(chosen)))
        await self._session.flush()
