"""Tiles on their way: told as they arrive, a slow one never holds up the others."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Collection, Mapping

from dashboard.home.answers import Answers
from recommender.database import new_id
from widgets.tile import Tile

TOGETHER_SECONDS = 0.03
"""What arrives within this time is told in one go."""

MOST_RUNNING = 2_000


class Load:
    """Tiles on their way; a slow one never holds up the others.

    Args:
        tasks: What loads each tile.
        waiting: What stands in each tile's place until it arrives.
        answers: What the tiles asked of the ports.
        from_outside: Tiles that nobody waits for, however quick they may be.
    """

    def __init__(
        self,
        tasks: Mapping[str, asyncio.Task[Tile]],
        waiting: Mapping[str, Tile],
        answers: Answers,
        *,
        from_outside: Collection[str] = (),
    ) -> None:
        self._tasks = tasks
        self._waiting = waiting
        self._answers = answers
        self._own = {task for tile, task in tasks.items() if tile not in from_outside}
        self._left = set(tasks.values())

    async def quick(self, seconds: float) -> list[Tile]:
        """Return every tile; one that has not arrived in this time stands as it was before.

        The time is over when the bank's own tiles are there: what a third party sends late or
        never costs them nothing.
        """
        if self._own:
            await asyncio.wait(self._own, timeout=seconds)
        self._left = {task for task in self._left if not task.done()}
        return [
            self._waiting[tile] if task in self._left else task.result()
            for tile, task in self._tasks.items()
        ]

    async def batches(self) -> AsyncIterator[list[Tile]]:
        """Yield the other tiles as they arrive."""
        while self._left:
            await asyncio.wait(self._left, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.sleep(TOGETHER_SECONDS)
            arrived = {task for task in self._left if task.done()}
            self._left -= arrived
            yield [task.result() for task in self._tasks.values() if task in arrived]
        self._answers.close()

    async def whole(self) -> list[Tile]:
        """Wait for every tile."""
        tiles = list(await asyncio.gather(*self._tasks.values()))
        self._left = set()
        self._answers.close()
        return tiles

    def stop(self) -> None:
        """Give up what is still on its way."""
        for task in self._left:
            task.cancel()
        self._answers.close()

    async def stopped(self) -> None:
        """Give up what is still on its way, and wait until it is gone."""
        self.stop()
        await asyncio.gather(*self._left, *self._answers.asked, return_exceptions=True)

    @property
    def is_done(self) -> bool:
        """Say whether every tile has been told."""
        return not self._left


class Running:
    """Loads that a page will follow, by a name that only the server knows."""

    def __init__(self) -> None:
        self._loads: OrderedDict[str, Load] = OrderedDict()

    def keep(self, one: Load) -> str:
        """Keep a load until it is followed; the oldest is given up where there are too many."""
        name = new_id()
        self._loads[name] = one
        while len(self._loads) > MOST_RUNNING:
            self._loads.popitem(last=False)[1].stop()
        return name

    def take(self, name: str) -> Load | None:
        """Hand a load over to who follows it; None where it is gone."""
        return self._loads.pop(name, None)

    async def close(self) -> None:
        """Give everything up, before the database closes."""
        loads = list(self._loads.values())
        self._loads.clear()
        await asyncio.gather(*(one.stopped() for one in loads))
