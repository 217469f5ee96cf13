"""Who a card is for: segments and a minimum risk capacity."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from recommender.customers.model import Facts, Segment
from recommender.ports import MARKETING, PERSONALISATION


class Audience(BaseModel):
    """Both conditions must hold; an empty one holds for everybody."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    segments: tuple[Segment, ...] = Field(
        (), max_length=20, description="In any of these segments."
    )
    minimum_capacity: int | None = Field(
        None, ge=1, le=5, description="Assessed C1 to C5 or above, and the assessment is valid."
    )

    @property
    def is_open(self) -> bool:
        """Say whether it is for everybody, visitors too."""
        return not self.segments and self.minimum_capacity is None


def in_segments(audience: Audience, facts: Facts | None) -> bool:
    """Say whether the segment fits; nobody's segment is used without their consent.

    With personalisation off a card for chosen segments stays away from everybody alike, so two
    such customers with equal legal masks see equal lists.
    """
    if not audience.segments:
        return True
    if facts is None or not facts.scope.allows(PERSONALISATION):
        return False
    return facts.segment in audience.segments


def has_capacity(audience: Audience, facts: Facts | None, today: date) -> bool:
    """Say whether the capacity suffices; an expired or missing assessment is none."""
    if audience.minimum_capacity is None:
        return True
    capacity = facts.capacity_on(today) if facts else None
    return capacity is not None and capacity >= audience.minimum_capacity


def includes(audience: Audience, facts: Facts | None, today: date) -> bool:
    """Say whether the customer (None: a visitor) belongs to the audience."""
    return in_segments(audience, facts) and has_capacity(audience, facts, today)


def takes_marketing(facts: Facts | None) -> bool:
    """Say whether marketing may be shown: consent given, and not in the senior edition."""
    if facts is None:
        return True
    return facts.scope.allows(MARKETING) and not facts.senior
