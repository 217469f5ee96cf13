"""Every query on third-party kinds and on the version that announces them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.errors import Conflict
from dashboard.platform.model import LiveWidget, Manifest, WidgetRecord
from dashboard.platform.tables import PlatformVersionRow, PlatformWidgetRow
from recommender.commit import after_commit
from recommender.dialect import upsert

VERSION_ID = 1


class PlatformRepository:
    """Third-party kinds in the database.

    Args:
        session: Of the unit of work.
        changed: Told once a change is committed: this process need not wait for its next look.
    """

    def __init__(self, session: AsyncSession, changed: Callable[[], None] = lambda: None) -> None:
        self._session = session
        self._changed = changed

    async def version(self) -> int:
        """Return the version of what is live, 0 before the first change."""
        return await self._session.scalar(select(PlatformVersionRow.version)) or 0

    async def get(self, kind: str) -> WidgetRecord | None:
        """Return one kind."""
        row = await self._session.get(PlatformWidgetRow, kind)
        return _record(row) if row else None

    async def every(self) -> list[WidgetRecord]:
        """List all kinds by name."""
        query = select(PlatformWidgetRow).order_by(PlatformWidgetRow.kind)
        return [_record(row) for row in await self._session.scalars(query)]

    async def of_provider(self, provider: str) -> list[WidgetRecord]:
        """List the kinds of one provider."""
        query = select(PlatformWidgetRow).where(PlatformWidgetRow.provider == provider)
        return [_record(row) for row in await self._session.scalars(query)]

    async def add(self, record: WidgetRecord) -> None:
        """Store a new kind without any live version."""
        self._session.add(
            PlatformWidgetRow(
                kind=record.kind,
                provider=record.provider,
                made_by=record.made_by,
                made_at=record.made_at,
                is_suspended=False,
                suspended="",
            )
        )
        try:
            await self._session.flush()
        except IntegrityError as error:
            raise Conflict("A kind of this name exists already: edit it instead.") from error

    async def put_live(self, manifest: Manifest, number: int, content_hash: str) -> None:
        """Let a version be live, in place of the one that was; a suspension stays."""
        await self._set(
            manifest.kind,
            live_number=number,
            live_manifest=manifest.model_dump(mode="json", by_alias=True),
            live_hash=content_hash,
        )

    async def suspend(self, kind: str, reason: str) -> None:
        """Switch a kind off."""
        await self._set(kind, is_suspended=True, suspended=reason)

    async def resume(self, kind: str) -> None:
        """Switch a kind on again."""
        await self._set(kind, is_suspended=False, suspended="")

    async def _set(self, kind: str, **values: Any) -> None:
        row = await self._session.get(PlatformWidgetRow, kind, with_for_update=True)
        if row is None:
            raise Conflict("The kind is gone.")
        for name, value in values.items():
            setattr(row, name, value)
        await self._session.flush()
        await self._touch()

    async def _touch(self) -> None:
        first = upsert(self._session, PlatformVersionRow).values(id=VERSION_ID, version=1)
        risen = {"version": PlatformVersionRow.version + 1}
        await self._session.execute(first.on_conflict_do_update(index_elements=["id"], set_=risen))
        after_commit(self._session, self._changed)


def _record(row: PlatformWidgetRow) -> WidgetRecord:
    made_at: datetime = row.made_at
    return WidgetRecord(
        kind=row.kind,
        provider=row.provider,
        made_by=row.made_by,
        made_at=made_at,
        live_number=row.live_number,
        live=_live(row),
    )


def _live(row: PlatformWidgetRow) -> LiveWidget | None:
    if row.live_manifest is None:
        return None
    return LiveWidget(
        manifest=Manifest.model_validate(row.live_manifest),
        content_hash=row.live_hash or "",
        suspended=row.suspended,
        is_suspended=row.is_suspended,
    )
