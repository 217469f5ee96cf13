"""What serving shares within a process: the catalogue prepared, the day's counts, the model."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from time import monotonic
from typing import Protocol
from zoneinfo import ZoneInfo

from recommender.catalogue.snapshot import CatalogueCache, Snapshot
from recommender.dataset import ItemKey
from recommender.decisions.pack import name_of, pack_counts, pack_items
from recommender.eligibility import standing_masks
from recommender.experiments.active import ActiveModel
from recommender.experiments.reuse import Answers
from recommender.interactions.service import InteractionService
from recommender.linking import Links
from recommender.offload.pool import Offload
from recommender.ports import Clock, Eligible
from recommender.ranking import Counts
from recommender.rules.model import NO_RULES, Ruling
from recommender.shelf import Shelf
from recommender.suitability.first import first
from recommender.suitability.masks import Today
from recommender.suitability.model import RuleSet
from recommender.trials.model import NoTrials, TrialSource

ALL: tuple[str, ...] = ()
RECOUNT_SECONDS, RECOUNT_EMPTY_SECONDS = 3600.0, 10.0


@dataclass(frozen=True, slots=True)
class Stand:
    """The catalogue at one version, ready for masks, scores and the record.

    Attributes:
        whole: Every item; titles of evidence come from here.
        shelf: The items of the kinds that were asked for.
        name: Hash of `body`, the catalogue as the record keeps it.
    """

    version: int
    whole: Shelf
    shelf: Shelf
    links: Links
    body: bytes
    name: str


@dataclass(frozen=True, slots=True)
class Popular:
    """How many people liked each item in the 90 days before a day began.

    Attributes:
        until: When to count again, on the process's own monotonic clock.
    """

    day: date
    counts: Counts
    body: bytes
    name: str
    until: float

    def counts_on(self, day: date) -> bool:
        """Say whether the count still holds."""
        return self.day == day and monotonic() <= self.until


class RuleSource(Protocol):
    """Where the business rules come from that are live now."""

    async def ruling(self) -> Ruling:
        """Return every rule that is published."""
        ...

    def law(self, today: date) -> RuleSet:
        """Return the rule set that holds on a day, as last read."""
        ...


class NoRules:
    """A `RuleSource` without business rules."""

    async def ruling(self) -> Ruling:
        """Return none."""
        return NO_RULES

    def law(self, today: date) -> RuleSet:
        """Return the first Chinese rule set."""
        return first("cn")


@dataclass(eq=False)
class Engine:
    """The parts of serving that live as long as the process.

    Attributes:
        known_sources: Names of the shared inputs that are stored already.
        forgetting: What else in this process remembers customers; told an id, or None for all.
    """

    clock: Clock
    zone: ZoneInfo
    catalogue: CatalogueCache
    models: ActiveModel
    known_sources: set[str] = field(default_factory=set)
    rules: RuleSource = field(default_factory=NoRules)
    trials: TrialSource = field(default_factory=NoTrials)
    forgetting: list[Callable[[str | None], None]] = field(default_factory=list)
    _snapshot: Snapshot | None = None
    _stands: dict[tuple[str, ...], Stand] = field(default_factory=dict)
    _popular: Popular | None = None
    _counting: asyncio.Lock = field(default_factory=asyncio.Lock)
    _preparing: asyncio.Lock = field(default_factory=asyncio.Lock)
    answers: Answers = field(default_factory=Answers)
    offload: Offload = field(default_factory=Offload)
    _masked: RuleSet | None = None
    _masks: tuple[Eligible, ...] = ()

    @property
    def today(self) -> Today:
        """Turn instants into the bank's days."""
        return lambda at: at.astimezone(self.zone).date()

    @property
    def law(self) -> RuleSet:
        """The suitability rule set that holds today."""
        return self.rules.law(self.today(self.clock.now()))

    @property
    def masks(self) -> tuple[Eligible, ...]:
        """The masks that hold for every ranking."""
        law = self.law
        if law is not self._masked:
            self._masked, self._masks = law, standing_masks(self.today, law)
        return self._masks

    def forget(self, customer_id: str | None) -> None:
        """Drop whatever this process remembers of a customer, None: of everybody."""
        self.answers.forget(customer_id)
        for forget in self.forgetting:
            forget(customer_id)

    async def stand(self, kinds: tuple[str, ...]) -> Stand:
        """Return the items of some kinds as they are now."""
        snapshot = await self.catalogue.now()
        if snapshot is not self._snapshot:
            await self._prepare()
        wanted = tuple(sorted(set(kinds)))
        if wanted not in self._stands:
            stand = self._stands[ALL]
            self._stands[wanted] = replace(stand, shelf=stand.whole.of_kinds(wanted))
        return self._stands[wanted]

    async def _prepare(self) -> None:
        """Prepare the catalogue beside the event loop: 10,000 items take a quarter of a second."""
        async with self._preparing:
            snapshot = await self.catalogue.now()
            if snapshot is not self._snapshot:
                stand = await asyncio.to_thread(stand_of, snapshot)
                self._snapshot, self._stands = snapshot, {ALL: stand}
                self.answers.forget(None)

    async def popular(self, interactions: InteractionService) -> Popular:
        """Return the count of the 90 days before today; imports of old events show in an hour."""
        day = self.today(self.clock.now())
        if (known := self._popular) is not None and known.counts_on(day):
            return known
        async with self._counting:
            known = self._popular
            if known is None or not known.counts_on(day):
                known = self._popular = await self._count(day, interactions)
            return known

    async def _count(self, day: date, interactions: InteractionService) -> Popular:
        midnight = datetime.combine(day, time(), self.zone)
        found = await interactions.popularity(until=midnight)
        counts = Counts((ItemKey(*key), count) for key, count in found.items())
        body = pack_counts(counts)
        until = monotonic() + (RECOUNT_SECONDS if counts else RECOUNT_EMPTY_SECONDS)
        return Popular(day, counts, body, name_of(body), until)


def stand_of(snapshot: Snapshot) -> Stand:
    """Prepare a catalogue."""
    whole, body = Shelf(snapshot.items), pack_items(snapshot.items)
    return Stand(snapshot.version, whole, whole, Links(whole.ties), body, name_of(body))
