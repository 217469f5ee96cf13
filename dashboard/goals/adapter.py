"""The widgets' Goals port, answered by our own goals for one actor."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from dashboard.goals.journey import JourneyService
from dashboard.goals.service import GoalService
from recommender.ports import Actor
from widgets.ports import GoalList, Idea, Journey


class Unit(Protocol):
    """What the adapter needs of a unit of work."""

    @property
    def goals(self) -> GoalService:
        """Savings goals."""
        ...

    @property
    def journey(self) -> JourneyService:
        """Where customers stand."""
        ...


Opener = Callable[[], AbstractAsyncContextManager[Unit]]


class GoalsAdapter:
    """Implements `widgets.ports.Goals`; a deed has a unit of work of its own, committed at once."""

    def __init__(self, reading: Opener, writing: Opener, actor: Actor) -> None:
        self._reading, self._writing, self._actor = reading, writing, actor

    async def list(self, customer_id: str) -> GoalList:
        """List the goals."""
        async with self._reading() as app:
            return await app.goals.list(self._actor, customer_id)

    async def ideas(self, customer_id: str) -> tuple[Idea, ...]:
        """Return goals that could be begun."""
        async with self._reading() as app:
            return await app.goals.ideas(self._actor, customer_id)

    async def begin(self, customer_id: str, kind: str) -> None:
        """Begin one of the ideas."""
        async with self._writing() as app:
            await app.goals.begin(self._actor, customer_id, kind)

    async def shift(self, customer_id: str, goal_id: str, months: int) -> None:
        """Move a goal's date by some months."""
        async with self._writing() as app:
            await app.goals.shift(self._actor, customer_id, goal_id, months)

    async def remove(self, customer_id: str, goal_id: str) -> None:
        """Give a goal up; no money moves."""
        async with self._writing() as app:
            await app.goals.delete(self._actor, customer_id, goal_id)

    async def journey(self, customer_id: str) -> Journey | None:
        """Return where the customer stands."""
        async with self._reading() as app:
            return await app.journey.journey(self._actor, customer_id)
