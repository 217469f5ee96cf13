"""Whose home is open in which tab, and for whom something has happened."""

import asyncio
from collections import OrderedDict
from contextlib import suppress

MOST_TABS = 20_000


class OpenHomes:
    """Tabs by their customer, within one process; the oldest are forgotten first."""

    def __init__(self) -> None:
        self._tabs: OrderedDict[str, str] = OrderedDict()
        self._told: set[str] = set()
        self._has_news = asyncio.Event()

    def __bool__(self) -> bool:
        """Say whether any home is open."""
        return bool(self._tabs)

    def add(self, tab: str, customer_id: str) -> None:
        """Note that a tab shows a customer's home."""
        self._tabs[tab] = customer_id
        self._tabs.move_to_end(tab)
        while len(self._tabs) > MOST_TABS:
            self._tabs.popitem(last=False)

    def drop(self, tab: str) -> None:
        """Forget a tab."""
        self._tabs.pop(tab, None)

    def tell(self, customer_id: str) -> None:
        """Note that something has happened to a customer."""
        self._told.add(customer_id)
        self._has_news.set()

    async def news(self, within_seconds: float) -> list[str]:
        """Wait for news at most this long, and return the tabs that have to look."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._has_news.wait(), within_seconds)
        self._has_news.clear()
        told, self._told = self._told, set()
        return [tab for tab, customer in self._tabs.items() if customer in told]
