"""Giving: causes, and what the customer gave."""

from datetime import date
from typing import Protocol

from pydantic import Field

from recommender.money import Money
from widgets.ports.facts import Fact, Texts


class Cause(Fact):
    """Something that one can give to."""

    id: str
    name: Texts
    purpose: Texts
    raised: Money
    goal: Money


class Gift(Fact):
    """One donation."""

    id: str
    cause: Texts
    amount: Money
    on: date


class Giving(Fact):
    """The causes, and the customer's own gifts, the newest first."""

    causes: list[Cause]
    gifts: list[Gift]
    given: Money = Field(description="This year.")


class Charity(Protocol):
    """Giving."""

    async def giving(self, customer_id: str) -> Giving | None:
        """Return causes and gifts; None where no cause is listed."""
        ...

    async def give(self, customer_id: str, cause_id: str, minor: int) -> None:
        """Give an amount to a cause from the current account, at most once a minute."""
        ...
