"""Back-off: a kind whose source keeps failing answers at once from its last good value."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from widgets.tile import Cause

FAILURES = 3
FIRST_REST, LONGEST_REST = 5.0, 300.0
"""Seconds for which nothing is asked; each try that fails doubles them."""

MOST_KEYS = 5_000
OF_THE_SOURCE: frozenset[Cause] = frozenset({"late", "source"})

Key = tuple[str, str]


@dataclass(slots=True)
class Breaker:
    """Counts failures in a row; from the third on it rests, and one try in a while may pass."""

    failed: int = 0
    rest: float = FIRST_REST
    until: float = 0.0
    since: str = ""

    def admits(self, now: float) -> bool:
        """Say whether to ask now; while it rests, whoever is told so is the one that tries."""
        if self.failed < FAILURES:
            return True
        if now < self.until:
            return False
        self.until = now + self.rest
        return True

    def fail(self, now: float) -> None:
        """Count a failure."""
        self.failed += 1
        if self.failed > FAILURES:
            self.rest = min(self.rest * 2, LONGEST_REST)
        self.until = now + self.rest


class Breakers:
    """One breaker for each kind and source.

    A source that is down or late rests for everybody, until one try succeeds; what fails on one
    customer's own figures rests for that customer.
    """

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._kept: OrderedDict[Key, Breaker] = OrderedDict()

    def admits(self, kind: str, customer_id: str) -> bool:
        """Say whether to load a kind for a customer now."""
        kept = (self._kept.get(key) for key in _keys(kind, customer_id))
        return all(one.admits(self._now()) for one in kept if one is not None)

    def since(self, kind: str, customer_id: str) -> str:
        """Return when the failures in a row began; empty where there are none."""
        kept = (self._kept.get(key) for key in _keys(kind, customer_id))
        return min((one.since for one in kept if one is not None and one.since), default="")

    def note(self, kind: str, customer_id: str, cause: Cause, at: str = "") -> None:
        """Learn how a load ended, and when (an ISO instant)."""
        everybody, own = _keys(kind, customer_id)
        if not cause:
            self._kept.pop(everybody, None)
            self._kept.pop(own, None)
        else:
            self._fail(everybody if cause in OF_THE_SOURCE else own, at)

    def _fail(self, key: Key, at: str) -> None:
        self._kept.setdefault(key, Breaker(since=at)).fail(self._now())
        self._kept.move_to_end(key)
        while len(self._kept) > MOST_KEYS:
            self._kept.popitem(last=False)


def _keys(kind: str, customer_id: str) -> tuple[Key, Key]:
    return (kind, ""), (kind, customer_id)
