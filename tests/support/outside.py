"""Third parties on loopback: servers that answer well, hang, crash, flood, and lie."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from joserfc import jws, jwt
from joserfc.jwk import OKPKey

FACE = {
    "blocks": [
        {
            "type": "figure",
            "label": {"en": "Gold price", "zh-Hans": "金价"},
            "value": {"unit": "money", "minor": 78_350, "currency": "CNY"},
        },
        {"type": "note", "text": {"en": "Spot, per gram.", "zh-Hans": "现货，每克。"}},
    ]
}


@dataclass
class Provider:
    """A provider's key, and what its endpoint was asked."""

    key: OKPKey = field(default_factory=lambda: OKPKey.generate_key("Ed25519"))
    port: int = 0
    requests: list[dict[str, str]] = field(default_factory=list)

    @property
    def public_key(self) -> str:
        return str(self.key.as_dict(private=False)["x"])

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def endpoint(self) -> str:
        return f"http://{self.host}/card"

    def claims(self, number: int = -1) -> dict[str, Any]:
        """Return what a request told, unverified."""
        token = self.requests[number]["authorization"].removeprefix("Bearer ")
        body = token.split(".")[1]
        return dict(json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))))

    def answer(self, face: Any, nonce: str) -> bytes:
        """Return a whole signed HTTP answer."""
        body = json.dumps({"nonce": nonce, "face": face}).encode()
        return http(body, {"x-jws-signature": self.seal(body)})

    def seal(self, body: bytes) -> str:
        token = jws.serialize_compact({"alg": "Ed25519"}, body, self.key, algorithms=["Ed25519"])
        head, _, seal = token.split(".")
        return f"{head}..{seal}"

    def verified(self, bank_key: dict[str, Any], number: int = -1) -> dict[str, Any]:
        """Return what a request told, held against the bank's key."""
        token = self.requests[number]["authorization"].removeprefix("Bearer ")
        return dict(jwt.decode(token, OKPKey.import_key(bank_key), algorithms=["Ed25519"]).claims)


def http(body: bytes, headers: dict[str, str] | None = None, status: str = "200 OK") -> bytes:
    told = {"content-type": "application/json", "content-length": str(len(body))} | (headers or {})
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in told.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


Act = Callable[[Provider, asyncio.StreamWriter], Awaitable[None]]


async def good(provider: Provider, writer: asyncio.StreamWriter) -> None:
    writer.write(provider.answer(FACE, provider.claims()["jti"]))


async def hanging(_provider: Provider, _writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(60)


async def crashing(_provider: Provider, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 500 Oh no\r\ncontent-length: 0\r\n\r\n")


async def flooding(_provider: Provider, writer: asyncio.StreamWriter) -> None:
    """Send ten megabytes without saying how many."""
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n")
    for _ in range(160):
        writer.write(b"[" * 65_536)
        await writer.drain()


async def malicious(provider: Provider, writer: asyncio.StreamWriter) -> None:
    """Send scripts, markup and a way out in every place where words stand, well signed."""
    evil = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
    face = {
        "blocks": [
            {"type": "note", "text": evil},
            {
                "type": "acts",
                "acts": [{"label": evil, "href": "javascript:document.title='owned'"}],
            },
        ],
        "source": evil,
    }
    writer.write(provider.answer(face, provider.claims()["jti"]))


@asynccontextmanager
async def provider(act: Act = good, port: int = 0) -> AsyncIterator[Provider]:
    """Run one provider whose endpoint acts like this."""
    made, open_ones = Provider(), set[asyncio.Task[None]]()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            open_ones.add(task)
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            made.requests.append(_headers(head))
            await act(made, writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", port)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()
        for task in open_ones:
            task.cancel()
        await asyncio.gather(*open_ones, return_exceptions=True)


def _headers(head: str) -> dict[str, str]:
    first, *rest = head.strip().split("\r\n")
    return {"": first} | {
        name.strip().lower(): value.strip()
        for name, _, value in (line.partition(":") for line in rest)
    }


def manifest(made: Provider, name: str = "gold", **changes: Any) -> dict[str, Any]:
    """Return a provider's manifest as it is sent."""
    return {
        "provider": "acme",
        "name": name,
        "provider_name": {"en": "Acme Metals", "zh-Hans": "金石行情"},
        "title": {"en": "Gold today", "zh-Hans": "今日黄金"},
        "summary": {"en": "The price of gold, now.", "zh-Hans": "此刻的黄金价格。"},
        "icon": "gem",
        "category": "wealth",
        "sizes": ["S", "M"],
        "endpoint": made.endpoint,
        "public_key": made.public_key,
        "sample": FACE,
    } | changes
