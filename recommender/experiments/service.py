"""Recommend, relate and explain; every answer's decision is stored before it leaves."""

from collections.abc import Sequence
from dataclasses import replace

from recommender.answer import Answer, Ranked
from recommender.customers.model import Facts
from recommender.customers.service import CustomerService
from recommender.dataset import ItemKey
from recommender.decisions.log import DecisionLog
from recommender.decisions.reply import answer_of, reply_of
from recommender.eligibility import HELD
from recommender.errors import Invalid, NotAllowed, NotFound
from recommender.experiments.decider import NO_HISTORY, Decider, Gathered, Made, Question
from recommender.experiments.reuse import Given
from recommender.interactions.model import EventBatch, Receipt
from recommender.interactions.service import InteractionService
from recommender.ports import COMPLIANCE, MANAGER, RM, RM_SHARING, Actor
from recommender.sieve import split
from recommender.suitability.masks import (
    ELDERLY,
    KNOWLEDGE,
    REASSESS,
    SENIOR,
    SUITABILITY,
    TARGET_MARKET,
)
from recommender.window import window_of
from recommender.wording import tell

KINDS = ("product", "content", "service")
SCOPE = "recommend:read"
MOST_ITEMS = 100
EVERYTHING = 1_000_000
LOOKED_AT = (HELD, SUITABILITY, REASSESS, SENIOR, ELDERLY, KNOWLEDGE, TARGET_MARKET)
"""Reasons that keep an item from being promoted, not from being looked at by its link."""


class RecommendService:
    """The engine as the other packages and the API use it."""

    def __init__(
        self,
        decider: Decider,
        customers: CustomerService,
        interactions: InteractionService,
        log: DecisionLog,
    ) -> None:
        self._decider = decider
        self._customers = customers
        self._interactions = interactions
        self._log = log

    async def record(self, actor: Actor, batch: EventBatch) -> Receipt:
        """Take events; the next answer knows them."""
        return await self._interactions.ingest(actor, batch)

    async def recommend(
        self,
        actor: Actor,
        customer_id: str,
        kinds: Sequence[str],
        scenario: str,
        limit: int,
        language: str,
    ) -> Answer:
        """Answer with the customer's list."""
        question = _asked(kinds, scenario, limit)
        given = await self._give(actor, customer_id, question, language)
        return answer_of(given.decision_id, given.decided, given.titles, language)

    async def reply(
        self,
        actor: Actor,
        customer_id: str,
        kinds: Sequence[str],
        scenario: str,
        limit: int,
        language: str,
    ) -> bytes:
        """Answer with the customer's list as JSON, as `recommend` does with models."""
        question = _asked(kinds, scenario, limit)
        given = await self._give(actor, customer_id, question, language)
        if language not in given.replies:
            told = reply_of(given.decision_id, given.decided, given.titles, language)
            given.replies[language] = told
        return given.replies[language]

    async def related(
        self,
        actor: Actor,
        subject: ItemKey,
        kinds: Sequence[str],
        *,
        customer_id: str | None,
        limit: int,
        language: str,
    ) -> Answer:
        """Answer with what goes with an item; without a customer, what is open to everybody."""
        question = replace(_asked(kinds, "related", limit), subject=subject)
        facts = None if customer_id is None else await self.open(actor, customer_id)
        await self._check_visible(subject, facts)
        return await self._answer(await self._decider.make(facts, question), language)

    async def explain(
        self, actor: Actor, customer_id: str, item: ItemKey, language: str
    ) -> Ranked | str:
        """Return the item with its reasons as of now, or the reason that withholds it."""
        facts = await self.open(actor, customer_id)
        made = await self._decider.make(facts, Question((item.kind,), "explain", EVERYTHING))
        shelf = made.stand.shelf
        if item not in shelf.position:
            raise NotFound("There is no such item.")
        for ranked in made.decided.items:
            if (ranked.kind, ranked.id) == item:
                return tell(
                    ranked, {key: shelf[at] for key, at in shelf.position.items()}, language
                )
        return made.decided.split.withheld.get(item, "rank")

    async def _give(
        self, actor: Actor, customer_id: str, question: Question, language: str
    ) -> Given:
        """Answer as a moment ago where nothing has changed, else decide and store."""
        with self._decider.engine.offload.asking():
            facts = await self.open(actor, customer_id)
            gathered = await self._decider.gather(facts, question)
            known = self._decider.engine.answers.find(customer_id, gathered.key)
            return known or await self._decide(customer_id, gathered, language)

    async def _decide(self, customer_id: str, gathered: Gathered, language: str) -> Given:
        engine = self._decider.engine
        made = await gathered.decide_beside(engine.offload, language)
        given = Given(made.record.id, made.decided, made.stand.whole.titled, made.replies)
        await self._store(made)
        if self._log.is_committing:
            kept = replace(given, decided=made.packed())
            engine.answers.keep(customer_id, gathered.key, kept, window_of(made.record.at))
        return given

    async def open(self, actor: Actor, customer_id: str) -> Facts:
        """Return the facts of a customer for whom the actor may see decisions."""
        if not (actor.may(SCOPE) or actor.may_see(customer_id)):
            raise NotFound("There is no such customer.")
        facts = await self._customers.facts(customer_id)
        is_colleague = actor.has(RM, MANAGER) and not actor.has(COMPLIANCE)
        if is_colleague and not facts.scope.allows(RM_SHARING):
            raise NotAllowed("The customer has not agreed to share this with you.")
        return facts

    async def _answer(self, made: Made, language: str) -> Answer:
        await self._store(made)
        return answer_of(made.record.id, made.decided, made.stand.whole.titled, language)

    async def _store(self, made: Made) -> None:
        await self._log.write([made.record], made.shared)

    async def _check_visible(self, subject: ItemKey, facts: Facts | None) -> None:
        engine = self._decider.engine
        shelf = (await engine.stand((subject.kind,))).shelf
        masks = await self._decider.masks(facts, NO_HISTORY)
        now = engine.clock.now()
        blocked = split(shelf, facts, masks, now=now, legal_only=True).withheld
        # What is held or too risky may be looked at by its link; what is not on show may not.
        on_show = blocked.get(subject) in (None, *LOOKED_AT)
        if subject not in shelf.position or not on_show:
            raise NotFound("There is no such item.")


def _asked(kinds: Sequence[str], scenario: str, limit: int) -> Question:
    unknown = sorted(set(kinds) - set(KINDS))
    if unknown or not kinds:
        raise Invalid(f"`kinds` are some of {', '.join(KINDS)}.")
    if not 1 <= limit <= MOST_ITEMS:
        raise Invalid(f"`limit` lies between 1 and {MOST_ITEMS}.")
    return Question(tuple(dict.fromkeys(kinds)), scenario[:32] or "home", limit)
