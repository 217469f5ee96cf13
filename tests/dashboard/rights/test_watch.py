"""Another process: what it remembers of an erased customer is gone when it looks at the rows."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from dashboard.errors import Conflict
from dashboard.settings import Settings
from dashboard.wiring import Root
from tests.support.person import MYSELF, WALKER, leave_traces


@pytest.fixture
async def walked(root: Root) -> Root:
    """Give a Root in which the person has left traces everywhere."""
    await leave_traces(root)
    return root


@pytest.fixture
async def other(walked: Root, settings: Settings) -> AsyncIterator[Root]:
    """Give a second process on the same database, which remembers the person."""
    made = Root(settings)
    await made.erasures.refresh()
    await made.recent.of(WALKER)
    await made.scopes.of(WALKER)
    yield made
    await made.stop()


async def test_another_process_forgets_at_its_next_look(walked: Root, other: Root) -> None:
    assert WALKER in other.recent._places
    await walked.eraser.erase(MYSELF, WALKER)
    await other.erasures.refresh()
    assert (dict(other.recent._places), dict(other.scopes._known)) == ({}, {})
    assert other.erasures.holds(WALKER)


async def test_a_look_without_news_forgets_nobody(walked: Root, other: Root) -> None:
    await other.erasures.refresh()
    assert WALKER in other.recent._places


async def test_a_process_that_starts_later_knows_who_was_erased(
    walked: Root, settings: Settings
) -> None:
    await walked.eraser.erase(MYSELF, WALKER)
    later = Root(settings)
    await later.erasures.refresh()
    assert later.erasures.holds(WALKER)
    assert not later.erasures.holds("c1")
    with pytest.raises(Conflict):
        later.erasures.refuse(WALKER)
    await later.stop()


async def test_a_started_process_polls(walked: Root, other: Root) -> None:
    await other.start()
    await walked.eraser.erase(MYSELF, WALKER)
    for _ in range(30):
        if WALKER not in other.recent._places:
            break
        await asyncio.sleep(0.1)
    assert WALKER not in other.recent._places
