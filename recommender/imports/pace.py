"""How much is written at once: short transactions with pauses, so that others get their turn."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

LEAST_ROWS = 250
"""Below that a commit costs more than its rows; smaller chunks only make more of them."""
MOST_ROWS = 1000
"""What is made ready for a chunk keeps the process busy too: 5,000 rows doubled the waits."""
AIM_SECONDS = 0.025
"""A live write waits for one chunk, and for others who wait too: below the limit of 100 ms."""
LONGEST_REST_SECONDS = 0.1


class Pace:
    """Adapts the size of chunks to how long the last one took."""

    def __init__(self) -> None:
        self.rows = LEAST_ROWS

    @asynccontextmanager
    async def chunk(self) -> AsyncIterator[None]:
        """Time one chunk, then rest as long as it took."""
        began = time.monotonic()
        yield
        took = max(time.monotonic() - began, 0.001)
        aimed = int(self.rows * min(2.0, AIM_SECONDS / took))
        self.rows = max(LEAST_ROWS, min(MOST_ROWS, aimed))
        await asyncio.sleep(min(took, LONGEST_REST_SECONDS))
