"""Debit and credit cards, and the limits that guard an account."""

from datetime import date, datetime
from typing import Literal, Protocol

from pydantic import Field

from recommender.money import Money
from widgets.ports.facts import Fact, Texts

LimitKind = Literal["transfer_day", "online_day", "cash_day"]
LIMIT_KINDS: tuple[LimitKind, ...] = ("transfer_day", "online_day", "cash_day")

Refusal = Literal["frozen", "stopped", "expired", "limit", "money"]
"""The card is frozen, or all payments are; it is out of date; a limit; too little money."""


class Declined(Fact):
    """A payment that was asked of a card and did not go through."""

    id: str
    payee: Texts
    amount: Money
    at: datetime
    why: Refusal


class Card(Fact):
    """One card.

    Attributes:
        used: Of a credit card what is owed, of a debit card what is in its account.
        limit: Of a credit card; None for a debit card.
        due: What the last statement asks for, None when nothing is open.
        declined: What did not go through in the last 30 days, the newest first.
    """

    id: str
    kind: Literal["debit", "credit"]
    name: Texts
    used: Money
    limit: Money | None = None
    due: Money | None = None
    due_on: date | None = None
    expires_on: date
    frozen_at: datetime | None = None
    declined: tuple[Declined, ...] = ()
    as_of: datetime


class Limit(Fact):
    """What may leave the accounts in one way in a day.

    Attributes:
        highest: The most that the bank allows this customer.
        steps: Lower amounts on offer in minor units, the highest first.
        peak_minor: The most that left in this way on one of the last 90 days.
    """

    kind: LimitKind
    amount: Money
    highest: Money
    steps: tuple[int, ...]
    peak_minor: int = Field(ge=0)
    changed_at: datetime | None = None


class Cards(Protocol):
    """Cards and limits of a customer."""

    async def held(self, customer_id: str) -> list[Card]:
        """List the cards, credit cards first."""
        ...

    async def freeze(self, customer_id: str, card_id: str) -> None:
        """Let nothing more be paid with a card until it is unfrozen."""
        ...

    async def unfreeze(self, customer_id: str, card_id: str) -> None:
        """Let a frozen card be used again."""
        ...

    async def limits(self, customer_id: str) -> list[Limit]:
        """List the limits."""
        ...

    async def lower(self, customer_id: str, kind: str, amount_minor: int) -> None:
        """Lower a limit; a higher one is refused with the step that it needs."""
        ...
