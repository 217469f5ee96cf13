"""Queries over imports and the layers that they bring."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, Update, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from recommender.catalogue.tables import ItemLinkRow, ItemRow
from recommender.customers.tables import CustomerRow
from recommender.imports.model import ImportView
from recommender.interactions.tables import EventRow, ReceiptRow
from recommender.layers.states import OPEN
from recommender.layers.tables import ImportRow

SILENT = {"synchronize_session": False}


class ImportRepository:
    """Imports in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def begin(self, import_: ImportView) -> None:
        """Write down an import whose rows nobody sees yet."""
        values = import_.model_dump(exclude={"rows"}) | {
            "counts": import_.rows,
            "touched_at": import_.created_at,
        }
        await self.session.execute(insert(ImportRow), [values])

    async def get(self, import_id: str) -> ImportView | None:
        """Return one import."""
        query = select(ImportRow).where(ImportRow.id == import_id)
        row = await self.session.scalar(query, execution_options={"populate_existing": True})
        return None if row is None else _view(row)

    async def every(self, limit: int) -> list[ImportView]:
        """Return the newest imports."""
        query = select(ImportRow).order_by(ImportRow.id.desc()).limit(limit)
        return [_view(row) for row in await self.session.scalars(query)]

    async def in_state(self, state: str) -> list[tuple[str, datetime]]:
        """Return imports in a state, with the time when they last moved."""
        query = select(ImportRow.id, ImportRow.touched_at).where(ImportRow.state == state)
        return [(id_, at) for id_, at in await self.session.execute(query)]

    async def touch(self, import_id: str, at: datetime) -> bool:
        """Note that an open import goes on; False when somebody took it back meanwhile."""
        result = await self.session.execute(touching(import_id, at), execution_options=SILENT)
        return isinstance(result, CursorResult) and result.rowcount > 0

    async def move(self, import_id: str, before: str, after: str, at: datetime) -> bool:
        """Change the state if it still is as it was seen."""
        return await self._update(import_id, before, state=after, touched_at=at)

    async def remove_some(self, import_id: str, limit: int) -> int:
        """Delete some rows of an undone import and return how many; 0 when none is left."""
        events = await self._remove_events(import_id, limit)
        return events or await self._remove_layers(import_id, limit)

    async def _remove_events(self, import_id: str, limit: int) -> int:
        query = select(EventRow.id, EventRow.event_id).where(EventRow.layer == import_id)
        rows = (await self.session.execute(query.limit(limit))).all()
        keys = [row.event_id for row in rows]
        ids = [row.id for row in rows]
        await self._delete(ReceiptRow, ReceiptRow.event_id.in_(keys))
        await self._delete(EventRow, EventRow.id.in_(ids), EventRow.layer == import_id)
        return len(rows)

    async def _remove_layers(self, import_id: str, limit: int) -> int:
        removed = 0
        for table, key in (
            (CustomerRow, CustomerRow.id),
            (ItemRow, ItemRow.id),
            (ItemLinkRow, ItemLinkRow.content_id),
        ):
            layer: Any = table.layer
            ids: Sequence[str] = (
                await self.session.scalars(select(key).where(layer == import_id).limit(limit))
            ).all()
            await self._delete(table, key.in_(ids), layer == import_id)
            removed += len(ids)
        return removed

    async def _delete(self, table: Any, *where: Any) -> None:
        await self.session.execute(delete(table).where(*where), execution_options=SILENT)

    async def _update(self, import_id: str, seen: str, **values: Any) -> bool:
        statement = update(ImportRow).where(ImportRow.id == import_id, ImportRow.state == seen)
        result = await self.session.execute(
            statement.values(**values).returning(ImportRow.id), execution_options=SILENT
        )
        return result.first() is not None


def touching(import_id: str, at: datetime) -> Update:
    """Return what notes that an open import goes on; it finds no row that is not open."""
    open_one = (ImportRow.id == import_id, ImportRow.state == OPEN)
    return update(ImportRow).where(*open_one).values(touched_at=at)


def _view(row: ImportRow) -> ImportView:
    return ImportView(
        id=row.id,
        state=row.state,
        source=row.source,
        rows=row.counts,
        created_by=row.created_by,
        created_at=row.created_at,
    )
