"""Whether the product lives and is ready, also while Valkey hangs or is gone."""

import signal
import time
from pathlib import Path

from tests.support.door import DoorServer
from tests.support.tab import browsing, sign_in
from tests.support.valkey import ValkeyServer

ANSWER_SECONDS = 0.3
SPARE_SECONDS = 0.2
"""What a busy test machine may add; the limit itself is judged in the benchmarks."""


async def test_strangers_may_ask_whether_it_lives(door: DoorServer, address: str) -> None:
    async with browsing(door.url, address) as client:
        answer = await client.get("/api/health/live")
    assert answer.json() == {"status": "ok"}


async def test_without_valkey_it_is_ready_and_says_degraded(door: DoorServer, address: str) -> None:
    async with browsing(door.url, address) as client:
        answer = await client.get("/api/health/ready")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "degraded",
        "database": "ok",
        "redis": "degraded",
        "model": "none",
        "drift": "unknown",
    }


async def test_frozen_valkey_delays_nothing_and_opens_no_session(
    own_valkey: ValkeyServer, door: DoorServer, address: str, tmp_path: Path
) -> None:
    assert own_valkey.process
    server = DoorServer(tmp_path, COMPANION_REDIS_URL=own_valkey.url)
    server.prepare()
    server.start()
    try:
        async with browsing(server.url, address) as client:
            assert (await client.get("/api/health/ready")).json()["redis"] == "ok"
            await sign_in(client, "customer1")
            kept = dict(client.cookies)
            await client.delete("/api/v1/session")
            own_valkey.process.send_signal(signal.SIGSTOP)
            began = time.monotonic()
            answer = await client.get("/api/health/ready")
            took = time.monotonic() - began
            assert answer.json()["redis"] == "degraded"
            assert answer.status_code == 200
            assert took < ANSWER_SECONDS + SPARE_SECONDS
            own_valkey.kill()
            client.cookies.update(kept)
            assert (await client.get("/api/v1/session")).status_code == 401
            await sign_in(client, "customer2")
    finally:
        server.stop()
