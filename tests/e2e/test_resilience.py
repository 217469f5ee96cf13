"""Valkey killed, frozen or emptied under the running product costs speed and nothing else."""

import json
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
import pytest

from dashboard.processes.checkout import ROOT, child_environment
from tests.support.product import ProductServer
from tests.support.story import asked, somebody
from tests.support.valkey_loss import LOSSES, home_p95_ms, wait_until_back

pytestmark = pytest.mark.browser  # They need the running product, though no browser.

EVENTS, BATCH = 500, 50
ALLOWANCE_MS = 20.0
"""What a busy machine may add by chance; tests/benchmarks/valkey_loss.py gives the sharp figure."""
ROUNDS = 2
READY_SECONDS = 0.3
UNAUTHORIZED = 401


@dataclass(frozen=True)
class Lost:
    """The product without its Valkey, and what was measured and done before."""

    product: ProductServer
    loss: str
    normal_p95_ms: float
    revoked: dict[str, str]


@pytest.fixture(scope="module", params=LOSSES)
def lost(product: ProductServer, request: pytest.FixtureRequest) -> Iterator[Lost]:
    """Take Valkey away for some tests, and have it back afterwards."""
    wait_until_back(product.url)
    normal, revoked = _normal(product.url), _revoked(product.url)
    with LOSSES[request.param](product.data_dir):
        yield Lost(product, request.param, normal, revoked)
    wait_until_back(product.url)


def _normal(url: str) -> float:
    with somebody(url, "customer1") as client:
        home_p95_ms(client, 5)
        return min(home_p95_ms(client) for _ in range(ROUNDS))


def _revoked(url: str) -> dict[str, str]:
    """Return the cookies of a session that has been ended."""
    with somebody(url, "customer3") as client:
        cookies = dict(client.cookies)
        assert asked(client, "/api/v1/session")["id"] == "customer3"
        assert client.delete("/api/v1/session").status_code == 204
    return cookies


@pytest.fixture(scope="module")
def secret(product: ProductServer) -> str:
    """Make a key that may send events."""
    command = [sys.executable, "-m", "dashboard.cli", "keys", "create", "resilience"]
    made = subprocess.run(
        [*command, "--scope", "events:write", "--json"],
        cwd=ROOT,
        env=child_environment(COMPANION_DATA_DIR=str(product.data_dir), COMPANION_MODE="demo"),
        check=True,
        capture_output=True,
        text=True,
    )
    return str(json.loads(made.stdout)["secret"])


def _send(url: str, secret: str) -> list[str]:
    """Send events, every batch twice as a channel does that did not hear the answer."""
    ids = [uuid.uuid4().hex for _ in range(EVENTS)]
    with httpx.Client(base_url=url, timeout=30) as client:
        client.headers["Authorization"] = f"Bearer {secret}"
        for start in range(0, EVENTS, BATCH):
            events = [_event(one) for one in ids[start : start + BATCH]]
            receipts = [
                client.post("/api/v1/events", json={"events": events}).json() for _ in range(2)
            ]
            assert [one["accepted"] for one in receipts] == [BATCH, 0], receipts
    return ids


def _event(event_id: str) -> dict[str, str]:
    return {
        "event_id": event_id,
        "customer_id": "c0100",
        "kind": "product",
        "item_id": "deposit-1y",
        "action": "impression",
        "at": datetime.now(UTC).isoformat(),
    }


def _stored(product: ProductServer, ids: list[str]) -> list[int]:
    """Count the rows of each event with plain SQL."""
    address = f"file:{product.data_dir / 'companion.db'}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        count = "SELECT count(*) FROM events WHERE event_id = ?"
        return [connection.execute(count, (one,)).fetchone()[0] for one in ids]


def test_the_home_stays_fast(lost: Lost) -> None:
    with somebody(lost.product.url, "customer1") as client:
        without = min(home_p95_ms(client) for _ in range(ROUNDS))
    assert without <= 2 * lost.normal_p95_ms + ALLOWANCE_MS


def test_ready_answers_at_once(lost: Lost) -> None:
    state = "ok" if lost.loss == "emptied" else "degraded"
    took = []
    with httpx.Client(base_url=lost.product.url) as client:
        for _ in range(ROUNDS):
            answer = client.get("/api/health/ready")
            took.append(answer.elapsed.total_seconds())
            assert answer.status_code == 200
            told = {"status": state, "database": "ok", "redis": state}
            assert told.items() <= answer.json().items()
    assert min(took) <= READY_SECONDS


def test_a_revoked_session_stays_revoked(lost: Lost) -> None:
    with httpx.Client(base_url=lost.product.url, cookies=lost.revoked, timeout=30) as thief:
        for path in ("/api/v1/session", "/api/v1/customers/me/home"):
            assert thief.get(path).status_code == UNAUTHORIZED


def test_events_sent_meanwhile_are_stored_once(lost: Lost, secret: str) -> None:
    ids = _send(lost.product.url, secret)
    assert _stored(lost.product, ids) == [1] * EVENTS
