"""A browser tab as an attacker would write one: cookies by httpx, the pages' socket by hand."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import httpx
import socketio

NAMESPACE = "/_event"
PATIENCE_SECONDS = 3.0
QUIET_SECONDS = 0.3


@asynccontextmanager
async def browsing(url: str, address: str) -> AsyncIterator[httpx.AsyncClient]:
    """Give a client with a cookie jar, coming from one loopback address."""
    transport = httpx.AsyncHTTPTransport(local_address=address)
    async with httpx.AsyncClient(base_url=url, transport=transport, timeout=30) as client:
        yield client


async def sign_in(client: httpx.AsyncClient, account: str) -> None:
    """Open a page and sign in."""
    await client.get("/sign-in")
    body = {"account": account, "password": "demo"}
    answer = await client.post("/api/v1/session", json=body)
    assert answer.status_code == 200, answer.text


def cookie_header(client: httpx.AsyncClient) -> str:
    """Return what the client would send as its Cookie header."""
    return "; ".join(f"{one.name}={one.value}" for one in client.cookies.jar)


class Refused(Exception):
    """The server did not let the socket in."""


class Tab:
    """One open socket: what was sent to it, and what it may send."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.updates: list[dict[str, Any]] = []
        self.is_open = True
        self._arrived = asyncio.Event()
        self.client = socketio.AsyncClient(reconnection=False)
        self.client.on("event", self._on_update, namespace=NAMESPACE)
        self.client.on("new_token", self._on_token, namespace=NAMESPACE)
        self.client.on("disconnect", self._on_end, namespace=NAMESPACE)

    async def send(
        self, name: str, payload: dict[str, Any] | None = None, *, path: str = "/"
    ) -> None:
        """Send an event, whatever it is."""
        route = {"pathname": path, "query": {}, "asPath": path}
        event = {"name": name, "payload": payload or {}, "router_data": route}
        await self.client.emit("event", event, namespace=NAMESPACE)

    async def settle(self, seconds: float = QUIET_SECONDS) -> None:
        """Wait until nothing has arrived for a while."""
        while True:
            self._arrived.clear()
            try:
                await asyncio.wait_for(self._arrived.wait(), seconds)
            except TimeoutError:
                return

    async def closed(self, seconds: float = PATIENCE_SECONDS) -> bool:
        """Say whether the server closes the socket within the time."""
        for _ in range(int(seconds / 0.05)):
            if not self.is_open:
                return True
            await asyncio.sleep(0.05)
        return not self.is_open

    def state(self) -> dict[str, dict[str, Any]]:
        """Return the newest value of each variable that arrived, by state."""
        merged: dict[str, dict[str, Any]] = {}
        for update in self.updates:
            for state, values in (update.get("delta") or {}).items():
                merged.setdefault(state, {}).update(values)
        return merged

    def value(self, state: str, name: str) -> Any:
        """Return the newest value of one variable, found by the ends of the names."""
        for full, values in self.state().items():
            for var, value in values.items():
                if full.endswith(state) and var.startswith(name):
                    return value
        return None

    def text(self) -> str:
        """Return everything that arrived as text."""
        return json.dumps(self.updates, ensure_ascii=False)

    async def _on_update(self, update: dict[str, Any]) -> None:
        self.updates.append(update)
        self._arrived.set()

    async def _on_token(self, token: str) -> None:
        self.token = token

    async def _on_end(self, *_: Any) -> None:
        self.is_open = False


@asynccontextmanager
async def opened(
    url: str,
    *,
    cookies: str | None,
    address: str,
    origin: str | None = "own",
    token: str = "0" * 32,
) -> AsyncIterator[Tab]:
    """Open a socket with these headers; `Refused` when the server does not want it."""
    headers = {"Origin": url if origin == "own" else origin, "Cookie": cookies}
    connector = aiohttp.TCPConnector(local_addr=(address, 0))
    async with aiohttp.ClientSession(connector=connector) as session:
        tab = Tab(token)
        tab.client.eio.http = session
        tab.client.eio.external_http = True
        try:
            await tab.client.connect(
                f"{url}?token={token}",
                headers={name: value for name, value in headers.items() if value},
                transports=["websocket"],
                namespaces=[NAMESPACE],
                socketio_path=NAMESPACE,
                wait_timeout=5,
            )
        except socketio.exceptions.ConnectionError as error:
            raise Refused(str(error)) from error
        try:
            yield tab
        finally:
            await tab.client.disconnect()
