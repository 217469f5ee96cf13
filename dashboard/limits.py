"""Limits kept in the process: token buckets and counts of open sockets."""

import time
from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass

_MOST_SUBJECTS = 20_000


@dataclass(slots=True)
class _Level:
    tokens: float
    at: float


class Buckets:
    """A token bucket for each subject: `burst` at once, then `per_second`."""

    def __init__(
        self, *, burst: float, per_second: float, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._burst = burst
        self._per_second = per_second
        self._now = now
        self._levels: dict[Hashable, _Level] = {}

    def take(self, subject: Hashable) -> bool:
        """Take one token; False when the subject has none left."""
        now = self._now()
        level = self._levels.get(subject)
        if level is None:
            level = self._new_level(subject, now)
        level.tokens = min(self._burst, level.tokens + (now - level.at) * self._per_second)
        level.at = now
        if level.tokens < 1:
            return False
        level.tokens -= 1
        return True

    def _new_level(self, subject: Hashable, now: float) -> _Level:
        if len(self._levels) >= _MOST_SUBJECTS:
            self._forget_full(now)
        level = self._levels[subject] = _Level(self._burst, now)
        return level

    def _forget_full(self, now: float) -> None:
        """Drop those who have been quiet long enough to be full again."""
        refilled = self._burst / self._per_second
        self._levels = {
            subject: level for subject, level in self._levels.items() if now - level.at < refilled
        }


class Seats:
    """At most so many of something at once for each subject."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken: Counter[Hashable] = Counter()

    def take(self, subject: Hashable) -> bool:
        """Take a seat; False when all are taken."""
        if self._taken[subject] >= self._most:
            return False
        self._taken[subject] += 1
        return True

    def leave(self, subject: Hashable) -> None:
        """Give a seat back."""
        self._taken[subject] -= 1
        if self._taken[subject] <= 0:
            del self._taken[subject]
