"""Make a decision again from its record and say whether it comes out the same."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from recommender.answer import Ranked
from recommender.catalogue.model import CatalogueItem
from recommender.customers.model import Facts
from recommender.dataset import Interaction, ItemKey
from recommender.decide import Decided, Inputs, decide
from recommender.decisions.checking import faults_of
from recommender.decisions.model import Record, Replay
from recommender.decisions.pack import TAIL, unpack_counts, unpack_items, withheld_of
from recommender.decisions.repository import DecisionRepository
from recommender.eligibility import NotDismissed, standing_masks
from recommender.interactions.model import Interaction as Event
from recommender.interactions.repository import InteractionRepository
from recommender.linking import Links
from recommender.ports import Eligible, Scope
from recommender.rules.model import RULE, Ruling
from recommender.scoring import Scorer
from recommender.shelf import Shelf, shelf_of
from recommender.sieve import letters_of, split
from recommender.suitability.masks import Today
from recommender.suitability.model import RuleSet

OTHER_MASKS = "The masks withhold other items now."

SEARCHED_EVENTS = 5_000
"""How far back a customer's events are searched for those of a record."""


class Models(Protocol):
    """Where models of earlier decisions are found."""

    async def opened(self, model_id: str) -> Scorer | None:
        """Return a kept model, None when it is gone."""
        ...


class Recorded:
    """A mask of another package as the record has it: what it blocked stays blocked."""

    def __init__(self, reason: str, blocked: frozenset[ItemKey]) -> None:
        self.reason = reason
        self.legal = True
        self._blocked = blocked

    def allowed(
        self, customer: Facts | None, items: Sequence[CatalogueItem], now: datetime
    ) -> NDArray[np.bool_]:
        """Flag what the record did not withhold for this reason."""
        return np.array([key not in self._blocked for key in shelf_of(items).keys], bool)


