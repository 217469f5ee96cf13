"""Demo and production: what everybody knows opens nothing that is real."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.door import DoorServer
from tests.support.tab import browsing, cookie_header, sign_in


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[DoorServer]:
    """Run a demo on a folder of its own."""
    server = DoorServer(tmp_path)
    server.prepare()
    server.start()
    yield server
    server.stop()


async def test_demo_accounts_end_when_the_folder_goes_into_production(
    demo: DoorServer, address: str
) -> None:
    async with browsing(demo.url, address) as client:
        await sign_in(client, "operator1")
        kept = cookie_header(client)
    demo.stop()
    real = DoorServer(demo.data_dir, COMPANION_MODE="production")
    real.start()
    try:
        async with browsing(real.url, address) as client:
            with_old_session = await client.get("/api/v1/session", headers={"Cookie": kept})
            body = {"account": "operator1", "password": "demo"}
            anew = await client.post("/api/v1/session", json=body)
    finally:
        real.stop()
    assert with_old_session.status_code == 401
    assert anew.status_code == 401


async def test_https_makes_every_cookie_secure(demo: DoorServer, address: str) -> None:
    secure = DoorServer(demo.data_dir, COMPANION_PUBLIC_URL="https://bank.test")
    secure.start()
    try:
        async with browsing(secure.url, address) as client:
            visitor = (await client.get("/sign-in")).headers["set-cookie"]
            body = {"account": "customer1", "password": "demo"}
            origin = {"Origin": "https://bank.test"}
            entered = await client.post("/api/v1/session", json=body, headers=origin)
            refused = await client.post(
                "/api/v1/session", json=body, headers={"Origin": secure.url}
            )
    finally:
        secure.stop()
    for cookie in (visitor, entered.headers["set-cookie"]):
        assert cookie.startswith("__Host-companion_")
        assert "Secure" in cookie
        assert "Path=/" in cookie
        assert "Domain" not in cookie
    assert "strict-transport-security" in entered.headers
    assert refused.status_code == 403


async def test_two_instances_on_a_host_do_not_share_cookies(
    demo: DoorServer, door: DoorServer
) -> None:
    async with httpx.AsyncClient() as client:
        for server in (demo, door):
            body = {"account": "customer1", "password": "demo"}
            await client.post(f"{server.url}/api/v1/session", json=body)
        names = {one.name.removesuffix("_home") for one in client.cookies.jar}
    assert len(names) == 2
