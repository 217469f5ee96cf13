"""What is known of a customer: the input from outside, and the facts that decisions use."""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from recommender.ids import ExternalId
from recommender.ports import Scope

SEGMENTS = ("mass", "affluent", "private", "young", "senior", "sme")
Segment = Literal["mass", "affluent", "private", "young", "senior", "sme"]
Language = Literal["zh-Hans", "zh-Hant", "en"]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
MOST_MINOR = 10**15
"""Ten trillion in minor units: more than any account, and far below the limit of 64 bits."""


class MaturityIn(BaseModel):
    """Money that comes free on a day."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    product_id: ExternalId
    amount_minor: int = Field(ge=0, le=MOST_MINOR)
    on: date


class CustomerIn(BaseModel):
    """A customer as a bank's system sends it; what is left out is unknown."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    segment: Segment = "mass"
    birth_date: date | None = None
    region: str = Field("", max_length=64)
    language: Language = "zh-Hans"
    capacity: int | None = Field(None, ge=1, le=5, description="C1 to C5; None is not assessed.")
    assessed_until: date | None = Field(None, description="Last day on which `capacity` counts.")
    qualified_until: date | None = Field(None, description="Proof for private products.")
    held: tuple[ExternalId, ...] = Field((), max_length=500)
    idle_cash_minor: int = Field(0, ge=0, le=MOST_MINOR)
    currency: Currency = "CNY"
    maturities: tuple[MaturityIn, ...] = Field((), max_length=500)
    senior: bool = False
    knowledge: tuple[str, ...] = Field(
        (), max_length=30, description="Product types of which knowledge is proven."
    )


@dataclass(frozen=True, slots=True)
class Maturity:
    """Money that comes free on a day."""

    product_id: str
    amount_minor: int
    on: date


@dataclass(frozen=True, slots=True)
class Facts:
    """What a decision may know of one customer.

    Attributes:
        capacity: 1 to 5 as assessed, whatever the date: ask `capacity_on`.
        assessed_until: Last day on which the capacity counts; None with a capacity: no end.
        held: Products that the customer holds now.
        knowledge: Product types of which the customer has proven knowledge.
        scope: Purposes that the customer allows now.
    """

    customer_id: str
    segment: str
    birth_date: date | None = None
    region: str = ""
    language: str = "zh-Hans"
    capacity: int | None = None
    assessed_until: date | None = None
    qualified_until: date | None = None
    held: frozenset[str] = frozenset()
    idle_cash_minor: int = 0
    currency: str = "CNY"
    maturities: tuple[Maturity, ...] = ()
    senior: bool = False
    knowledge: frozenset[str] = frozenset()
    scope: Scope = field(default_factory=Scope)

    def capacity_on(self, day: date) -> int | None:
        """Return the capacity that counts on a day: None when unknown or expired."""
        expired = self.assessed_until is not None and day > self.assessed_until
        return None if expired else self.capacity

    def age_on(self, day: date) -> int | None:
        """Return the age in full years on a day, None when the birth date is unknown."""
        if self.birth_date is None:
            return None
        birthday_to_come = (day.month, day.day) < (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - birthday_to_come

    def is_qualified_on(self, day: date) -> bool:
        """Say whether the proof for private products counts on a day."""
        return self.qualified_until is not None and day <= self.qualified_until
