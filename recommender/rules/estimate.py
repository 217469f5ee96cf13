"""Gathers what the cost of a rule is estimated from: recent lists, made again, and their clicks."""

import asyncio
from datetime import timedelta
from typing import get_args

from recommender.customers.service import CustomerService
from recommender.decisions.model import Record
from recommender.experiments.decider import Question
from recommender.ports import PERSONALISATION
from recommender.rules.bench import Bench, Tried
from recommender.rules.clicks import ClickCurve, clicks_of, features, learn
from recommender.rules.content import Scenario
from recommender.rules.cost import Pair, cost_of
from recommender.rules.model import Rule, Ruling
from recommender.rules.repository import RuleRepository
from recommender.rules.views import Cost

DAYS = 30
"""How far back lists and their clicks are read."""

MOST_LISTS = 200
"""Lists that are made again: enough for a useful interval, in a few seconds."""

SURFACES = get_args(Scenario)
"""Lists that somebody looks at: the other decisions lead to no click."""

MOST_SEARCHED, MOST_SIGNALS, MOST_LEARNED = 2_000, 20_000, 1_000
USUAL = Question(("product", "content"), "home", 10)
"""What is asked for customers of a bank that has not decided anything yet."""


class CostEstimate:
    """Makes a sample of recent lists again, without and with a rule."""

    def __init__(self, rules: RuleRepository, customers: CustomerService, bench: Bench) -> None:
        self._rules = rules
        self._customers = customers
        self._bench = bench

    async def of(self, rule: Rule) -> Cost:
        """Estimate what a rule costs over what is published now."""
        live = await self._bench.ruling()
        others = Ruling.made_of([one for one in live.rules if one.id != rule.id])
        with_rule = Ruling.made_of([*others.rules, rule])
        tried = await self._sample(rule)
        curve = await self._curve()
        return await asyncio.to_thread(self._compare, tried, others, with_rule, curve)

    def _compare(
        self, tried: list[Tried], before: Ruling, after: Ruling, curve: ClickCurve
    ) -> Cost:
        today = self._bench.today
        pairs = [
            Pair(
                one.inputs.customer.customer_id if one.inputs.customer else "",
                one.with_rules(before, today).items,
                one.with_rules(after, today).items,
            )
            for one in tried
        ]
        return cost_of(pairs, curve)

    async def _sample(self, rule: Rule) -> list[Tried]:
        """Return the newest list of each of some customers, or what each would be asked."""
        since = self._bench.now - timedelta(days=DAYS)
        surfaces = rule.scenarios or SURFACES
        records = await self._rules.recent(surfaces, since, MOST_SEARCHED)
        asked = {
            one.customer_id: _question(one)
            for one in reversed(records)
            if one.customer_id and one.subject is None
        }
        if not asked:
            scenario = next(iter(rule.scenarios), USUAL.scenario)
            question = Question(USUAL.kinds, scenario, USUAL.limit)
            asked = {
                one.customer_id: question for one in await self._customers.page("", MOST_LISTS)
            }
        chosen = dict(list(asked.items())[-MOST_LISTS:])
        known = await self._customers.facts_of(list(chosen))
        return [
            await self._bench.tried(facts, chosen[id_])
            for id_, facts in sorted(known.items())
            if facts.scope.allows(PERSONALISATION)
        ]

    async def _curve(self) -> ClickCurve:
        since = self._bench.now - timedelta(days=DAYS)
        clicked = await self._rules.signals(since, MOST_SIGNALS)
        newest = list(clicked)[:MOST_LEARNED]
        records = await self._rules.records(newest)
        lists = [
            (features(record.items), clicks_of(record.items, clicked[id_]))
            for id_, record in records.items()
            if record.personalised
        ]
        return await asyncio.to_thread(learn, lists)


def _question(record: Record) -> Question:
    return Question(record.kinds, record.scenario, record.limit)
