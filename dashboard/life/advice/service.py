"""Threads: a customer writes to the own relationship manager, who answers; nobody else reads."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from dashboard.errors import Conflict, Invalid, NotAllowed, NotFound
from dashboard.life.access import require_own
from dashboard.life.advice.model import About, MessageIn, StoredMessage
from dashboard.life.advice.repository import ThreadRepository
from recommender.ports import MANAGER, RM, Actor, AuditSink, Clock
from widgets.ports import Adviser, Message, Texts

SHOWN = 50
CALL_WISH = "Please call me back."
NameOf = Callable[[str], Awaitable[Texts | None]]
WasShown = Callable[[Actor, str, About], Awaitable[bool]]
FreeAt = Callable[[str], Awaitable[datetime | None]]
"""When the customer could next meet somebody; None where no times are offered."""


class AdviceService:
    """What customers and relationship managers write to each other."""

    def __init__(
        self,
        store: ThreadRepository,
        adviser_of: NameOf,
        free_at: FreeAt,
        *,
        was_shown: WasShown,
        audit: AuditSink,
        clock: Clock,
    ) -> None:
        self._store = store
        self._adviser_of = adviser_of
        self._free_at = free_at
        self._was_shown = was_shown
        self._audit = audit
        self._clock = clock

    async def adviser(self, actor: Actor, customer_id: str) -> Adviser | None:
        """Return who looks after the customer, with the thread; None for nobody."""
        require_own(actor, customer_id)
        name = await self._adviser_of(customer_id)
        if name is None:
            return None
        thread = await self._store.thread(customer_id, SHOWN)
        return Adviser(
            name=name,
            free_at=await self._free_at(customer_id),
            thread=tuple(_told(one) for one in thread),
            waits_for_answer=bool(thread) and thread[-1].is_customer,
        )

    async def thread(self, actor: Actor, customer_id: str) -> list[StoredMessage]:
        """Return a thread to its customer, and to who looks after the customer."""
        if not (_is_own(actor, customer_id) or _looks_after(actor, customer_id)):
            raise NotFound("There is no such customer.")
        return await self._store.thread(customer_id, SHOWN)

    async def write(self, actor: Actor, customer_id: str, said: MessageIn) -> StoredMessage:
        """Add a message of the customer, or the answer of who looks after the customer.

        Raises:
            Conflict: Nobody looks after the customer yet.
            Invalid: It names a decision that did not show the item to this customer.
        """
        is_own = _is_own(actor, customer_id)
        if not (is_own or _looks_after(actor, customer_id)):
            raise NotFound("There is no such customer.")
        if await self._adviser_of(customer_id) is None:
            raise Conflict("Nobody looks after you yet. Please ask at your branch.")
        about = said.about
        if about and about.decision_id and not await self._was_shown(actor, customer_id, about):
            raise Invalid("This decision did not show the item to this customer.")
        return await self._add(actor, customer_id, said, is_customer=is_own, call=False)

    async def ask_for_call(self, actor: Actor, customer_id: str) -> None:
        """Ask to be called back; a wish that waits for its answer is enough.

        Raises:
            Conflict: Nobody looks after the customer yet.
        """
        require_own(actor, customer_id)
        if await self._adviser_of(customer_id) is None:
            raise Conflict("Nobody looks after you yet. Please ask at your branch.")
        waiting = await self._store.unanswered([customer_id])
        if not any(one.asks_call for one in waiting):
            wish = MessageIn(text=CALL_WISH)
            await self._add(actor, customer_id, wish, is_customer=True, call=True)

    async def unanswered(self, actor: Actor) -> list[StoredMessage]:
        """List the threads of a member of staff that wait for an answer, the oldest first."""
        if not actor.has(RM, MANAGER):
            raise NotAllowed("Threads are answered by relationship managers.")
        return await self._store.unanswered(actor.portfolio)

    async def _add(
        self, actor: Actor, customer_id: str, said: MessageIn, *, is_customer: bool, call: bool
    ) -> StoredMessage:
        added = await self._store.add(
            customer_id, actor.id, said, self._clock.now(), is_customer=is_customer, call=call
        )
        await self._audit.record(actor, "message.send", f"customer:{customer_id}", _noted(added))
        return added


def _noted(added: StoredMessage) -> dict[str, str]:
    return {"id": added.id} | ({"decision_id": added.decision_id} if added.decision_id else {})


def _is_own(actor: Actor, customer_id: str) -> bool:
    return actor.customer_id == customer_id


def _looks_after(actor: Actor, customer_id: str) -> bool:
    return actor.has(RM, MANAGER) and customer_id in actor.portfolio


def _told(message: StoredMessage) -> Message:
    return Message(
        id=message.id,
        is_mine=message.is_customer,
        text=message.text,
        asks_call=message.asks_call,
        at=message.at,
    )
