"""Who was erased, as one process knows it: its rows are polled, its memories are dropped."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress

from sqlalchemy.exc import SQLAlchemyError

from dashboard.errors import Conflict
from dashboard.rights.pseudonyms import Pseudonyms
from dashboard.rights.repository import Erasures
from recommender.database import Database

POLL_SECONDS = 1.0

logger = logging.getLogger(__name__)


class ErasureWatch:
    """One process's view of the erasures.

    Args:
        forget: Drops what the process remembers; None means of everybody, because the row of an
            erasure that another process made does not tell who it was.
    """

    def __init__(
        self,
        database: Database,
        pseudonyms: Pseudonyms,
        forget: Callable[[str | None], None],
    ) -> None:
        self._database = database
        self._pseudonyms = pseudonyms
        self._forget = forget
        self._erased: frozenset[str] = frozenset()
        self._own: set[str] = set()
        self._has_read = False
        self._task: asyncio.Task[None] | None = None
        self._ended = asyncio.Event()

    def start(self) -> None:
        """Begin to poll."""
        self._ended.clear()
        self._task = asyncio.create_task(self._poll(), name="erasures")

    async def stop(self) -> None:
        """End the polling after the look that may be under way."""
        self._ended.set()
        if self._task is not None:
            await self._task

    def add(self, customer_id: str) -> None:
        """Note an erasure of this process before its row is read."""
        self._own.add(self._pseudonyms.of(customer_id))

    def holds(self, customer_id: str | None) -> bool:
        """Say whether a customer was erased: nothing more is taken about such a one."""
        if customer_id is None or not (self._erased or self._own):
            return False
        pseudonym = self._pseudonyms.of(customer_id)
        return pseudonym in self._own or pseudonym in self._erased

    def pseudonym_of(self, customer_id: str) -> str:
        """Return what would stand for a customer who was erased."""
        return self._pseudonyms.of(customer_id)

    async def pseudonyms(self) -> frozenset[str]:
        """Return the pseudonyms of everybody who was erased, from the rows themselves."""
        await self.refresh()
        return self._erased

    def refuse(self, customer_id: str) -> None:
        """Take nothing about somebody who was erased.

        Raises:
            Conflict: The customer was erased.
        """
        if self.holds(customer_id):
            raise Conflict("This customer was erased; come back under a new customer id.")

    async def refresh(self) -> None:
        """Read the rows, and forget everybody when there is a new one of another process."""
        async with self._database.reading() as session:
            known = await Erasures(session).pseudonyms()
        new = known - self._erased - self._own
        if new and self._has_read:
            self._forget(None)
        self._erased, self._has_read = known, True

    async def _poll(self) -> None:
        while not self._ended.is_set():
            try:
                await self.refresh()
            except (SQLAlchemyError, OSError) as error:
                logger.info("Erasures cannot be read yet: %s.", type(error).__name__)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._ended.wait(), POLL_SECONDS)
