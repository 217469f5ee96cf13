"""The bank's limits by kind of customer, and which postings they count."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from recommender.customers.model import MOST_MINOR, Currency, Language
from recommender.ids import ExternalId
from widgets.ports.cards import LimitKind, Refusal

PayeeText = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00]+$")]

YUAN = 100
STANDARD: Mapping[LimitKind, int] = MappingProxyType(
    {"transfer_day": 500_000 * YUAN, "online_day": 50_000 * YUAN, "cash_day": 20_000 * YUAN}
)
RAISED: Mapping[str, Mapping[LimitKind, int]] = MappingProxyType(
    {
        "private": {"transfer_day": 5_000_000 * YUAN, "online_day": 200_000 * YUAN},
        "sme": {"transfer_day": 5_000_000 * YUAN},
        "senior": {"transfer_day": 50_000 * YUAN, "online_day": 5_000 * YUAN},
    }
)
"""Where a segment differs. 20,000 yuan of cash a day is the central bank's rule for machines."""

LADDER = tuple(
    yuan * YUAN
    for yuan in (2_000_000, 1_000_000, 500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000,
                 2_000, 1_000, 500, 0)
)  # fmt: skip
MOST_STEPS = 6

COUNTED: Mapping[LimitKind, frozenset[str]] = MappingProxyType(
    {
        "transfer_day": frozenset({"rent", "mortgage", "family", "bill", "transfer"}),
        "online_day": frozenset({"shopping", "subscription", "premium"}),
        "cash_day": frozenset({"cash"}),
    }
)
"""Kinds of transactions that count against each limit."""


@dataclass(frozen=True, slots=True)
class StoredCard:
    """A card with the balance of its account; a debt is negative."""

    id: str
    kind: str
    number: str
    account_id: str
    balance_minor: int
    currency: str
    limit_minor: int | None
    expires_on: date
    frozen_at: datetime | None


@dataclass(frozen=True, slots=True)
class OpenStatement:
    """What a credit card's statement asks for."""

    amount_minor: int
    due_on: date


class CardPaymentIn(BaseModel):
    """A payment that a shop asks of a card."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    payment_id: ExternalId = Field(description="The bank's own id: one payment is asked once.")
    card_id: ExternalId
    payee: dict[Language, PayeeText] = Field(min_length=1, description="{language: name}")
    amount_minor: int = Field(gt=0, le=MOST_MINOR)
    currency: Currency = "CNY"
    kind: Literal["shopping", "dining", "groceries", "transport", "subscription", "cash"] = (
        "shopping"
    )
    at: AwareDatetime | None = Field(None, description="When it was asked; now if left out.")

    @property
    def payee_names(self) -> dict[str, str]:
        """The payee's name by language."""
        return {str(language): name for language, name in self.payee.items()}


class CardPaymentTaken(BaseModel):
    """What became of a payment."""

    payment_id: str
    declined: Refusal | None = Field(None, description="Why nothing was paid; null: it was paid.")
    transaction_id: str | None = None
    at: datetime


def highest(kind: LimitKind, segment: str) -> int:
    """Return the most that the bank allows a segment, in minor units."""
    return RAISED.get(segment, {}).get(kind, STANDARD[kind])


def steps_below(amount_minor: int) -> tuple[int, ...]:
    """Return the lower amounts on offer, the highest first.

    >>> steps_below(1_500_00)
    (100000, 50000, 0)
    """
    return tuple(step for step in LADDER if step < amount_minor)[:MOST_STEPS]


def peak(postings: Iterable[tuple[date, str, int]], kind: LimitKind) -> int:
    """Return the most that left in one day, of postings (day, kind of transaction, minor units)."""
    days: dict[date, int] = {}
    for day, of, minor in postings:
        if of in COUNTED[kind] and minor < 0:
            days[day] = days.get(day, 0) - minor
    return max(days.values(), default=0)
