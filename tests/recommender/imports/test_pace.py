"""Chunks grow while they are quick, shrink when they are slow, and never beyond reason."""

import asyncio
import time

from recommender.imports.pace import AIM_SECONDS, LEAST_ROWS, MOST_ROWS, Pace


async def test_quick_chunks_grow_to_the_most() -> None:
    pace = Pace()
    for _ in range(10):
        async with pace.chunk():
            pass
    assert pace.rows == MOST_ROWS


async def test_slow_chunks_shrink_to_the_least_and_are_followed_by_a_rest() -> None:
    pace = Pace()
    pace.rows = MOST_ROWS
    began = time.monotonic()
    for _ in range(3):
        async with pace.chunk():
            await asyncio.sleep(3 * AIM_SECONDS)
    assert pace.rows == LEAST_ROWS
    assert time.monotonic() - began > 3 * 5 * AIM_SECONDS
