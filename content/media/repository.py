"""Queries on the uploaded pictures."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from content.media.tables import MediaRow


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to send."""

    mime: str
    data: bytes


class MediaRepository:
    """Pictures in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, name: str, picture: Picture, made_by: str, made_at: datetime) -> None:
        """Store a picture."""
        self._session.add(
            MediaRow(
                name=name,
                mime=picture.mime,
                size=len(picture.data),
                data=picture.data,
                made_by=made_by,
                made_at=made_at,
            )
        )
        await self._session.flush()

    async def get(self, name: str) -> Picture | None:
        """Return a picture."""
        row = await self._session.get(MediaRow, name)
        return Picture(row.mime, row.data) if row else None
