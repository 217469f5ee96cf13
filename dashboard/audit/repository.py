"""Queries over the audit."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.audit.chain import FIRST
from dashboard.audit.model import Stored
from dashboard.audit.tables import EntryRow, HeadRow
from recommender.chunks import chunked
from recommender.dialect import upsert

THE_HEAD = 1
KEYS_PER_STATEMENT = 500


class AuditRepository:
    """Entries and the head of the chain in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, entry: Mapping[str, Any]) -> None:
        """Store one entry, unsealed."""
        await self._session.execute(insert(EntryRow), [dict(entry)])

    async def unsealed(self, limit: int) -> list[Stored]:
        """Return entries that wait for the sealer."""
        query = select(EntryRow).where(EntryRow.sequence.is_(None)).order_by(EntryRow.id)
        return [_stored(row) for row in await self._session.scalars(query.limit(limit))]

    async def count_unsealed(self) -> int:
        """Count entries that wait for the sealer."""
        query = select(func.count()).select_from(EntryRow).where(EntryRow.sequence.is_(None))
        return await self._session.scalar(query) or 0

    async def head(self) -> tuple[int, str]:
        """Return the newest number and link, locked against another sealer."""
        query = select(HeadRow).where(HeadRow.id == THE_HEAD).with_for_update()
        row = await self._session.scalar(query)
        return (0, FIRST) if row is None else (row.sequence, row.chain_hash)

    async def seal(self, links: Sequence[Mapping[str, Any]], at: datetime) -> None:
        """Give entries (id, sequence, chain_hash) their place and move the head to the last."""
        await self._session.execute(update(EntryRow), [dict(one) for one in links])
        last = {name: links[-1][name] for name in ("sequence", "chain_hash")} | {"sealed_at": at}
        statement = upsert(self._session, HeadRow).values(id=THE_HEAD, **last)
        await self._session.execute(
            statement.on_conflict_do_update(index_elements=["id"], set_=last)
        )

    async def newest(self, action: str) -> Stored | None:
        """Return the newest entry of an action, sealed or not."""
        query = select(EntryRow).where(EntryRow.action == action).order_by(EntryRow.id.desc())
        row = await self._session.scalar(query.limit(1))
        return None if row is None else _stored(row)

    async def of_action(self, action: str) -> list[Stored]:
        """Return every entry of an action, sealed or not, oldest first."""
        query = select(EntryRow).where(EntryRow.action == action).order_by(EntryRow.id)
        return [_stored(row) for row in await self._session.scalars(query)]

    async def newest_before(self, action: str, entry_id: str) -> Stored | None:
        """Return the newest sealed entry of an action whose id is below another."""
        query = select(EntryRow).where(EntryRow.action == action, EntryRow.id < entry_id)
        sealed = query.where(EntryRow.sequence.is_not(None)).order_by(EntryRow.id.desc())
        row = await self._session.scalar(sealed.limit(1))
        return None if row is None else _stored(row)

    async def about(self, words: Collection[str], owners: Collection[str], after: str) -> list[str]:
        """Return the ids (above one id) of entries by an owner or naming one of the words."""
        naming = [EntryRow.detail.contains(f'"{one}"', autoescape=True) for one in sorted(words)]
        subjects = [EntryRow.subject.endswith(f":{one}", autoescape=True) for one in sorted(words)]
        concerned = or_(EntryRow.actor.in_(sorted(owners)), *naming, *subjects)
        query = select(EntryRow.id).where(EntryRow.id > after, concerned)
        return list(await self._session.scalars(query.order_by(EntryRow.id)))

    async def get_many(self, entry_ids: Collection[str]) -> list[Stored]:
        """Return some entries."""
        found: list[Stored] = []
        for some in chunked(sorted(entry_ids), KEYS_PER_STATEMENT):
            rows = await self._session.scalars(select(EntryRow).where(EntryRow.id.in_(some)))
            found += [_stored(row) for row in rows]
        return found

    async def empty(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Replace the personal fields (actor, subject, detail, erasure) of entries by id."""
        if rows:
            await self._session.execute(update(EntryRow), [dict(one) for one in rows])

    async def erased(self, erasure: str) -> list[tuple[str, bytes]]:
        """Return id and hash of the entries that an erasure emptied, by id."""
        query = select(EntryRow.id, EntryRow.content_hash).where(EntryRow.erasure == erasure)
        rows = await self._session.execute(query.order_by(EntryRow.id))
        return [(row.id, bytes.fromhex(row.content_hash)) for row in rows]

    async def erasures(self) -> set[str]:
        """Return the erasures that entries name."""
        query = select(EntryRow.erasure).where(EntryRow.erasure.is_not(None)).distinct()
        return {one for one in await self._session.scalars(query) if one}

    async def sealed(self, after: int, limit: int, **equal: str) -> list[Stored]:
        """Return the next entries in the order of their numbers; `equal` narrows them."""
        query = select(EntryRow).where(EntryRow.sequence > after).filter_by(**equal)
        ordered = query.order_by(EntryRow.sequence).limit(limit)
        return [_stored(row) for row in await self._session.scalars(ordered)]


def _stored(row: EntryRow) -> Stored:
    return Stored(**{one.name: getattr(row, one.name) for one in fields(Stored)})
