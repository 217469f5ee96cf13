"""The bank's homes in memory, one a segment, read again when one may have been published."""

import asyncio
import time
from collections.abc import Mapping
from typing import Protocol

from dashboard.layouts.bank_home import BankHome
from dashboard.layouts.defaults import built_in
from dashboard.layouts.homes_repository import live_homes
from recommender.database import Database

POLL_SECONDS = 1.0
"""A home that another process publishes counts after at most this time."""


class HomeSource(Protocol):
    """Where the bank's homes come from."""

    async def live(self, segment: str) -> BankHome:
        """Return the home that counts for a segment now."""
        ...


class BuiltInHomes:
    """The homes of a bank that has published none."""

    async def live(self, segment: str) -> BankHome:
        """Return the built-in home."""
        return built_in(segment)


class BankHomes:
    """One process's view of what the bank has published."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._live: Mapping[str, BankHome] = {}
        self._checked_at = float("-inf")
        self._lock = asyncio.Lock()

    async def live(self, segment: str) -> BankHome:
        """Return the published home of a segment, else the built-in one."""
        if self._is_due():
            async with self._lock:
                if self._is_due():
                    await self._refresh()
        return self._live.get(segment) or built_in(segment)

    def drop(self) -> None:
        """Have the next reader look again: something was published in this process."""
        self._checked_at = float("-inf")

    def _is_due(self) -> bool:
        return time.monotonic() - self._checked_at > POLL_SECONDS

    async def _refresh(self) -> None:
        asked_at = time.monotonic()
        async with self._database.reading() as session:
            self._live = await live_homes(session)
        self._checked_at = asked_at
