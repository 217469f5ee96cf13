"""Live rules and rule sets in memory, read again when the policy's version rises in any process."""

import asyncio
import time
from datetime import date

from recommender.database import Database
from recommender.rules.model import NO_RULES, Ruling
from recommender.rules.repository import PolicyVersion, RuleRepository
from recommender.suitability.first import first, live_on
from recommender.suitability.model import Region, RuleSet
from recommender.suitability.repository import RuleSetRepository

POLL_SECONDS = 1.0
"""A rule that another process publishes acts after at most this time."""


class PolicySource:
    """One process's view of what the bank and the law want.

    Args:
        database: Where rules are stored.
        region: Whose law binds: its rule set serves.
    """

    def __init__(self, database: Database, region: Region) -> None:
        self.region = region
        self._database = database
        self._ruling = NO_RULES
        self._laws: tuple[RuleSet, ...] = (first(region),)
        self._version = 0
        self._checked_at = float("-inf")
        self._lock = asyncio.Lock()

    async def ruling(self) -> Ruling:
        """Return every rule that is published, checked against the database if that is due."""
        if self._is_due():
            async with self._lock:
                if self._is_due():
                    await self._refresh()
        return self._ruling

    def law(self, today: date) -> RuleSet:
        """Return the rule set that holds on a day, as last read."""
        return live_on(self._laws, today)

    def drop(self) -> None:
        """Have the next reader check the database: something changed in this process."""
        self._checked_at = float("-inf")

    def _is_due(self) -> bool:
        return time.monotonic() - self._checked_at > POLL_SECONDS

    async def _refresh(self) -> None:
        asked_at = time.monotonic()
        async with self._database.reading() as session:
            version = await PolicyVersion(session).get()
            if version != self._version:
                live = await RuleRepository(session).live()
                approved = await RuleSetRepository(session).of(self.region)
                self._ruling = Ruling.made_of(
                    [one.content.rule(one.id, one.number) for one in live]
                )
                self._laws = (first(self.region), *approved)
                self._version = version
        self._checked_at = asked_at
