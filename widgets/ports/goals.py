"""Savings goals with their projection, and the wealth journey that follows from them."""

from datetime import date, datetime
from typing import Literal, Protocol

from pydantic import Field

from recommender.money import Money
from widgets.ports.facts import Fact, Texts

GoalKind = Literal[
    "emergency", "home", "education", "travel", "retirement", "car", "wedding", "other"
]
Stage = Literal["start", "reserve", "build", "grow", "preserve"]


class Goal(Fact):
    """One savings goal.

    Attributes:
        saved: What of the linked account counts for it: goals are filled in order of their dates.
        rate: What is really saved a month (median of the last full months), before this goal's
            turn; 0 where nothing is.
        reached_on: When it is reached if saving goes on like that; None: not at this pace.
        needed: What a month would have to bring to reach it on its day.
    """

    id: str
    kind: GoalKind
    title: str = ""
    target: Money
    target_on: date
    saved: Money
    rate: Money
    reached_on: date | None = None
    needed: Money
    account: Texts
    line: tuple[int, ...] = Field((), description="Saved at the end of past months, minor units.")

    @property
    def share(self) -> float:
        """Share of the target that is saved, 0 to 1."""
        return min(1.0, self.saved.minor / self.target.minor)

    @property
    def is_reached(self) -> bool:
        """Say whether everything is there."""
        return self.saved.minor >= self.target.minor


class GoalList(Fact):
    """The goals, the nearest date first, and over how many months the saving was measured."""

    goals: tuple[Goal, ...]
    months_measured: int
    months: tuple[date, ...] = Field((), description="Last days of the months of `Goal.line`.")
    as_of: datetime


class Idea(Fact):
    """A goal that the customer could begin, with the figure that it is derived from."""

    kind: GoalKind
    target: Money
    target_on: date


class Journey(Fact):
    """Where the customer stands with money, by a rule that is documented and shown.

    Attributes:
        reserve_months: Months of usual spending that cash and deposits cover; None: not known.
        invested_share: Share 0..1 of the wealth that is held in anything but cash and deposits.
        next_step: Code of the one step that the stage asks for.
    """

    stage: Stage
    next_step: Literal["save", "fill_reserve", "set_goal", "review", "hand_on"]
    reserve_months: float | None
    invested_share: float
    worth: Money
    goals: int
    goals_on_track: int
    line: tuple[tuple[date, int], ...] = Field(description="Net worth at the ends of months.")
    as_of: datetime


class Goals(Protocol):
    """Goals of a customer."""

    async def list(self, customer_id: str) -> GoalList:
        """List the goals."""
        ...

    async def ideas(self, customer_id: str) -> tuple[Idea, ...]:
        """Return goals that could be begun, derived from the customer's own spending."""
        ...

    async def begin(self, customer_id: str, kind: str) -> None:
        """Begin one of the ideas."""
        ...

    async def shift(self, customer_id: str, goal_id: str, months: int) -> None:
        """Move a goal's date by some months."""
        ...

    async def remove(self, customer_id: str, goal_id: str) -> None:
        """Give a goal up; no money moves."""
        ...

    async def journey(self, customer_id: str) -> Journey | None:
        """Return where the customer stands; None when there is no account."""
        ...


GOAL_NAMES: dict[str, str] = {
    "emergency": "Emergency reserve",
    "home": "A home",
    "education": "Education",
    "travel": "A journey",
    "retirement": "Retirement",
    "car": "A car",
    "wedding": "A wedding",
    "other": "Something of my own",
}
"""English msgids."""

GOAL_ICONS: dict[str, str] = {
    "emergency": "umbrella",
    "home": "house",
    "education": "graduation-cap",
    "travel": "plane",
    "retirement": "leaf",
    "car": "car",
    "wedding": "heart",
    "other": "star",
}
