"""A key opens what its scopes say, in its header only, and never a page or a socket."""

import asyncio
import json

import pytest

from tests.support.door import DoorServer
from tests.support.tab import Refused, browsing, opened


@pytest.fixture(scope="module")
def key(door: DoorServer) -> str:
    """Make a key by the command."""
    made = door.command("keys", "create", "feed", "--scope", "metrics:read", "--json")
    assert made.returncode == 0, made.stderr
    return str(json.loads(made.stdout)["secret"])


async def test_unknown_key_is_refused(door: DoorServer, address: str) -> None:
    headers = {"Authorization": "Bearer wck_000000000000_nothing"}
    async with browsing(door.url, address) as client:
        answer = await client.get("/api/v1/session", headers=headers)
    assert answer.status_code == 401


async def test_key_needs_the_scope_of_the_route(door: DoorServer, address: str, key: str) -> None:
    async with browsing(door.url, address) as client:
        headers = {"Authorization": f"Bearer {key}"}
        assert (await client.get("/api/v1/session", headers=headers)).status_code == 403
        forwarded = {"X-Forwarded-For": "203.0.113.9"}
        assert (await client.get("/metrics", headers=forwarded)).status_code == 401
        answer = await client.get("/metrics", headers=forwarded | headers)
    assert answer.status_code == 200
    assert "companion_request_seconds" in answer.text


async def test_key_in_the_address_is_nothing(door: DoorServer, address: str, key: str) -> None:
    async with browsing(door.url, address) as client:
        headers = {"X-Forwarded-For": "203.0.113.9"}
        answer = await client.get(f"/metrics?key={key}", headers=headers)
    assert answer.status_code == 401
    assert key not in door.log.read_text()


async def test_key_opens_no_socket(door: DoorServer, address: str, key: str) -> None:
    with pytest.raises(Refused):
        async with opened(door.url, cookies=f"x={key}", address=address):
            pass


async def test_revoked_key_ends_within_seconds(door: DoorServer, address: str) -> None:
    made = door.command("keys", "create", "short", "--scope", "metrics:read", "--json")
    secret = json.loads(made.stdout)["secret"]
    headers = {"Authorization": f"Bearer {secret}", "X-Forwarded-For": "203.0.113.9"}
    async with browsing(door.url, address) as client:
        assert (await client.get("/metrics", headers=headers)).status_code == 200
        revoked = door.command("keys", "revoke", secret.split("_")[1])
        assert revoked.returncode == 0, revoked.stderr
        await asyncio.sleep(2.2)
        assert (await client.get("/metrics", headers=headers)).status_code == 401
