"""A trial as people design it, approve it and watch it run."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from recommender.customers.model import Segment
from recommender.ids import ExternalId
from recommender.trials.assignment import HELD_OUT
from recommender.trials.model import Treatment

OPTED_OUT = "opted-out"
"""Customers without personalisation: shown beside the arms, never assigned to one."""

Outcome = Literal["clicked", "read", "bought"]
Watched = Literal["clicked", "dismissed", "short"]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,32}$")]


class Strict(BaseModel):
    """A frozen value from outside: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Arm(Strict):
    """One arm: its share of the customers, and what they get."""

    name: Name
    share: float = Field(gt=0, lt=1, description="Of all customers who take part, 0 to 1.")
    model_id: ExternalId | None = Field(None, description="None is the active model.")
    exploration_share: float | None = Field(None, ge=0, le=0.5, description="None is usual.")
    by_popularity: bool = False

    def treatment(self, trial_id: str | None) -> Treatment:
        """Return the treatment; without a trial's id it is recorded for no trial."""
        return Treatment(
            trial_id=trial_id,
            arm=self.name if trial_id else None,
            model_id=self.model_id,
            exploration_share=self.exploration_share,
            by_popularity=self.by_popularity,
        )


class Guard(Strict):
    """A guard rail: an arm stops when it is surely worse than the control by more than this."""

    measure: Watched
    tolerance: float = Field(0.0, ge=0, le=1, description="Difference of shares that is borne.")


GUARDS = (
    Guard(measure="dismissed", tolerance=0.01),
    Guard(measure="clicked", tolerance=0.02),
    Guard(measure="short", tolerance=0.02),
)


class Design(Strict):
    """What is approved before a trial starts; nothing of it changes while it runs."""

    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
    scenario: Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,32}$")] = "home"
    segment: Segment | None = Field(None, description="Only these customers take part.")
    arms: tuple[Arm, ...] = Field(min_length=2, max_length=6, description="First the control.")
    outcome: Outcome = Field("clicked", description="What decides, per customer.")
    window_hours: int = Field(24, ge=1, le=720, description="Outcomes count for so long.")
    guard_hours: int = Field(1, ge=1, le=72, description="Guard rails count for so long.")
    days: int = Field(28, ge=1, le=180, description="Ends by itself after so long.")
    guards: tuple[Guard, ...] = Field(GUARDS, max_length=3)
    hold_out_by_popularity: bool = Field(
        False, description="The permanent hold-out group gets popularity meanwhile."
    )

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        names = [arm.name for arm in self.arms]
        if len(set(names)) < len(names) or {HELD_OUT, OPTED_OUT} & set(names):
            raise ValueError("Each arm needs a name of its own.")
        if abs(sum(arm.share for arm in self.arms) - 1.0) > 1e-6:
            raise ValueError("The shares of the arms must sum to 1.")
        if self.guard_hours > self.window_hours:
            raise ValueError("Guard rails cannot count for longer than outcomes.")
        if len({one.measure for one in self.guards}) < len(self.guards):
            raise ValueError("Each measure has at most one guard rail.")
        return self

    @property
    def control(self) -> Arm:
        """The arm that the others are compared with."""
        return self.arms[0]

    @property
    def shares(self) -> dict[str, float]:
        """Share of each arm, by name."""
        return {arm.name: arm.share for arm in self.arms}

    @property
    def window(self) -> timedelta:
        """How long after its first decision a customer's outcomes count."""
        return timedelta(hours=self.window_hours)

    @property
    def guard_window(self) -> timedelta:
        """The same for guard rails."""
        return timedelta(hours=self.guard_hours)


class TrialState(StrEnum):
    """Where a trial stands; nothing but a draft is edited."""

    DRAFT = "draft"
    REVIEW = "review"
    RUNNING = "running"
    STOPPED = "stopped"
    FINISHED = "finished"


class Stop(Strict):
    """When an arm was stopped, and why: a message whose `{names}` are `params`."""

    at: datetime
    why: str
    params: dict[str, str] = {}


class Trial(BaseModel):
    """A trial as it is stored.

    Attributes:
        stopped: Arms that a guard rail or a person stopped; their customers get the control.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    state: TrialState
    design: Design
    made_by: str
    made_at: datetime
    started_at: datetime | None = None
    started_by: str | None = None
    ended_at: datetime | None = None
    why: str = ""
    stopped: dict[str, Stop] = {}

    @property
    def is_running(self) -> bool:
        """Say whether customers are assigned now."""
        return self.state is TrialState.RUNNING

    def is_over(self, now: datetime) -> bool:
        """Say whether the planned time has passed."""
        if self.started_at is None:
            return False
        return now >= self.started_at + timedelta(days=self.design.days)
