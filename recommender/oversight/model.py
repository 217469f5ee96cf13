"""Checks of models as they are stored and read."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict

SHADOW, DRIFT = "shadow", "drift"


class CheckState(StrEnum):
    """How a check came out."""

    WAITING = "waiting"
    TOO_LITTLE = "too_little"
    OK = "ok"
    ALARM = "alarm"


class Frozen(BaseModel):
    """A value that leaves a service."""

    model_config = ConfigDict(frozen=True)


class Check(Frozen):
    """The newest check of a kind of a model; `at` is None until it was made."""

    model_id: str
    kind: str
    state: CheckState
    asked_by: str
    asked_at: datetime
    at: datetime | None = None
    report: dict[str, Any] = {}


class Worth(Frozen):
    """A click rate with its 95 % interval."""

    value: float
    low: float
    high: float


class OffPolicyReport(Frozen):
    """What a model would have earned on the places that chance filled.

    Attributes:
        places: Places that chance filled.
        new: Clicks a place had this model filled it from the same candidates.
        now: The same for the model that made the decisions.
        shown: Clicks a place as it was filled.
        effective: Places that count for `new`; too few say nothing.
        reason: Why there is no estimate: `nothing_random` or `too_little`; empty otherwise.
    """

    places: int = 0
    new: Worth | None = None
    new_robust: Worth | None = None
    now: Worth | None = None
    shown: float = 0.0
    effective: float = 0.0
    reason: str = ""


class ShadowReport(Frozen):
    """How a model that is not shown would have decided.

    Attributes:
        decisions: Decisions that were made again.
        lost: Decisions whose inputs are no longer kept.
        overlap: Mean share of the list that both models choose, without chance.
        correlation: Mean rank correlation over everything allowed, -1..1.
        clicks: Clicks on what was shown.
        clicks_kept: Share of them on items that this model lists too.
        seconds: Median seconds of scoring a decision with this model.
        seconds_now: The same with the model that made the decision.
    """

    decisions: int = 0
    lost: int = 0
    overlap: float = 0.0
    correlation: float = 0.0
    clicks: int = 0
    clicks_kept: float = 0.0
    seconds: float = 0.0
    seconds_now: float = 0.0
    off_policy: OffPolicyReport = OffPolicyReport()


class FeatureDrift(Frozen):
    """How far one distribution moved.

    Attributes:
        index: Population stability index; 0 is no change.
        limit: What chance alone stays below, and at least 0.1.
        before: Number of values then.
        after: Number of values now.
    """

    name: str
    index: float
    limit: float
    before: int
    after: int

    @property
    def is_alarm(self) -> bool:
        """Say whether it moved further than chance and custom allow."""
        return self.index > self.limit


class DriftReport(Frozen):
    """What moved since the model was trained.

    Attributes:
        clicks_before: Share of lists with a click when the model began to serve.
        clicks_now: The same of the newest lists, with bounds that hold at every look.
    """

    features: tuple[FeatureDrift, ...] = ()
    clicks_before: float = 0.0
    clicks_now: Worth | None = None
    clicks_fell: bool = False
