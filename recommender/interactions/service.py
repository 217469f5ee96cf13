"""Events: who may send what, stored once, answered when committed; and a customer's history."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from recommender.catalogue.snapshot import CatalogueCache, Snapshot
from recommender.commit import after_commit
from recommender.customers.service import ScopeSource
from recommender.database import new_id
from recommender.errors import Conflict, NotAllowed
from recommender.interactions.model import (
    ACTIONS,
    DISMISS,
    IMPRESSION,
    READ_MS,
    REDEEM,
    Amount,
    EventBatch,
    EventIn,
    History,
    Interaction,
    Receipt,
    Rejected,
)
from recommender.interactions.recent import RecentInteractions
from recommender.interactions.repository import InteractionRepository, commit_new
from recommender.interactions.screening import WRITE_SCOPE, Screening, visitor_of
from recommender.interactions.writer import BatchWriter
from recommender.ports import CUSTOMER, PERSONALISATION, SYSTEM, VISITOR, Actor, Clock, Scope
from recommender.tags.model import NOTHING_IGNORED, Ignored
from recommender.tags.repository import IgnoredRepository
from recommender.tags.usable import usable

POPULAR_DAYS = 90
PAGE_EVENTS = 50_000
LIKING = ACTIONS - {IMPRESSION, DISMISS, REDEEM}
NOBODY = Scope()


@dataclass(frozen=True, slots=True)
class EventEngine:
    """What ingest shares within a process.

    Attributes:
        is_erased: Says whether a customer was erased.
    """

    writer: BatchWriter
    catalogue: CatalogueCache
    recent: RecentInteractions
    is_erased: Callable[[str | None], bool] = lambda _: False


class InteractionService:
    """Events come in, histories go out."""

    def __init__(
        self,
        repository: InteractionRepository,
        engine: EventEngine,
        scopes: ScopeSource,
        clock: Clock,
    ) -> None:
        self._repository = repository
        self._engine = engine
        self._scopes = scopes
        self._clock = clock

    async def ingest(self, actor: Actor, batch: EventBatch) -> Receipt:
        """Store the events that are allowed and new; what is accepted is committed.

        Never call this inside a writing unit of work: the process's writer commits.
        """
        _check_sender(actor)
        events = [_named(actor, one) for one in batch.events]
        screening = await self._screening(actor, events)
        objections = [screening.objection(one) for one in events]
        taken = [one for one, said in zip(events, objections, strict=True) if said is None]
        accepted = await self._store(await self._with_owners(taken))
        rejected = [Rejected(index=i, error=said) for i, said in enumerate(objections) if said]
        return Receipt(accepted=accepted, duplicates=len(taken) - accepted, rejected=rejected)

    async def identify(self, actor: Actor, visitor_id: str, customer_id: str) -> int:
        """Say that a visitor is a customer; the visitor's history becomes the customer's.

        Returns:
            Number of events that changed hands; 0 when it was known already.
        """
        if not (actor.may(WRITE_SCOPE) or actor.customer_id == customer_id):
            raise NotAllowed(f"Identifying others needs a key with the scope {WRITE_SCOPE}.")
        if self._engine.is_erased(customer_id):
            raise Conflict("This customer was erased; nothing more is taken about them.")
        owner = await self._repository.own(visitor_id, customer_id, self._clock.now())
        if owner != customer_id:
            raise Conflict("This visitor has been identified as another customer.")
        scope = await self._scopes.of(customer_id)
        usable = scope.allows(PERSONALISATION)
        merged = await self._repository.merge(visitor_id, customer_id, scope, usable=usable)
        recent = self._engine.recent
        after_commit(self._repository.session, lambda: recent.drop(customer_id))
        return merged

    async def history(self, customer_id: str) -> tuple[Interaction, ...]:
        """Return the newest usable interactions, oldest first; none without consent."""
        if not (await self._scopes.of(customer_id)).allows(PERSONALISATION):
            return ()
        return (await self.remembered(customer_id)).events

    async def remembered(self, customer_id: str) -> History:
        """Return history and dismissals, for a service that has checked consent itself.

        What the customer does not want to be judged by is left out.
        """
        found = await self._engine.recent.history(customer_id)
        if not found.ignored:
            return found
        catalogue = await self._engine.catalogue.now()
        return replace(found, events=usable(found.events, found.ignored, catalogue))

    async def reads(self, customers: Collection[str], since: datetime) -> list[Interaction]:
        """Return the reads of content by some customers, oldest first."""
        reads = await self._repository.reads(customers, since, READ_MS)
        ignored = await IgnoredRepository(self._repository.session).of_many(customers)
        catalogue = await self._engine.catalogue.now()
        return [one for one in reads if _speaks(one, ignored, catalogue)]

    async def acquired(
        self, customers: Collection[str], since: datetime
    ) -> dict[str, dict[str, datetime]]:
        """Return when some customers last bought or applied for each product."""
        return await self._repository.acquired(customers, since)

    async def page(self, after_id: str | None, limit: int = PAGE_EVENTS) -> list[Interaction]:
        """Return the next usable events in the order of their ids (empty at the end)."""
        return await self._repository.page(after_id, limit)

    async def popularity(self, *, until: datetime | None = None) -> dict[tuple[str, str], int]:
        """Count the people who liked each item in the 90 days before, over everybody."""
        since = (until or self._clock.now()) - timedelta(days=POPULAR_DAYS)
        return await self._repository.popularity(since, LIKING, until=until)

    async def take_over(self, actor: Actor, events: Sequence[EventIn]) -> int:
        """Store past events that the system itself vouches for, in this transaction.

        Returns:
            Number of events that were new.
        """
        if not actor.has(SYSTEM):
            raise NotAllowed("Only the system takes over events without screening.")
        rows = await self.rows(events, layer=None)
        after_commit(self._repository.session, lambda: self._forget(events))
        return await self._repository.add(rows)

    def _forget(self, events: Sequence[EventIn]) -> None:
        for customer_id in {one.customer_id for one in events if one.customer_id}:
            self._engine.recent.drop(customer_id)

    async def rows(
        self,
        events: Sequence[EventIn],
        *,
        layer: str | None,
        brought: Mapping[str, Scope] | None = None,
    ) -> list[dict[str, Any]]:
        """Return the rows of events, with what each customer allows now.

        Args:
            events: Of customers and visitors.
            layer: The import that brings them.
            brought: Consents that the same import brings and that do not count yet.
        """
        customers = {one.customer_id for one in events if one.customer_id}
        scopes = await self._scopes.of_many(customers) | dict(brought or {})
        now = self._clock.now()
        return [_row(one, scopes.get(one.customer_id or "", NOBODY), now, layer) for one in events]

    async def _store(self, events: Sequence[EventIn]) -> int:
        first: dict[str, EventIn] = {}
        for one in events:
            first.setdefault(one.event_id, one)
        rows = await self.rows(list(first.values()), layer=None)
        new = await commit_new(self._engine.writer, rows)
        self._forget(events)
        return len(new)

    async def _with_owners(self, events: Sequence[EventIn]) -> list[EventIn]:
        visitors = {one.visitor_id for one in events if one.visitor_id and not one.customer_id}
        owners = await self._repository.owners(visitors)
        return [_owned(one, owners) for one in events]

    async def _screening(self, actor: Actor, events: Sequence[EventIn]) -> Screening:
        wanted = {(one.kind, one.item_id) for one in events}
        known = (await self._engine.catalogue.now()).index
        if not wanted <= known.keys():
            known = (await self._engine.catalogue.newest()).index
        return Screening(
            actor,
            self._clock.now(),
            lambda kind, id_: (kind, id_) in known,
            is_erased=self._engine.is_erased,
        )


def _speaks(event: Interaction, ignored: Mapping[str, Ignored], catalogue: Snapshot) -> bool:
    taken_away = ignored.get(event.customer_id or "", NOTHING_IGNORED)
    return bool(usable([event], taken_away, catalogue))


def _check_sender(actor: Actor) -> None:
    if not (actor.may(WRITE_SCOPE) or actor.has(CUSTOMER, VISITOR)):
        raise NotAllowed("Events come from customers, visitors and keys of the bank's channels.")


def _named(actor: Actor, event: EventIn) -> EventIn:
    """Fill in who a browser session is, if it left that out."""
    if event.customer_id or event.visitor_id or actor.may(WRITE_SCOPE):
        return event
    visitor_id = None if actor.customer_id else visitor_of(actor)
    return event.model_copy(update={"customer_id": actor.customer_id, "visitor_id": visitor_id})


def _owned(event: EventIn, owners: Mapping[str, str]) -> EventIn:
    owner = owners.get(event.visitor_id or "")
    if owner is None or event.customer_id is not None:
        return event
    return event.model_copy(update={"customer_id": owner})


def _row(event: EventIn, scope: Scope, now: datetime, layer: str | None) -> dict[str, Any]:
    money = event.value if isinstance(event.value, Amount) else None
    return {
        "id": new_id(),
        "received_at": now,
        "event_id": event.event_id,
        "customer_id": event.customer_id,
        "visitor_id": event.visitor_id,
        "kind": event.kind,
        "item_id": event.item_id,
        "action": event.action,
        "at": event.at,
        "amount_minor": money.minor if money else None,
        "currency": money.currency if money else None,
        "rating": event.value if isinstance(event.value, float) else None,
        "dwell_ms": event.dwell_ms,
        "placement": event.placement,
        "position": event.position,
        "channel": event.channel,
        "decision_id": event.decision_id,
        "card_version": event.version,
        "device": event.device,
        "language": event.lang,
        "session_id": event.session_id,
        "consent_version": scope.version,
        "usable": scope.allows(PERSONALISATION),
        "layer": layer,
    }
