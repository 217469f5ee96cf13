"""A goal as it is set and as it is stored."""

from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from recommender.ids import ExternalId
from recommender.money import Money
from widgets.ports.goals import GoalKind

MOST_MINOR = 10**13
"""A hundred milliard yuan: far above any goal, far below the limit of 64 bits."""


class GoalIn(BaseModel):
    """What a customer wants to save for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: GoalKind = "other"
    title: str = Field("", max_length=80, description="Own words; empty shows the kind's name.")
    target_minor: int = Field(gt=0, le=MOST_MINOR)
    currency: str = Field("CNY", pattern=r"^[A-Z]{3}$")
    target_on: date = Field(description="The day it is wanted, in the future.")
    account_id: ExternalId | None = Field(
        None, description="The linked account; the largest savings account if it is left out."
    )


@dataclass(frozen=True, slots=True)
class StoredGoal:
    """A goal with its account."""

    id: str
    kind: GoalKind
    title: str
    target: Money
    target_on: date
    account_id: str
