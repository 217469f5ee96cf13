"""A business rule as it is written and approved: what it does, for whom, when, and its tests."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from recommender.catalogue.model import Kind, Word
from recommender.customers.model import Segment
from recommender.dataset import ItemKey
from recommender.ids import ExternalId
from recommender.rules.model import Effect, Rule, Target
from recommender.suitability.model import Level, Type

MOST_PINS = 3
"""Pinned items of one rule: a list that is all pins is no recommendation."""

MOST_CASES = 20
RuleId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:-]{1,64}$")]
Scenario = Literal["home", "feed", "discover", "related", "desk"]
Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)]
Reasoning = Annotated[str, StringConstraints(strip_whitespace=True, max_length=400)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class ItemRef(_Part):
    """One item by its kind and id."""

    kind: Kind = "product"
    id: ExternalId

    @property
    def key(self) -> ItemKey:
        """The key of the item."""
        return ItemKey(self.kind, self.id)


class Persona(_Part):
    """An invented customer without a past, for tests and previews."""

    segment: Segment = "mass"
    capacity: Level | None = 3
    age: int | None = Field(None, ge=0, le=120)
    senior: bool = False
    qualified: bool = False
    held: tuple[ExternalId, ...] = Field((), max_length=50)
    personalisation: bool = True


class CaseItem(ItemRef):
    """An item of a test's own catalogue."""

    grade: Level | None = None
    product_type: Type | Literal[""] = ""
    topics: tuple[Word, ...] = Field((), max_length=8)


class Expectation(_Part):
    """What a test expects of one item of the list."""

    item: ItemRef
    outcome: Literal["present", "absent", "first"]


class RuleCase(_Part):
    """One test: for this customer, on this surface, these items are there, away, or first."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
    customer: Persona = Persona()
    scenario: Scenario = "home"
    kinds: tuple[Kind, ...] = Field(("product",), min_length=1, max_length=3)
    limit: int = Field(10, ge=1, le=50)
    catalogue: tuple[CaseItem, ...] = Field(
        (), max_length=50, description="Its own catalogue; empty: the bank's as it is now."
    )
    expects: tuple[Expectation, ...] = Field(min_length=1, max_length=20)


class RuleContent(_Part):
    """One version of a rule; what is approved is all of this."""

    name: Name = ""
    why: Reasoning = Field("", description="Why the bank wants it: read by the reviewer.")
    effect: Effect = "boost"
    items: tuple[ItemRef, ...] = Field((), max_length=50)
    topics: tuple[Word, ...] = Field((), max_length=20)
    types: tuple[Type, ...] = Field((), max_length=20)
    kinds: tuple[Kind, ...] = Field((), max_length=3)
    scenarios: tuple[Scenario, ...] = Field((), max_length=5, description="Empty: everywhere.")
    segments: tuple[Segment, ...] = Field((), max_length=6, description="Empty: everybody.")
    minimum_capacity: Level | None = None
    starts_at: datetime | None = Field(None, description="Bank time where no offset is given.")
    ends_at: datetime | None = Field(None, description="Bank time where no offset is given.")
    priority: int = Field(0, ge=0, le=100, description="The higher one decides.")
    strength: float = Field(
        1.0, ge=0.1, le=5, description="What boost adds and bury takes, in standard deviations."
    )
    share: float = Field(0.2, ge=0.05, le=0.5, description="Least share of the places.")
    cases: tuple[RuleCase, ...] = Field((), max_length=MOST_CASES)

    @model_validator(mode="after")
    def _speaks_of_something(self) -> Self:
        if not (self.items or self.topics or self.types or self.kinds):
            raise ValueError("Say which items the rule speaks of.")
        if self.effect == "pin" and not 1 <= len(self.items) <= MOST_PINS:
            raise ValueError("A pin names one to three items.")
        return self

    @model_validator(mode="after")
    def _ends_after_start(self) -> Self:
        start, end = self.starts_at, self.ends_at
        if start and end and start.tzinfo and end.tzinfo and end <= start:
            raise ValueError("The end must be after the start.")
        return self

    def in_zone(self, zone: ZoneInfo) -> "RuleContent":
        """Read times without an offset as the bank's local time."""
        times = {"starts_at": _aware(self.starts_at, zone), "ends_at": _aware(self.ends_at, zone)}
        return RuleContent.model_validate(self.model_dump() | times)

    def rule(self, rule_id: str, number: int) -> Rule:
        """Return the rule as decisions use it."""
        return Rule(
            id=rule_id,
            number=number,
            effect=self.effect,
            target=Target(
                tuple(one.key for one in self.items), self.topics, self.types, self.kinds
            ),
            priority=self.priority,
            scenarios=self.scenarios,
            segments=self.segments,
            minimum_capacity=self.minimum_capacity,
            starts=self.starts_at.timestamp() if self.starts_at else None,
            ends=self.ends_at.timestamp() if self.ends_at else None,
            strength=self.strength,
            share=self.share,
        )


def _aware(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    return at.replace(tzinfo=zone) if at and at.tzinfo is None else at


class Standing(StrEnum):
    """Where a rule stands for customers."""

    UNPUBLISHED = "unpublished"
    SCHEDULED = "scheduled"
    LIVE = "live"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class LiveRule(BaseModel):
    """The published version of a rule."""

    model_config = ConfigDict(frozen=True)

    id: RuleId
    number: int
    content: RuleContent
    published_at: datetime
    published_by: str = ""

    def standing(self, now: datetime) -> Standing:
        """Say where its times put it now."""
        start, end = self.content.starts_at, self.content.ends_at
        if start and now < start:
            return Standing.SCHEDULED
        return Standing.EXPIRED if end and now >= end else Standing.LIVE


class RuleRecord(BaseModel):
    """A rule apart from its versions."""

    model_config = ConfigDict(frozen=True)

    id: RuleId
    made_by: str
    made_at: datetime
    live: LiveRule | None = None
    withdrawn_at: datetime | None = None

    def standing(self, now: datetime) -> Standing:
        """Say where the rule stands for customers."""
        if self.live:
            return self.live.standing(now)
        return Standing.WITHDRAWN if self.withdrawn_at else Standing.UNPUBLISHED
