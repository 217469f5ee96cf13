"""Events while Valkey is stopped, killed or emptied: each is in SQL once."""

import os
import signal
from collections.abc import AsyncIterator, Callable

import pytest
from sqlalchemy import func, select

from dashboard.settings import Settings
from dashboard.wiring import Root
from recommender.database import new_id
from recommender.interactions.tables import EventRow
from tests.support.api import callers
from tests.support.arrange import NOW, fill
from tests.support.valkey import ValkeyServer


def _freeze(server: ValkeyServer) -> None:
    assert server.process is not None
    os.kill(server.process.pid, signal.SIGSTOP)


HARMS = {"frozen": _freeze, "killed": ValkeyServer.kill, "emptied": ValkeyServer.empty}


@pytest.fixture
async def cached_root(settings: Settings, own_valkey: ValkeyServer) -> AsyncIterator[Root]:
    """Give a Root that uses this Valkey."""
    made = Root(Settings(**(settings.model_dump() | {"redis_url": own_valkey.url})))
    yield made
    await made.stop()


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS)
async def test_five_hundred_events_are_each_stored_once(
    cached_root: Root, own_valkey: ValkeyServer, harm: Callable[[ValkeyServer], None]
) -> None:
    await fill(cached_root)
    async with callers(cached_root) as api:
        sender = await api.key("events:write")
        harm(own_valkey)
        for _ in range(10):
            batch = {"events": [_event() for _ in range(50)]}
            assert (await sender.post("/api/v1/events", json=batch)).json()["accepted"] == 50
            assert (await sender.post("/api/v1/events", json=batch)).json()["duplicates"] == 50
    async with cached_root.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(EventRow)) == 500


def _event() -> dict[str, str]:
    named = {"event_id": new_id(), "customer_id": "c1", "kind": "product", "item_id": "p1"}
    return named | {"action": "click", "at": NOW.isoformat()}
