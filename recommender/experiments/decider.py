"""Makes one decision: gathers its inputs, decides, and writes the record (not yet stored)."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol

from recommender.catalogue.model import CONTENT
from recommender.customers.model import Facts
from recommender.dataset import ItemKey
from recommender.decide import Decided, Inputs, decide, split_of
from recommender.decisions.log import Bodies
from recommender.decisions.pack import PackedLines
from recommender.decisions.record import Draft, Named, record_of, remembered
from recommender.decisions.replay import as_interaction
from recommender.eligibility import NotDismissed, Unread
from recommender.experiments.active import Serving
from recommender.experiments.engine import Engine, Popular, Stand
from recommender.experiments.reuse import key_of
from recommender.interactions.model import History
from recommender.interactions.model import Interaction as Event
from recommender.interactions.service import InteractionService
from recommender.offload.handover import Task
from recommender.offload.pool import Offload
from recommender.past import Past
from recommender.ports import PERSONALISATION, Eligible
from recommender.ranking import EXPLORATION_SHARE
from recommender.rules.model import Ruling
from recommender.sieve import Split, split
from recommender.suitability.model import RuleSet
from recommender.trials.model import STANDARD, Treatment
from recommender.window import window_of

NO_HISTORY = History()


class MaskSource(Protocol):
    """Another package's masks, made for one decision."""

    async def of(self, customer: Facts | None) -> Sequence[Eligible]:
        """Return the masks for a customer, None for somebody unknown."""
        ...


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    Attributes:
        subject: The item whose company is looked for; None for the customer's own list.
    """

    kinds: tuple[str, ...]
    scenario: str
    limit: int
    subject: ItemKey | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A decision, its record, and the larger inputs that the record names.

    Attributes:
        replies: The answer as JSON by language, as far as it is written already.
    """

    decided: Decided
    record: Draft
    stand: Stand
    shared: Bodies
    replies: dict[str, bytes] = field(default_factory=dict)

    def packed(self) -> Decided:
        """Return the decision with its list packed: one object to keep instead of a hundred."""
        return replace(self.decided, lines=PackedLines(self.record.body))


@dataclass(frozen=True, eq=False)
class Gathered:
    """The inputs of one decision, masked.

    Attributes:
        named: Fields of the record that name versions of what is shared.
        shared: Bodies of what many decisions share, by name.
    """

    question: Question
    inputs: Inputs
    split: Split
    history: History
    stand: Stand
    named: dict[str, Any]
    shared: Bodies

    @cached_property
    def key(self) -> Hashable:
        """Everything that the answer depends on."""
        named = (self.question, *self.named.values())
        return key_of(self.inputs, self.split, self.history, named)

    def decide(self) -> Made:
        """Decide, and write the record."""
        decided = decide(self.inputs, self.split)
        record = record_of(self.inputs, decided, self._named())
        return Made(decided, record, self.stand, self._bodies())

    async def decide_beside(self, offload: Offload, language: str) -> Made:
        """Decide in another process while many ask at once, else here; the result is the same."""
        if not offload.is_pressed:
            return self.decide()
        task = self._task(language)
        outcome = await offload.make(task)
        if outcome is None:
            return self.decide()
        decided, record = outcome.decided(task), outcome.draft(task)
        return Made(decided, record, self.stand, self._bodies(), {language: outcome.reply})

    def _bodies(self) -> Bodies:
        common = self.split.common
        return {**self.shared, common.name: common.body}

    def _task(self, language: str) -> Task:
        inputs, whole = replace(self.inputs, masks=()), self.stand.whole
        return Task(inputs, self.split, self._named(), whole, language)

    def _named(self) -> Named:
        return self.named | remembered(self.history)


