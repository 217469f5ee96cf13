"""Alerts that another process raised: their rows are looked up while homes are open here."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress

from sqlalchemy.exc import SQLAlchemyError

from dashboard.life.security.repository import SecurityRepository
from recommender.database import Database, new_id

LOOK_SECONDS = 0.5
OVERLAP_MS = 10_000
"""An alert whose transaction took this long is still found; its id is older than its commit."""

logger = logging.getLogger(__name__)


class Lookout:
    """One process's look at the alerts of all.

    Args:
        tell: Is told each customer who has a new alert, once an alert.
        is_wanted: Says whether anybody would hear it; nothing is read otherwise.
    """

    def __init__(
        self,
        database: Database,
        tell: Callable[[str], None],
        is_wanted: Callable[[], bool],
    ) -> None:
        self._database = database
        self._tell = tell
        self._is_wanted = is_wanted
        self._seen: frozenset[str] = frozenset()
        self._task: asyncio.Task[None] | None = None
        self._ended = asyncio.Event()

    def start(self) -> None:
        """Begin to look."""
        self._ended.clear()
        self._task = asyncio.create_task(self._poll(), name="alerts")

    async def stop(self) -> None:
        """End after the look that may be under way."""
        self._ended.set()
        if self._task is not None:
            await self._task

    async def look(self) -> None:
        """Tell whose alerts were raised since the last look."""
        async with self._database.reading() as session:
            found = await SecurityRepository(session).raised_since(_recently())
        for alert_id, customer_id in found.items():
            if alert_id not in self._seen:
                self._tell(customer_id)
        self._seen = frozenset(found)

    async def _poll(self) -> None:
        while not self._ended.is_set():
            if self._is_wanted():
                try:
                    await self.look()
                except (SQLAlchemyError, OSError) as error:
                    logger.info("Alerts cannot be read now: %s.", type(error).__name__)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._ended.wait(), LOOK_SECONDS)


def _recently() -> str:
    """Return the lowest id of the last seconds: ids begin with their time."""
    made = new_id().replace("-", "")
    stamp = f"{int(made[:12], 16) - OVERLAP_MS:012x}"
    return f"{stamp[:8]}-{stamp[8:]}-7000-8000-000000000000"
