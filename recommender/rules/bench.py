"""Lists as they would be: for invented customers and for recent ones, with any rules."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from recommender.answer import Ranked
from recommender.catalogue.model import CatalogueItem
from recommender.customers.model import Facts
from recommender.dataset import ItemKey
from recommender.decide import Decided, Inputs, decide
from recommender.decisions.replay import as_interaction
from recommender.experiments.decider import NO_HISTORY, Decider, Question
from recommender.interactions.model import History
from recommender.interactions.service import InteractionService
from recommender.language import pick
from recommender.linking import NO_LINKS
from recommender.ports import MARKETING, PERSONALISATION, Scope
from recommender.rules.content import CaseItem, Expectation, Persona, RuleCase
from recommender.rules.model import RULE, Ruling
from recommender.rules.views import CaseResult, ShownItem
from recommender.shelf import Shelf

NOBODY = "rule-test"
"""The customer id of every invented customer."""


@dataclass(frozen=True, slots=True)
class Tried:
    """Inputs of one decision without any rule, and the question that they answer."""

    inputs: Inputs
    question: Question

    def with_rules(self, ruling: Ruling, today: date) -> Decided:
        """Decide as if these were the published rules."""
        inputs = self.inputs
        acting = ruling.acting(self.question.scenario, inputs.customer, inputs.now, today)
        return decide(replace(inputs, rules=acting))


class Bench:
    """Makes decisions that nobody sees and nothing stores; chance takes no part in them."""

    def __init__(self, decider: Decider, interactions: InteractionService) -> None:
        self._decider = decider
        self._interactions = interactions

    @property
    def today(self) -> date:
        """The bank's day."""
        return self._decider.engine.today(self.now)

    @property
    def now(self) -> datetime:
        """The instant of what is tried."""
        return self._decider.engine.clock.now()

    async def ruling(self) -> Ruling:
        """Return the rules that are published."""
        return await self._decider.engine.rules.ruling()

    async def tried(self, facts: Facts, question: Question) -> Tried:
        """Gather the inputs of a customer's list as of now."""
        history = await self._decider.remember(facts)
        return await self._gather(facts, question, history)

    async def invented(
        self, persona: Persona, question: Question, catalogue: Sequence[CaseItem] = ()
    ) -> Tried:
        """Gather the inputs of an invented customer's list."""
        facts = facts_of(persona, self.today)
        tried = await self._gather(facts, question, NO_HISTORY)
        if not catalogue:
            return tried
        shelf = Shelf([_item(one) for one in catalogue if one.kind in question.kinds])
        masks = self._decider.engine.masks
        return replace(
            tried, inputs=replace(tried.inputs, shelf=shelf, masks=masks, links=NO_LINKS)
        )

    async def test(self, case: RuleCase, ruling: Ruling) -> CaseResult:
        """Run one test against rules as if they were published."""
        question = Question(case.kinds, case.scenario, case.limit)
        tried = await self.invented(case.customer, question, case.catalogue)
        decided = await asyncio.to_thread(tried.with_rules, ruling, self.today)
        keys = [ItemKey(one.kind, one.id) for one in decided.items]
        faults = [_fault(one, keys) for one in case.expects if not _holds(one, keys)]
        return CaseResult(name=case.name, passed=not faults, faults=faults)

    async def _gather(self, facts: Facts, question: Question, history: History) -> Tried:
        engine = self._decider.engine
        await engine.rules.ruling()
        stand = await engine.stand(question.kinds)
        serving = await engine.models.now()
        popular = await engine.popular(self._interactions)
        inputs = Inputs(
            now=self.now,
            kinds=question.kinds,
            limit=question.limit,
            personalised=facts.scope.allows(PERSONALISATION),
            customer=facts,
            shelf=stand.shelf,
            masks=await self._decider.masks(facts, history),
            links=stand.links,
            events=[as_interaction(one, facts.customer_id) for one in history.events],
            scorer=serving.scorer if serving else None,
            popularity=popular.counts,
            exploration=0.0,
        )
        return Tried(inputs, question)


def facts_of(persona: Persona, today: date) -> Facts:
    """Return the facts of an invented customer who was assessed today."""
    purposes = frozenset({PERSONALISATION, MARKETING} if persona.personalisation else {MARKETING})
    return Facts(
        NOBODY,
        persona.segment,
        birth_date=None if persona.age is None else _born(persona.age, today),
        capacity=persona.capacity,
        qualified_until=today if persona.qualified else None,
        held=frozenset(persona.held),
        senior=persona.senior,
        scope=Scope(purposes, 1),
    )


def shown(items: Sequence[Ranked], shelf: Shelf, language: str) -> list[ShownItem]:
    """Return a list with its titles."""
    return [
        ShownItem(
            kind=one.kind,
            id=one.id,
            title=pick(shelf.titled[ItemKey(one.kind, one.id)].titles, language),
            placed=one.placed,
            score=round(one.score, 3),
            shift=round(one.parts.get(RULE, 0.0), 3),
        )
        for one in items
    ]


def _born(age: int, today: date) -> date:
    return date(today.year - age, 1, 1)


def _item(case: CaseItem) -> CatalogueItem:
    return CatalogueItem(
        case.kind,
        case.id,
        {"en": case.id},
        grade=case.grade,
        product_type=case.product_type,
        topics=case.topics,
    )


def _holds(expected: Expectation, keys: Sequence[ItemKey]) -> bool:
    key = expected.item.key
    if expected.outcome == "first":
        return keys[:1] == [key]
    return (key in keys) == (expected.outcome == "present")


def _fault(expected: Expectation, keys: Sequence[ItemKey]) -> str:
    key = expected.item.key
    place = f"place {keys.index(key) + 1}" if key in keys else "absent"
    return f"{key.kind}:{key.id} should be {expected.outcome} and is {place} of {len(keys)}."
