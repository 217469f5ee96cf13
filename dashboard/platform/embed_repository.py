"""Every query on embeds."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.platform.tables import EmbedRow

Stored = Mapping[str, Any]


class EmbedRepository:
    """Embeds in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, **values: Any) -> None:
        """Store an embed."""
        sites = list(values.pop("sites"))
        self._session.add(EmbedRow(**values, sites=sites))
        await self._session.flush()

    async def get(self, embed_id: str) -> Stored | None:
        """Return one embed, standing or not."""
        row = await self._session.get(EmbedRow, embed_id)
        return _stored(row) if row else None

    async def standing(self, customer_id: str, now: datetime) -> list[Stored]:
        """List the embeds of a customer that neither ended nor were revoked, the newest first."""
        query = (
            select(EmbedRow)
            .where(EmbedRow.customer_id == customer_id, EmbedRow.expires_at > now)
            .where(EmbedRow.revoked_at.is_(None))
            .order_by(EmbedRow.made_at.desc(), EmbedRow.id.desc())
        )
        return [_stored(row) for row in await self._session.scalars(query)]

    async def revoke(self, embed_id: str, at: datetime) -> None:
        """End an embed."""
        row = await self._session.get(EmbedRow, embed_id, with_for_update=True)
        if row is not None and row.revoked_at is None:
            row.revoked_at = at
            await self._session.flush()


def _stored(row: EmbedRow) -> Stored:
    return {column.name: getattr(row, column.name) for column in EmbedRow.__table__.columns}
