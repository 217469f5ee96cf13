"""Load from raw sockets: many connections, each with one request at a time."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import quantiles


@dataclass
class Load:
    """What became of a load: seconds of each answer, and how many were not 200."""

    seconds: list[float] = field(default_factory=list)
    failed: int = 0
    bytes: int = 0
    lasted: float = 0.0

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.seconds) / self.lasted

    def ms(self, percent: int) -> float:
        """Return a percentile of the times, in milliseconds."""
        return round(quantiles(self.seconds, n=100)[percent - 1] * 1000, 3)


class Client(asyncio.Protocol):
    """One connection that asks again as soon as it was answered, or when it is told to."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._buffer = b""
        self._began = 0.0
        self._answered: asyncio.Future[None] | None = None
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the connection."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    async def ask(self, request: bytes, due: float | None = None) -> None:
        """Send a request and wait for its answer; `due` is when it should have been sent."""
        self._answered = asyncio.get_running_loop().create_future()
        self._began = due if due is not None else time.perf_counter()
        self._buffer = b""
        self.transport.write(request)
        await self._answered

    def data_received(self, data: bytes) -> None:
        """Take a piece of the answer."""
        self._buffer += data
        head, end, body = self._buffer.partition(b"\r\n\r\n")
        if not end:
            return
        length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
        if len(body) >= int(length) and self._answered is not None:
            self._load.seconds.append(time.perf_counter() - self._began)
            self._load.failed += b" 200 " not in head[:16]
            self._load.bytes += len(body)
            self._answered.set_result(None)
            self._answered = None

    def connection_lost(self, error: Exception | None) -> None:
        """Fail whoever waits."""
        if self._answered is not None:
            self._answered.set_exception(error or ConnectionError("closed"))


def request_of(port: int, path: str, key: str) -> bytes:
    """Return a GET with a key."""
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", f"Authorization: Bearer {key}"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


async def press(port: int, requests: Iterator[bytes], *, connections: int, seconds: float) -> Load:
    """Ask as fast as the answers come."""
    load = Load()
    clients = [await _connected(port, load) for _ in range(connections)]
    began = time.perf_counter()

    async def run(client: Client) -> None:
        while time.perf_counter() - began < seconds:
            await client.ask(next(requests))

    await asyncio.gather(*(run(one) for one in clients))
    load.lasted = time.perf_counter() - began
    for one in clients:
        one.transport.close()
    return load


async def pace(
    port: int, requests: Iterator[bytes], *, connections: int, seconds: float, per_second: float
) -> Load:
    """Ask at a fixed rate; times count from when a request was due."""
    load = Load()
    idle: asyncio.Queue[Client] = asyncio.Queue()
    for _ in range(connections):
        idle.put_nowait(await _connected(port, load))
    began = time.perf_counter()

    async def one(due: float) -> None:
        client = await idle.get()
        await client.ask(next(requests), due)
        idle.put_nowait(client)

    tasks = []
    for number in range(int(seconds * per_second)):
        due = began + number / per_second
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        tasks.append(asyncio.create_task(one(due)))
    await asyncio.gather(*tasks)
    load.lasted = time.perf_counter() - began
    return load


async def _connected(port: int, load: Load) -> Client:
    loop = asyncio.get_running_loop()
    _, client = await loop.create_connection(lambda: Client(load), "127.0.0.1", port)
    return client
