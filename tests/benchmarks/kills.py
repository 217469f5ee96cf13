"""The whole product killed twenty times under POST /events: what was acknowledged counts once."""

import asyncio
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tests.e2e.test_kill_under_events import Sender
from tests.support.product import ProductServer

KILLS, CLIENTS = 20, 8
ALIVE_SECONDS = 0.5
ANSWER_SECONDS = 60.0
TARGETS = {"lost": 0, "doubled": 0}
FLOORS = {"kills": KILLS, "acknowledged": KILLS * CLIENTS, "retries": KILLS}


class ProductSender(Sender):
    """Sends about a customer and a product that the demo bank has."""

    named = MappingProxyType({"customer_id": "c0100", "item_id": "deposit-1y"})


async def measure() -> dict[str, float | int | str]:
    """Kill supervisor, web process and worker at once, start them again, twenty times."""
    with tempfile.TemporaryDirectory() as folder:
        product = ProductServer(Path(folder) / "data")
        try:
            await asyncio.to_thread(product.start)
            return await _killed(product)
        finally:
            product.close()


async def _killed(product: ProductServer) -> dict[str, Any]:
    headers = product.key("events:write")
    senders = [ProductSender(product.url, headers) for _ in range(CLIENTS)]
    stopped = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(_kill_repeatedly(product, senders, stopped))
        for sender in senders:
            group.create_task(sender.run(stopped))
    acknowledged = set().union(*(sender.acknowledged for sender in senders))
    stored = _stored(product)
    return {
        "kills": KILLS,
        "acknowledged": len(acknowledged),
        "retries": sum(sender.retries for sender in senders),
        "lost": len(acknowledged - stored.keys()),
        "doubled": sum(count > 1 for count in stored.values()),
    }


async def _kill_repeatedly(
    product: ProductServer, senders: list[ProductSender], stopped: asyncio.Event
) -> None:
    for _ in range(KILLS):
        await _all_answered(senders)
        product.kill()
        await asyncio.to_thread(product.start)
    await _all_answered(senders)
    stopped.set()


async def _all_answered(senders: list[ProductSender]) -> None:
    """Wait until each sender was answered by the processes that run now, and a bit longer."""
    for sender in senders:
        sender.answered.clear()
    for sender in senders:
        await asyncio.wait_for(sender.answered.wait(), ANSWER_SECONDS)
    await asyncio.sleep(ALIVE_SECONDS)


def _stored(product: ProductServer) -> dict[str, int]:
    address = f"file:{product.data_dir / 'companion.db'}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        query = "SELECT event_id, count(*) FROM events GROUP BY event_id"
        return dict(connection.execute(query).fetchall())
