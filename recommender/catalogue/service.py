"""The catalogue: who may write and approve what, and when a change counts."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime

from recommender.catalogue.grades import settle
from recommender.catalogue.model import (
    CONTENT,
    KINDS,
    OPEN,
    PRODUCT,
    UNREVIEWED,
    CatalogueItem,
)
from recommender.catalogue.repository import CatalogueRepository
from recommender.catalogue.snapshot import CatalogueCache
from recommender.commit import after_commit
from recommender.errors import Conflict, NotAllowed, NotFound, Stale
from recommender.ports import COMPLIANCE, REVIEWER, SYSTEM, Actor, AuditSink, Clock

WRITE_SCOPE = "catalogue:write"
MISSING = {PRODUCT: "There is no such product.", CONTENT: "There is no such content."}
NOT_APPROVED = ("state", "put_by", "pending_grade")


def digest(item: CatalogueItem) -> str:
    """Return the hash of what an approval names: everything but who put it and its state."""
    shown = asdict(item) | {"approves": item.pending_grade or item.grade}
    kept = {name: value for name, value in shown.items() if name not in NOT_APPROVED}
    text = json.dumps(kept, sort_keys=True, default=_instant, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()


class CatalogueService:
    """Products and content as the recommender knows them."""

    def __init__(
        self,
        repository: CatalogueRepository,
        cache: CatalogueCache,
        audit: AuditSink,
        clock: Clock,
    ) -> None:
        self._repository = repository
        self._cache = cache
        self._audit = audit
        self._clock = clock

    async def get(self, kind: str, item_id: str) -> CatalogueItem:
        """Return one item as the tables have it now."""
        found = await self._repository.get(kind, item_id)
        if found is None:
            raise NotFound(MISSING.get(kind, "There is no such service."))
        return found

    async def put(self, actor: Actor, item: CatalogueItem) -> CatalogueItem:
        """Store one item; content is unreviewed unless the system itself vouches for it."""
        return (await self.put_many(actor, [item]))[0]

    async def put_many(self, actor: Actor, items: Sequence[CatalogueItem]) -> list[CatalogueItem]:
        """Store several items in this one transaction."""
        if not actor.may(WRITE_SCOPE):
            raise NotAllowed(f"Storing items needs a key with the scope {WRITE_SCOPE}.")
        stored = await self.admit(actor, items)
        await self._store(stored)
        subject = "{}:{}".format(*items[0].key) if len(items) == 1 else "item:*"
        await self._audit.record(actor, "item.put", subject, {"count": len(items)})
        return stored

    async def approve_content(self, actor: Actor, content_id: str, seen: str) -> CatalogueItem:
        """Let content be promoted that the reviewer saw with this digest."""
        item = await self._to_approve(actor, REVIEWER, CONTENT, content_id)
        if item.state != UNREVIEWED:
            raise Conflict("This content does not wait for a review.")
        self._check_seen(item, seen)
        approved = replace(item, state=OPEN)
        await self._store([approved])
        await self._audit.record(actor, "content.approve", f"content:{content_id}", {"hash": seen})
        return approved

    async def approve_grade(self, actor: Actor, product_id: str, seen: str) -> CatalogueItem:
        """Let a product's grade fall to the one that waits."""
        item = await self._to_approve(actor, COMPLIANCE, PRODUCT, product_id)
        if item.pending_grade is None:
            raise Conflict("No grade of this product waits for approval.")
        self._check_seen(item, seen)
        approved = replace(item, grade=item.pending_grade, pending_grade=None)
        await self._store([approved])
        detail = {"from": item.grade, "to": approved.grade, "hash": seen}
        await self._audit.record(actor, "product.grade", f"product:{product_id}", detail)
        return approved

    async def admit(self, actor: Actor, items: Sequence[CatalogueItem]) -> list[CatalogueItem]:
        """Return items as they may be stored: grades settled, content unreviewed."""
        before = [
            await self._repository.many(kind, [one.id for one in items if one.kind == kind])
            for kind in KINDS
        ]
        known = {one.key: one for some in before for one in some.values()}
        return [_admitted(actor, one, known.get(one.key)) for one in items]

    async def _store(self, items: Sequence[CatalogueItem]) -> None:
        await self._repository.put(items, self._clock.now())
        await self._repository.rise()
        after_commit(self._repository.session, self._cache.drop)

    async def _to_approve(self, actor: Actor, role: str, kind: str, item_id: str) -> CatalogueItem:
        if not actor.has(role):
            raise NotAllowed(f"Approving this needs the role {role}.")
        item = await self.get(kind, item_id)
        if item.put_by == actor.id:
            raise NotAllowed("Four eyes: nobody approves what they brought in.")
        return item

    def _check_seen(self, item: CatalogueItem, seen: str) -> None:
        if seen != digest(item):
            raise Stale("This was changed since you looked; please read it again.")


def _admitted(actor: Actor, item: CatalogueItem, before: CatalogueItem | None) -> CatalogueItem:
    own = replace(item, put_by=actor.id)
    if item.kind == PRODUCT:
        return settle(own, before)
    if item.kind != CONTENT or actor.has(SYSTEM):
        return own
    if before is not None and digest(before) == digest(own):
        return before
    return replace(own, state=UNREVIEWED)
