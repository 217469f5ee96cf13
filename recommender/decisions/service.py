"""Open a decision, for those who may, and make it again from its stored inputs."""

from datetime import datetime

from recommender.customers.service import ScopeSource
from recommender.decisions.model import (
    DecisionLine,
    DecisionView,
    Record,
    Replay,
    SeenEvent,
    WithheldItem,
)
from recommender.decisions.pack import withheld_of
from recommender.decisions.replay import Replayer, as_interaction
from recommender.decisions.repository import DecisionRepository
from recommender.errors import NotFound
from recommender.interactions.model import Interaction as Event
from recommender.interest import weigh
from recommender.language import pick
from recommender.ports import COMPLIANCE, MANAGER, RM, RM_SHARING, Actor
from recommender.shelf import Shelf
from recommender.wording import say_withheld, tell

SCOPE = "decisions:read"
PLAIN = set(Record.model_fields) & set(DecisionView.model_fields) - {"events", "withheld", "items"}


class DecisionService:
    """The decision log for those who ask why."""

    def __init__(
        self, repository: DecisionRepository, scopes: ScopeSource, replayer: Replayer
    ) -> None:
        self._repository = repository
        self._scopes = scopes
        self._replayer = replayer

    async def get(self, actor: Actor, decision_id: str, language: str) -> DecisionView:
        """Open one decision: the whole record, in words."""
        record, digest = await self._open(actor, decision_id)
        catalogue = await self._replayer.catalogue_of(record)
        shelf = catalogue.of_kinds(record.kinds)
        events = await self._replayer.events_of(record)
        withheld = _withheld(record, shelf, language)
        return DecisionView(
            **record.model_dump(include=PLAIN),
            events=[_seen(one, record.customer_id or "") for one in events],
            candidates=len(shelf),
            allowed=len(shelf) - len(withheld),
            withheld=withheld,
            items=[tell(one, catalogue.titled, language) for one in record.items],
            digest=digest.hex(),
        )

    async def replay(self, actor: Actor, decision_id: str) -> Replay:
        """Make a decision again and say what differs, if anything does."""
        record, _ = await self._open(actor, decision_id)
        return await self._replayer.replay(record)

    async def of_customer(
        self, actor: Actor, customer_id: str, *, before: datetime | None = None, limit: int = 50
    ) -> list[DecisionLine]:
        """List a customer's decisions, newest first."""
        if not await self._may_open(actor, customer_id):
            raise NotFound("There is no such customer.")
        return await self._repository.lines(customer_id, before, limit)

    async def latest(self, customer_id: str, scenario: str) -> str | None:
        """Return the id of the customer's newest decision of a scenario, for other services."""
        return (await self._repository.latest_ids([customer_id], scenario)).get(customer_id)

    async def _open(self, actor: Actor, decision_id: str) -> tuple[Record, bytes]:
        found = await self._repository.get(decision_id)
        if found is None or not await self._may_open(actor, found[0].customer_id):
            raise NotFound("There is no such decision.")
        return found

    async def _may_open(self, actor: Actor, customer_id: str | None) -> bool:
        if actor.has(COMPLIANCE) or actor.may(SCOPE):
            return True
        if customer_id is None or not actor.may_see(customer_id):
            return False
        if customer_id == actor.customer_id:
            return True
        return actor.has(RM, MANAGER) and (await self._scopes.of(customer_id)).allows(RM_SHARING)


def _seen(event: Event, customer_id: str) -> SeenEvent:
    return SeenEvent(
        event_id=event.event_id,
        kind=event.kind,
        item_id=event.item_id,
        action=event.action,
        at=event.at,
        weight=weigh(as_interaction(event, customer_id)),
    )


def _withheld(record: Record, shelf: Shelf, language: str) -> list[WithheldItem]:
    if not len(shelf):
        return []
    return [
        WithheldItem(
            kind=key.kind,
            id=key.id,
            title=pick(shelf.titled[key].titles, language),
            reason=reason,
            text=say_withheld(reason, language),
        )
        for key, reason in withheld_of(record, shelf.keys).items()
    ]
