"""Follow-ups as advisers see them, and what they report back."""

from datetime import date, datetime
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from recommender.answer import Evidence
from recommender.ids import ExternalId

OPEN, CALL_BACK, RESTING, SETTLED, GONE = "open", "call_back", "resting", "settled", "gone"
LIVE = (OPEN, CALL_BACK, RESTING)
DONE, NOT_REACHED, SKIP = "done", "not_reached", "skip"
ALREADY_HOLDS, NOT_INTERESTED, WRONG_TIME, OTHER = (
    "already_holds",
    "not_interested",
    "wrong_time",
    "other",
)
TEACHING = frozenset({ALREADY_HOLDS, NOT_INTERESTED})
"""Reasons that take the product off this customer's lists."""


class Followup(BaseModel):
    """One follow-up as it is stored.

    Attributes are those of the table; `products` may be offered, best first, and `withheld`
    maps products that may not be offered to the reason.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    customer_id: str
    signal: str
    subject: str
    state: str
    score: float
    code: str
    params: dict[str, Any]
    evidence: list[tuple[str, str]]
    product_id: str | None
    products: list[str]
    withheld: dict[str, str]
    decision_id: str
    due: date | None = None
    outcome: str | None = None
    reason: str | None = None
    note: str = ""
    created_at: datetime
    updated_at: datetime
    settled_at: datetime | None = None
    settled_by: str | None = None


class FollowupReason(BaseModel):
    """Why now, in words."""

    code: str
    params: dict[str, Any]
    text: str


class OfferedProduct(Evidence):
    """A product that may be offered."""

    grade: int | None = None


class WithheldProduct(Evidence):
    """A product that may not be offered, with the reason."""

    reason: str
    text: str


class FollowupView(BaseModel):
    """One follow-up on the desk."""

    id: str
    customer_id: str
    signal: str
    state: str
    score: float
    reason: FollowupReason
    evidence: list[Evidence]
    product_id: str | None
    products: list[OfferedProduct]
    withheld: list[WithheldProduct]
    decision_id: str
    due: date | None
    quiet_until: datetime | None = Field(description="Until when the customer is not called.")
    created_at: datetime
    updated_at: datetime


class FollowupList(BaseModel):
    """The follow-ups of one adviser: promised call-backs that are due first, then by score."""

    items: list[FollowupView]


class OutcomeIn(BaseModel):
    """What became of a follow-up."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    outcome: Literal["done", "call_back", "not_reached", "skip"]
    on: date | None = Field(None, description="Day of the call back.")
    reason: Literal["already_holds", "not_interested", "wrong_time", "other"] | None = Field(
        None, description="Why it is skipped."
    )
    product_id: ExternalId | None = Field(
        None, description="The product that the reason is about; the follow-up's own if unset."
    )
    note: str = Field("", max_length=500)

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if (self.outcome == CALL_BACK) != (self.on is not None):
            raise ValueError("`on` names the day of a call back, and only of that.")
        if (self.outcome == SKIP) != (self.reason is not None):
            raise ValueError("`reason` says why something is skipped, and only then.")
        return self
