"""How much is written at once: short transactions with pauses, so that others get their turn."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

FIRST_ROWS = 500
LEAST_ROWS = 50
MOST_ROWS = 5000
AIM_SECONDS = 0.04
"""Well below the 100 ms that a live write may have to wait for a chunk."""


class Pace:
    """Adapts the size of chunks to how long the last one took."""

    def __init__(self) -> None:
        self.rows = FIRST_ROWS

    @asynccontextmanager
    async def chunk(self) -> AsyncIterator[None]:
        """Time one chunk, then rest as long as it took."""
        began = time.monotonic()
        yield
        took = max(time.monotonic() - began, 0.001)
        aimed = int(self.rows * min(2.0, AIM_SECONDS / took))
        self.rows = max(LEAST_ROWS, min(MOST_ROWS, aimed))
        await asyncio.sleep(min(took, 2 * AIM_SECONDS))
