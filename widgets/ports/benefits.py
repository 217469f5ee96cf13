"""Benefits: tasks, points, levels and what points are exchanged for."""

from datetime import datetime
from typing import Protocol

from pydantic import Field

from widgets.ports.facts import Fact, Texts


class Task(Fact):
    """Something that earns points."""

    id: str
    name: Texts
    points: int
    is_done: bool = Field(description="In its period: today, this month or once.")
    is_ready: bool = Field(True, description="What it asks for was done; the points wait.")


class Reward(Fact):
    """Something that points are exchanged for."""

    id: str
    name: Texts
    points: int
    left: int = Field(description="How many are in stock.")


class PointsEntry(Fact):
    """One line of the points ledger; negative where points were spent."""

    name: Texts
    points: int
    at: datetime


class Standing(Fact):
    """Where a customer stands."""

    points: int = Field(description="To spend now.")
    level: Texts
    level_share: float = Field(description="Of the way to the next level, 0..1.")
    to_next: int = Field(description="Points that are missing to the next level; 0 at the top.")
    tasks: list[Task]
    rewards: list[Reward]
    entries: list[PointsEntry]


class Benefits(Protocol):
    """The bank's benefits."""

    async def standing(self, customer_id: str) -> Standing | None:
        """Return where the customer stands; None where the bank runs no programme."""
        ...

    async def finish_task(self, customer_id: str, task_id: str) -> None:
        """Take the points of a task."""
        ...

    async def claim_reward(self, customer_id: str, reward_id: str) -> None:
        """Exchange points for a reward."""
        ...
