"""kill -9 under POST /events: what was acknowledged is stored, and stored once."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from dashboard import schema
from dashboard.settings import Settings
from dashboard.wiring import Root
from recommender.database import Database, new_id
from recommender.interactions.tables import EventRow, ReceiptRow
from recommender.ports import SYSTEM_ACTOR
from tests.support.arrange import a_product
from tests.support.product import free_port

KILLS = 10
CLIENTS = 8
ALIVE_SECONDS = 0.3
START_SECONDS = 60.0

pytestmark = pytest.mark.slow


class Killable:
    """A server that is killed and started again, the imports of a start made once."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._environment = os.environ | {
            "COMPANION_DATA_DIR": str(folder),
            "COMPANION_DATABASE_URL": database_url,
            "COMPANION_PORT": str(self.port),
        }
        self._serving = 0

    async def open(self) -> None:
        """Import the product."""
        self._parent = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.support.api_server"),
            env=self._environment,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )

    async def start(self) -> None:
        """Start a fresh process; whoever sends before it listens is refused and sends again."""
        assert self._parent.stdin is not None
        assert self._parent.stdout is not None
        self._parent.stdin.write(b"start\n")
        self._serving = int(await asyncio.wait_for(self._parent.stdout.readline(), START_SECONDS))

    def kill(self) -> None:
        """Kill the process that serves, as a power cut would."""
        os.kill(self._serving, signal.SIGKILL)

    async def close(self) -> None:
        """Kill what still runs."""
        self.kill()
        self._parent.kill()
        await self._parent.wait()


class Sender:
    """A channel that sends each batch again until it is acknowledged."""

    named: Mapping[str, str] = MappingProxyType({"customer_id": "c1", "item_id": "p1"})

    def __init__(self, url: str, headers: Mapping[str, str]) -> None:
        self._url = f"{url}/api/v1/events"
        self._headers = headers
        self.acknowledged: set[str] = set()
        self.answered = asyncio.Event()
        self.retries = 0

    async def run(self, stopped: asyncio.Event) -> None:
        """Send until told to stop; the last batch is acknowledged too."""
        async with httpx.AsyncClient(headers=self._headers, timeout=5) as client:
            while not stopped.is_set():
                batch = [_event(**self.named) for _ in range(5)]
                while not await self._is_taken(client, batch):
                    self.retries += 1
                    await asyncio.sleep(0.1)
                self.acknowledged |= {one["event_id"] for one in batch}

    async def _is_taken(self, client: httpx.AsyncClient, batch: list[dict[str, Any]]) -> bool:
        try:
            answer = await client.post(self._url, json={"events": batch})
        except httpx.TransportError:
            return False
        if answer.status_code != 200:
            return False
        self.answered.set()
        told = answer.json()
        assert told["rejected"] == []
        assert told["accepted"] + told["duplicates"] == len(batch)
        return True


def _event(**named: str) -> dict[str, Any]:
    said = {"event_id": new_id(), "kind": "product", "action": "click"}
    return said | {"at": datetime.now(UTC).isoformat()} | named


async def _prepare(folder: Path, database_url: str) -> str:
    """Store one product and return the secret of a key that may send."""
    root = Root(Settings(data_dir=folder, database_url=database_url))
    await schema.bring_up(root.database)
    async with root.writing() as app:
        await app.catalogue.put(SYSTEM_ACTOR, a_product("p1"))
        made = await app.api_keys.create(
            SYSTEM_ACTOR, "load", ["events:write"], per_minute=1_000_000
        )
    await root.stop()
    return made.secret


async def _kill_repeatedly(server: Killable, senders: list[Sender], stopped: asyncio.Event) -> None:
    for _ in range(KILLS):
        await _more_taken(senders)
        server.kill()
        await server.start()
    await _more_taken(senders)
    stopped.set()


async def _more_taken(senders: list[Sender]) -> None:
    """Wait until every sender got an answer from the process that runs now, and a bit longer."""
    for sender in senders:
        sender.answered.clear()
    for sender in senders:
        await asyncio.wait_for(sender.answered.wait(), START_SECONDS)
    await asyncio.sleep(ALIVE_SECONDS)


async def test_no_acknowledged_event_is_lost_and_none_is_doubled(
    database_url: str, tmp_path: Path
) -> None:
    secret = await _prepare(tmp_path, database_url)
    server = Killable(tmp_path, database_url)
    headers = {"Authorization": f"Bearer {secret}"}
    senders = [Sender(server.url, headers) for _ in range(CLIENTS)]
    stopped = asyncio.Event()
    await server.open()
    await server.start()
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(_kill_repeatedly(server, senders, stopped))
            for sender in senders:
                group.create_task(sender.run(stopped))
    finally:
        await server.close()
    acknowledged = set().union(*(sender.acknowledged for sender in senders))
    stored = await _stored(database_url)
    assert len(acknowledged) > KILLS * CLIENTS
    assert sum(sender.retries for sender in senders) >= KILLS
    assert acknowledged - stored.keys() == set()
    assert [id_ for id_, count in stored.items() if count > 1] == []
    assert await _receipts(database_url) == len(stored)


async def _stored(database_url: str) -> dict[str, int]:
    database = Database(database_url)
    async with database.reading() as session:
        query = select(EventRow.event_id, func.count()).group_by(EventRow.event_id)
        found = {row[0]: row[1] for row in await session.execute(query)}
    await database.close()
    return found


async def _receipts(database_url: str) -> int:
    database = Database(database_url)
    async with database.reading() as session:
        count = await session.scalar(select(func.count()).select_from(ReceiptRow)) or 0
    await database.close()
    return count
