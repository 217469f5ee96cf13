"""A circuit breaker: a provider that keeps failing is left alone for a while."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

FAILURES = 5
REST_SECONDS = 30.0


@dataclass(slots=True)
class Breaker:
    """Opens after some failures in a row; after its rest one request may try.

    Args:
        failures: In a row, after which it opens.
        rest_seconds: For which nothing is asked then.
        now: Seconds of a clock that never goes back.
    """

    failures: int = FAILURES
    rest_seconds: float = REST_SECONDS
    now: Callable[[], float] = time.monotonic
    _failed: int = field(default=0, init=False)
    _until: float = field(default=0.0, init=False)

    def admits(self) -> bool:
        """Say whether to ask now; whoever is told so while it rests is the one that tries."""
        if self._failed < self.failures:
            return True
        if self.now() < self._until:
            return False
        self._until = self.now() + self.rest_seconds
        return True

    def succeeded(self) -> None:
        """Close it."""
        self._failed = 0

    def failed(self) -> None:
        """Count a failure; the last one allowed opens it."""
        self._failed += 1
        if self._failed >= self.failures:
            self._until = self.now() + self.rest_seconds