class Decider:
    """Makes decisions in one unit of work."""

    def __init__(
        self,
        engine: Engine,
        interactions: InteractionService,
        sources: Sequence[MaskSource] = (),
    ) -> None:
        self.engine = engine
        self._interactions = interactions
        self._sources = tuple(sources)

    async def make(self, facts: Facts | None, question: Question) -> Made:
        """Decide for a customer (None: somebody unknown) with everything known right now."""
        return (await self.gather(facts, question)).decide()

    async def gather(self, facts: Facts | None, question: Question) -> Gathered:
        """Gather everything that a decision depends on, as of right now."""
        stand = await self.engine.stand(question.kinds)
        history = await self.remember(facts)
        treatment = await self._treatment(facts, question)
        serving, treatment = await self._serving(treatment)
        ruling = await self.engine.rules.ruling()
        popular = await self.engine.popular(self._interactions)
        now = self.engine.clock.now()
        inputs = Inputs(
            now=now,
            kinds=question.kinds,
            limit=question.limit,
            personalised=_is_personal(facts),
            customer=facts,
            shelf=stand.shelf,
            masks=await self.masks(facts, history),
            links=stand.links,
            events=past_of_history(history, facts),
            scorer=serving.scorer if serving else None,
            popularity=popular.counts,
            subject=question.subject,
            rules=ruling.acting(question.scenario, facts, now, self.engine.today(now)),
            exploration=_exploration(treatment),
            by_popularity=treatment.by_popularity,
            seed=seed_of(facts, now),
        )
        law = self.engine.law
        named = {
            "scenario": question.scenario,
            "rules": law.name,
            "model_id": serving.model_id if serving else None,
            "catalogue": stand.name,
            "catalogue_version": stand.version,
            "popularity": popular.name,
            "ruling": ruling.name or None,
            "trial": treatment.trial_id,
            "arm": treatment.arm,
        }
        shared = _shared(stand, popular, ruling, law)
        return Gathered(question, inputs, split_of(inputs), history, stand, named, shared)

    async def _treatment(self, facts: Facts | None, question: Question) -> Treatment:
        if facts is None or question.subject is not None or not _is_personal(facts):
            return STANDARD
        return await self.engine.trials.treatment(facts, question.scenario)

    async def _serving(self, treatment: Treatment) -> tuple[Serving | None, Treatment]:
        """Return the model that scores; without the arm's model nobody takes part in the trial."""
        if treatment.model_id is None:
            return await self.engine.models.now(), treatment
        scorer = await self.engine.models.opened(treatment.model_id)
        if scorer is None:
            return await self.engine.models.now(), STANDARD
        return Serving(treatment.model_id, scorer), treatment

    async def masks(self, facts: Facts | None, history: History) -> tuple[Eligible, ...]:
        """Return every mask that binds a customer, in the order of their reasons."""
        others = [mask for source in self._sources for mask in await source.of(facts)]
        dismissed = [ItemKey(*key) for key in history.dismissed]
        read_at = {
            ItemKey(one.kind, one.item_id): one.at for one in history.events if _is_read(one)
        }
        return (*self.engine.masks, *others, NotDismissed(dismissed), Unread(read_at))

    async def withheld(self, facts: Facts, kinds: tuple[str, ...]) -> dict[ItemKey, str]:
        """Return what a customer may not be offered now, without deciding anything."""
        stand = await self.engine.stand(kinds)
        masks = await self.masks(facts, await self.remember(facts))
        now, legal_only = self.engine.clock.now(), not _is_personal(facts)
        return split(stand.shelf, facts, masks, now=now, legal_only=legal_only).withheld

    async def remember(self, facts: Facts | None) -> History:
        """Return what may be used of the customer's past: nothing without consent."""
        if facts is None or not _is_personal(facts):
            return NO_HISTORY
        return await self._interactions.remembered(facts.customer_id)


def past_of_history(history: History, facts: Facts | None) -> Past:
    """Return what a customer did, as algorithms read it."""
    return Past([as_interaction(one, facts.customer_id) for one in history.events] if facts else ())


def _is_read(event: Event) -> bool:
    return event.kind == CONTENT and event.is_read


def _is_personal(facts: Facts | None) -> bool:
    return facts is not None and facts.scope.allows(PERSONALISATION)


def seed_of(facts: Facts | None, now: datetime) -> str:
    """Return what chance draws from: the customer and the quarter of an hour."""
    return f"{facts.customer_id}|{window_of(now)}" if facts else ""


def _exploration(treatment: Treatment) -> float:
    share = treatment.exploration_share
    return EXPLORATION_SHARE if share is None else share


def _shared(stand: Stand, popular: Popular, ruling: Ruling, law: RuleSet) -> Bodies:
    rules = {law.name: law.body} | ({ruling.name: ruling.body} if ruling else {})
    return {stand.name: stand.body, popular.name: popular.body} | rules
