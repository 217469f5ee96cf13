"""The audit: recording in the change's own transaction, sealing, reading."""

import json
from collections.abc import Mapping
from typing import Any

from dashboard.audit.chain import content_hash, link, written
from dashboard.audit.model import Entry, EntryPage, Stored
from dashboard.audit.repository import AuditRepository
from dashboard.errors import NotAllowed
from recommender.database import new_id
from recommender.ports import COMPLIANCE, SYSTEM, Actor, Clock

SEAL_ROWS = 1000


class AuditService:
    """An `AuditSink`, and the reading side for compliance."""

    def __init__(self, repository: AuditRepository, clock: Clock) -> None:
        self._repository = repository
        self._clock = clock

    async def record(
        self, actor: Actor, action: str, subject: str, detail: Mapping[str, Any]
    ) -> None:
        """Store one entry with the change that it tells of."""
        fields = {
            "id": new_id(),
            "at": self._clock.now(),
            "actor": actor.id,
            "action": action,
            "subject": subject,
            "detail": written(detail),
        }
        await self._repository.add(fields | {"content_hash": content_hash(fields)})

    async def seal(self) -> tuple[int, str] | None:
        """Chain a batch of entries; return the new head, None when nothing waited."""
        waiting = await self._repository.unsealed(SEAL_ROWS)
        if not waiting:
            return None
        sequence, chain = await self._repository.head()
        links = []
        for row in waiting:
            sequence += 1
            chain = link(chain, sequence, row.content_hash)
            links.append({"id": row.id, "sequence": sequence, "chain_hash": chain})
        await self._repository.seal(links, self._clock.now())
        return sequence, chain

    async def head(self) -> tuple[int, str]:
        """Return the newest number and link of the chain."""
        return await self._repository.head()

    async def page(self, actor: Actor, /, *, after: int, limit: int, **equal: str) -> EntryPage:
        """Return the next sealed entries; `equal` may narrow actor, action and subject."""
        if not actor.has(COMPLIANCE, SYSTEM):
            raise NotAllowed("The audit is read by compliance.")
        rows = await self._repository.sealed(after, limit, **equal)
        entries = [_entry(row) for row in rows]
        return EntryPage(
            entries=entries, next=entries[-1].sequence if len(entries) == limit else None
        )


def _entry(row: Stored) -> Entry:
    return Entry(
        sequence=row.sequence or 0,
        id=row.id,
        at=row.at,
        actor=row.actor,
        action=row.action,
        subject=row.subject,
        detail=json.loads(row.detail),
        hash=row.content_hash,
        erased=row.erasure is not None,
    )
