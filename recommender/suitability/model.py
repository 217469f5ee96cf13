"""A rule set: one region's law on who may be offered what, in one version that can be approved."""

from datetime import date
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from recommender.changes.model import hash_of
from recommender.customers.model import Segment

LEVELS = range(1, 6)
LOWEST = 1
"""The lowest capacity: nobody may be talked out of it."""

HASH_DIGITS = 16

Region = Literal["cn", "eu"]
Level = Annotated[int, Field(ge=1, le=5)]
Age = Annotated[int, Field(ge=0, le=150)]
Type = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Types = Annotated[tuple[Type, ...], Field(max_length=30)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=600)]
Texts = Annotated[dict[Literal["zh-Hans", "zh-Hant", "en"], Words], Field(min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AgeRule(_Part):
    """Who is too young or too old for some product types."""

    types: Types = Field(min_length=1)
    min_age: Age | None = None
    max_age: Age | None = None


class ElderlyCare(_Part):
    """From an age on, nothing above a grade is promoted, and more steps belong to a sale."""

    from_age: Age = 65
    highest_grade: Level
    steps: tuple[Texts, ...] = Field((), max_length=10)


class SeniorEdition(_Part):
    """What the senior edition may suggest."""

    highest_grade: Level = 1
    types: Types = ("deposit",)


class CoolingOff(_Part):
    """Days within which a purchase of some types can be taken back."""

    types: Types = Field(min_length=1)
    days: int = Field(ge=1, le=365)


class Disclosure(_Part):
    """A text that belongs to some products; no types: to all of at least this grade."""

    code: Type
    types: Types = ()
    from_grade: Level = 1
    texts: Texts


class ConsentRule(_Part):
    """A use of personal data and the purpose that a customer must have agreed to."""

    use: Literal["ranking", "marketing", "adviser", "partner"]
    purpose: Literal["personalisation", "marketing", "rm_sharing", "partner"]


class Quote(_Part):
    """The law that a rule rests on."""

    law: Words
    part: str = Field("", max_length=120)
    says: Texts


class CaseCustomer(_Part):
    """The customer of a test case; `assessment` says whether the capacity counts today."""

    capacity: Level | None = None
    assessment: Literal["valid", "expired"] = "valid"
    age: Age | None = None
    qualified: bool = False
    senior: bool = False
    segment: Segment = "mass"
    knowledge: Types = ()


class CaseProduct(_Part):
    """The product of a test case."""

    type: Type
    grade: Level
    private: bool = False
    complex: bool = False
    not_for: tuple[Segment, ...] = ()


class Case(_Part):
    """One promise of a rule set: this product, offered to this customer, is allowed or not."""

    name: Texts
    customer: CaseCustomer
    product: CaseProduct
    expects: Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,30}$")] = Field(
        description="`allowed`, or the reason that withholds it."
    )


class RuleSet(_Part):
    """One version of a region's rules.

    Attributes:
        matrix: Capacity to the grades that may be promoted to it.
        qualified_types: Types that need a qualified-investor proof, as what is marked private does.
        complex_types: Types that need a proof of knowledge, as what is marked complex does, where
            `knowledge_for_complex` holds.
        negative_target_market: Whether a product's `not_for` segments are refused by law.
    """

    region: Region
    version: int = Field(ge=1, le=10_000)
    valid_from: date
    matrix: dict[Level, tuple[Level, ...]]
    assessment_months: int = Field(ge=1, le=60)
    ages: tuple[AgeRule, ...] = Field((), max_length=20)
    qualified_types: Types = ()
    qualified_conditions: tuple[Texts, ...] = Field((), max_length=10)
    complex_types: Types = ()
    knowledge_for_complex: bool = False
    negative_target_market: bool = False
    elderly: ElderlyCare | None = None
    senior: SeniorEdition = SeniorEdition()
    cooling_off: tuple[CoolingOff, ...] = Field((), max_length=20)
    disclosures: tuple[Disclosure, ...] = Field((), max_length=20)
    consents: tuple[ConsentRule, ...] = Field((), max_length=10)
    sources: tuple[Quote, ...] = Field(min_length=1, max_length=30)
    cases: tuple[Case, ...] = Field(min_length=1, max_length=100)

    @model_validator(mode="after")
    def _never_above_capacity(self) -> Self:
        if sorted(self.matrix) != list(LEVELS):
            raise ValueError("The matrix has one row for each capacity, C1 to C5.")
        if any(max(grades, default=0) > level for level, grades in self.matrix.items()):
            raise ValueError("Nothing above a customer's capacity may be promoted.")
        return self

    @property
    def content(self) -> dict[str, object]:
        """The rule set as it is stored and approved."""
        return self.model_dump(mode="json")

    @cached_property
    def name(self) -> str:
        """Region, version and hash: what a decision records, for example `cn-1@0f3a…`."""
        return f"{self.region}-{self.version}@{hash_of(self.content)[:HASH_DIGITS]}"

    @cached_property
    def body(self) -> bytes:
        """What a decision's sources keep under `name`."""
        return self.model_dump_json().encode()

    @classmethod
    def unpack(cls, body: bytes) -> "RuleSet":
        """Return the rule set of a stored body."""
        return cls.model_validate_json(body)

    def grades(self, capacity: int | None) -> tuple[int, ...]:
        """Return the grades that may be promoted to a capacity; None to nobody's."""
        return () if capacity is None else self.matrix[capacity]

    def told_of(self, product_type: str, grade: int) -> list[Texts]:
        """Return the disclosures that belong to a product."""
        return [
            one.texts
            for one in self.disclosures
            if grade >= one.from_grade and (not one.types or product_type in one.types)
        ]

    def days_to_take_back(self, product_type: str) -> int:
        """Return the days of cooling-off for a type, 0 for none."""
        found = (one.days for one in self.cooling_off if product_type in one.types)
        return max(found, default=0)