class Replayer:
    """Finds a record's inputs again."""

    def __init__(
        self,
        repository: DecisionRepository,
        events: InteractionRepository,
        models: Models,
        today: Today,
    ) -> None:
        self._repository = repository
        self._events = events
        self._models = models
        self._today = today

    async def events_of(self, record: Record) -> list[Event]:
        """Return the events that the record names and that are still there, in its order."""
        if not record.customer_id or not record.events:
            return []
        found = await self._events.recent(record.customer_id, SEARCHED_EVENTS)
        by_tail = {one.id[-TAIL:]: one for one in found}
        return [by_tail[tail] for tail in record.events if tail in by_tail]

    async def catalogue_of(self, record: Record) -> Shelf:
        """Return the whole catalogue as the decision saw it."""
        body = await self._repository.source(record.catalogue)
        return Shelf(unpack_items(body) if body else [])

    async def replay(self, record: Record) -> Replay:
        """Decide again and compare masks, order, scores and reasons.

        Where an input is gone, hold what is stored against itself instead.
        """
        catalogue = await self.catalogue_of(record)
        events = await self.events_of(record)
        lost = await self._lost(record, catalogue, len(events))
        if lost:
            return _verified(record, lost, await self._faults(record, catalogue))
        decided = decide(await self._inputs(record, catalogue, events))
        return _compared(record, decided)

    async def inputs_of(self, record: Record, catalogue: Shelf) -> Inputs | None:
        """Return what a decision was made of, None where some of it is gone."""
        events = await self.events_of(record)
        if await self._lost(record, catalogue, len(events)):
            return None
        return await self._inputs(record, catalogue, events)

    async def _faults(self, record: Record, catalogue: Shelf) -> list[str]:
        """Say what is wrong with the stored contributions, masks and digest."""
        shelf = catalogue.of_kinds(record.kinds if record.base is None else ())
        faults, law = faults_of(record, shelf), await self._law(record)
        if law is not None and not faults and len(shelf):
            masks, customer = self._masks(record, shelf, law), _customer(record)
            legal_only = not record.personalised
            parted = split(shelf, customer, masks, now=record.at, legal_only=legal_only)
            if letters_of(parted.codes) != record.withheld:
                faults.append(OTHER_MASKS)
        if not await self._repository.is_intact(record.id):
            faults.append("The stored record does not fit its digest.")
        return faults

    async def _lost(self, record: Record, catalogue: Shelf, found: int) -> list[str]:
        """Say which inputs are no longer there, so that nothing can be recomputed from them."""
        lost = []
        if not len(catalogue):
            lost.append("The catalogue of that decision is no longer kept.")
        if found != len(record.events):
            lost.append(f"{len(record.events) - found} of its events have been erased since.")
        if record.model_id and await self._models.opened(record.model_id) is None:
            lost.append("Its model is no longer kept.")
        if record.base is not None:
            lost.append("What its masks withheld is no longer kept.")
        if record.ruling and await self._repository.source(record.ruling) is None:
            lost.append("The business rules of that decision are no longer kept.")
        if await self._law(record) is None:
            lost.append(f"Its rule set {record.rules} is no longer kept.")
        return lost

    async def _inputs(self, record: Record, catalogue: Shelf, events: Sequence[Event]) -> Inputs:
        shelf = catalogue.of_kinds(record.kinds)
        counts = await self._repository.source(record.popularity) if record.popularity else None
        scorer = await self._models.opened(record.model_id) if record.model_id else None
        return Inputs(
            now=record.at,
            kinds=record.kinds,
            limit=record.limit,
            personalised=record.personalised,
            customer=_customer(record),
            shelf=shelf,
            masks=[
                mask
                for mask in self._masks(record, shelf, await self._law(record))
                if mask.reason != RULE
            ],
            links=Links(catalogue.ties),
            events=[as_interaction(one, record.customer_id or "") for one in events],
            scorer=scorer,
            popularity=unpack_counts(counts) if counts else {},
            subject=ItemKey(*record.subject) if record.subject else None,
            rules=await self._rules(record),
            exploration=record.exploration,
            by_popularity=record.by_popularity,
            seed=record.seed,
        )

    async def _rules(self, record: Record) -> Ruling:
        body = await self._repository.source(record.ruling) if record.ruling else None
        customer = _customer(record)
        today = self._today(record.at)
        return Ruling.unpack(body or b"").acting(record.scenario, customer, record.at, today)

    async def _law(self, record: Record) -> RuleSet | None:
        """Return the rule set of that time."""
        body = await self._repository.source(record.rules)
        return None if body is None else RuleSet.unpack(body)

    def _masks(self, record: Record, shelf: Shelf, law: RuleSet | None) -> tuple[Eligible, ...]:
        """Return our own masks, to be applied anew, and all others as they were recorded."""
        dismissed = NotDismissed([ItemKey(*key) for key in record.dismissed])
        own = {mask.reason: mask for mask in (*standing_masks(self._today, law), dismissed)}
        withheld = withheld_of(record, shelf.keys)
        others = {
            reason: Recorded(reason, frozenset(k for k, why in withheld.items() if why == reason))
            for reason in record.masks
            if reason not in own
        }
        return tuple((own | others)[reason] for reason in record.masks)


def _customer(record: Record) -> Facts | None:
    scope = Scope(frozenset(record.purposes), record.consent_version)
    return record.facts.as_facts(record.customer_id or "", scope) if record.facts else None


def as_interaction(event: Event, customer_id: str) -> Interaction:
    """Turn a stored event into what algorithms read."""
    key = ItemKey(event.kind, event.item_id)
    return Interaction(customer_id, key, event.action, event.at, event.dwell_ms)


def _differences(record: Record, decided: Decided) -> list[str]:
    differences = []
    if letters_of(decided.split.codes) != record.withheld:
        differences.append(OTHER_MASKS)
    stored, now = [_line(one) for one in record.items], [_line(one) for one in decided.items]
    if [one["id"] for one in stored] != [one["id"] for one in now]:
        differences.append("The list holds other items, or in another order.")
    elif stored != now:
        differences.append("The scores or reasons differ.")
    return differences


def _compared(record: Record, decided: Decided) -> Replay:
    differences = _differences(record, decided)
    return Replay(
        decision_id=record.id,
        mode="rescored",
        equal=not differences,
        differences=differences,
        stored=[_line(one) for one in record.items],
        recomputed=[_line(one) for one in decided.items],
    )


def _verified(record: Record, lost: list[str], faults: list[str]) -> Replay:
    return Replay(
        decision_id=record.id,
        mode="verified",
        equal=not faults,
        differences=faults,
        lost=lost,
        stored=[_line(one) for one in record.items],
        recomputed=[],
    )


def _line(item: Ranked) -> dict[str, Any]:
    reasons = [[one.code, one.part, one.value] for one in item.reasons]
    return {"kind": item.kind, "id": item.id, "score": item.score, "reasons": reasons}
