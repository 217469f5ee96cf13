"""The wealth journey of a customer, measured on accounts, holdings, postings and goals."""

from collections.abc import Sequence
from typing import Any, cast

from dashboard.goals import stage as stages
from dashboard.goals.service import MAIN_CURRENCY, GoalService
from dashboard.goals.sources import Sources, usual_spending
from recommender.money import Money
from recommender.ports import Actor, Clock
from widgets.ports.bank import Account
from widgets.ports.goals import Journey

AT_HAND_TYPES = frozenset({"deposit", "money_market"})


class JourneyService:
    """Where customers stand."""

    def __init__(self, goals: GoalService, sources: Sources, clock: Clock) -> None:
        self._goals = goals
        self._sources = sources
        self._clock = clock

    async def journey(self, actor: Actor, customer_id: str, months: int = 12) -> Journey | None:
        """Return where the customer stands; None where there is no account."""
        accounts = await self._sources.bank.accounts(actor, customer_id)
        if not accounts:
            return None
        goals = (await self._goals.list(actor, customer_id)).goals
        standing = await self._standing(actor, customer_id, accounts, len(goals))
        line = await self._sources.wealth.worth_line(actor, customer_id, months)
        stage = stages.stage_of(standing)
        worth = line[-1][1] if line else standing.at_hand_minor + standing.invested_minor
        return Journey(
            stage=stage,
            next_step=cast("Any", stages.STEPS[stage]),
            reserve_months=standing.reserve_months,
            invested_share=standing.invested_share,
            worth=Money(minor=worth, currency=MAIN_CURRENCY),
            goals=len(goals),
            goals_on_track=sum(
                one.reached_on is not None and one.reached_on <= one.target_on for one in goals
            ),
            line=tuple(line),
            as_of=self._clock.now(),
        )

    async def _standing(
        self, actor: Actor, customer_id: str, accounts: Sequence[Account], goals: int
    ) -> stages.Standing:
        holdings = await self._sources.bank.holdings(actor, customer_id)
        held = [one for one in holdings if one.value.currency == MAIN_CURRENCY]
        cash = sum(one.balance.minor for one in accounts if one.balance.currency == MAIN_CURRENCY)
        deposits = sum(one.value.minor for one in held if one.product_type in AT_HAND_TYPES)
        facts = await self._sources.customers.facts(customer_id)
        return stages.Standing(
            at_hand_minor=cash + deposits,
            invested_minor=sum(one.value.minor for one in held) - deposits,
            monthly_minor=await usual_spending(self._sources, actor, customer_id),
            goals=goals,
            age=facts.age_on(self._clock.today()),
        )
