"""The rules of notices: who publishes, who reads, who acknowledges."""

from collections.abc import Awaitable, Callable

from dashboard.errors import NotAllowed, NotFound
from dashboard.notices.model import NoticeIn, Published
from dashboard.notices.repository import NoticeRepository
from recommender.ports import COMPLIANCE, OPERATOR, SYSTEM, Actor, Clock

SegmentOf = Callable[[str], Awaitable[str]]


class Notices:
    """What the bank must tell."""

    def __init__(self, store: NoticeRepository, *, segment_of: SegmentOf, clock: Clock) -> None:
        self._store = store
        self._segment_of = segment_of
        self._clock = clock

    async def current(self, actor: Actor, customer_id: str) -> list[Published]:
        """List the customer's notices that are valid now, newest first."""
        if actor.customer_id != customer_id and not actor.has(SYSTEM):
            raise NotFound("There is no such customer.")
        segment = await self._segment(customer_id)
        return await self._store.current(customer_id, segment, self._clock.now())

    async def acknowledge(self, actor: Actor, customer_id: str, notice_id: str) -> None:
        """Keep that the customer has seen a notice."""
        known = {notice.id for notice in await self.current(actor, customer_id)}
        if notice_id not in known:
            raise NotFound("This notice is not valid any more.")
        await self._store.mark_seen(customer_id, notice_id, self._clock.now())

    async def publish(self, actor: Actor, notice_id: str, notice: NoticeIn) -> None:
        """Store a notice for a segment or for everybody."""
        if not actor.has(COMPLIANCE, OPERATOR, SYSTEM):
            raise NotAllowed("Notices are published by compliance or the operator.")
        await self._store.put(notice_id, notice)

    async def _segment(self, customer_id: str) -> str:
        try:
            return await self._segment_of(customer_id)
        except NotFound:
            return ""
