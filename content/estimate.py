"""How many customers an audience reaches, and where the others are lost."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import date
from typing import Protocol

from pydantic import BaseModel

from content.audience import Audience, has_capacity
from recommender.customers.model import Facts
from recommender.errors import NotAllowed
from recommender.ports import MARKETER, MARKETING, PERSONALISATION, REVIEWER, SYSTEM, Actor, Clock

LOSSES = ("segment", "capacity", "consent", "senior")
PAGE_ROWS = 500
"""A page is read in about 10 ms, so that nobody else waits long."""


class Loss(BaseModel):
    """Customers lost at one step; each is lost at the first step that fails."""

    reason: str
    count: int


class Estimate(BaseModel):
    """`base` is `reached` and all losses together."""

    base: int
    losses: list[Loss]
    reached: int


class Customers(Protocol):
    """Where customers are read from."""

    async def page(self, after: str = "", limit: int = PAGE_ROWS) -> list[Facts]:
        """Return the next customers in the order of their ids."""
        ...


class EstimateService:
    """Counts audiences over all customers as they are now."""

    def __init__(self, customers: Customers, clock: Clock) -> None:
        self._customers = customers
        self._clock = clock

    async def of(self, actor: Actor, audience: Audience, *, marketing: bool) -> Estimate:
        """Count who would see a card with this audience."""
        if not actor.has(MARKETER, REVIEWER, SYSTEM):
            raise NotAllowed("Only marketers and reviewers estimate audiences.")
        today = self._clock.today()
        lost: Counter[str] = Counter()
        base = 0
        async for facts in self._every():
            base += 1
            lost[loss_of(audience, facts, today, marketing=marketing)] += 1
        losses = [Loss(reason=reason, count=lost[reason]) for reason in LOSSES]
        return Estimate(base=base, losses=losses, reached=lost[""])

    async def _every(self) -> AsyncIterator[Facts]:
        after = ""
        while page := await self._customers.page(after, PAGE_ROWS):
            for facts in page:
                yield facts
            after = page[-1].customer_id


def loss_of(audience: Audience, facts: Facts, today: date, *, marketing: bool) -> str:
    """Name the first step at which a customer is lost; empty for who is reached."""
    if audience.segments and facts.segment not in audience.segments:
        return "segment"
    if not has_capacity(audience, facts, today):
        return "capacity"
    if audience.segments and not facts.scope.allows(PERSONALISATION):
        return "consent"
    if marketing and not facts.scope.allows(MARKETING):
        return "consent"
    return "senior" if marketing and facts.senior else ""
