"""Brings follow-ups up to date, each adviser's at most every two seconds."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection

FRESH_SECONDS = 2.0
MOST_KEPT = 1_000


class Refresher:
    """One process's memory of whose follow-ups were evaluated when.

    Args:
        evaluate: Evaluates some customers and stores what has changed.
    """

    def __init__(self, evaluate: Callable[[Collection[str]], Awaitable[None]]) -> None:
        self._evaluate = evaluate
        self._done: OrderedDict[frozenset[str], float] = OrderedDict()
        self._lock = asyncio.Lock()

    async def ensure(self, customers: Collection[str]) -> None:
        """Return when the follow-ups of these customers are at most two seconds old."""
        key = frozenset(customers)
        async with self._lock:
            if time.monotonic() - self._done.get(key, float("-inf")) < FRESH_SECONDS:
                return
            began = time.monotonic()
            await self._evaluate(customers)
            self._done[key] = began
            while len(self._done) > MOST_KEPT:
                self._done.popitem(last=False)

    def drop(self) -> None:
        """Have everybody evaluated anew: something changed in this process."""
        self._done.clear()
