"""Processes that decide while the one that serves is pressed; it can always do without them."""

import asyncio
import logging
import socket
import sys
from asyncio.subprocess import Process
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import NamedTuple

import recommender
from recommender.offload.handover import (
    HEAD,
    Outcome,
    Sender,
    Share,
    Task,
    framed,
    packed,
    unpacked,
)

logger = logging.getLogger(__name__)

PRESSED = 4
"""From so many callers at once on, a process is started."""

HELPED = 2
"""From so many on, one that runs is given decisions: somebody alone is answered sooner here."""

MOST_SHARE = 0.75
"""Share of the callers for whom another process decides; this one has the rest of the work."""

PATIENCE_SECONDS = 1.0
"""After which a task is done here and the process that kept it is ended."""

START_SECONDS = 60.0
IDLE_SECONDS = 300.0
"""After which a process that nobody asks ends, and its memory is free."""

RETRY_SECONDS = 60.0
"""After which a process that failed is started again."""

MODULE = "recommender.offload.worker"


class Offload:
    """The processes that decide for this one, none of them running until it is pressed.

    Attributes:
        workers: One for each process.

    Args:
        processes: How many at most; 0 to decide everything here.
    """

    def __init__(self, processes: int = 0) -> None:
        self.workers = tuple(Worker() for _ in range(processes))
        self._asking = 0

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Count a caller for as long as an answer is made."""
        self._asking += 1
        try:
            yield
        finally:
            self._asking -= 1

    @property
    def is_pressed(self) -> bool:
        """Say whether so many ask at once that another process should help."""
        is_running = any(one.is_alive for one in self.workers)
        return bool(self.workers) and self._asking >= (HELPED if is_running else PRESSED)

    async def make(self, task: Task) -> Outcome | None:
        """Have a decision made by the process with the least to do; None to make it here."""
        worker = min(self.workers, key=lambda one: one.waiting)
        is_free = worker.waiting < self._asking * MOST_SHARE
        return await worker.make(task) if is_free else None

    async def stop(self) -> None:
        """End the processes; what they were asked for is decided here."""
        for worker in self.workers:
            await worker.stop()


class Child(NamedTuple):
    """A process with the line to it."""

    process: Process
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    def send(self, bodies: Sequence[bytes]) -> None:
        """Send messages."""
        self.writer.writelines(framed(one) for one in bodies)

    async def receive(self) -> bytes:
        """Wait for the next message."""
        (size,) = HEAD.unpack(await self.reader.readexactly(HEAD.size))
        return await self.reader.readexactly(size)

    def kill(self) -> None:
        """Make the process end at once."""
        with suppress(ProcessLookupError):
            self.process.kill()

    async def end(self) -> None:
        """End the process and wait until it is gone."""
        self.writer.close()
        self.kill()
        await self.process.wait()


class Worker:
    """One process that decides, started when it is first asked.

    Attributes:
        done: How many decisions it has made.
    """

    def __init__(self) -> None:
        self.done = 0
        self._sender = Sender()
        self._answers: deque[asyncio.Future[Outcome | None]] = deque()
        self._child: Child | None = None
        self._life: asyncio.Task[None] | None = None
        self._sharing: asyncio.Task[None] | None = None
        self._retry_at = float("-inf")

    @property
    def waiting(self) -> int:
        """How many tasks it has."""
        return len(self._answers)

    @property
    def is_alive(self) -> bool:
        """Say whether the process runs or is about to."""
        return self._life is not None

    @property
    def pid(self) -> int | None:
        """The process, None while it does not run."""
        return self._child.process.pid if self._child else None

    async def make(self, task: Task) -> Outcome | None:
        """Have a decision made; None while the process does not run or lacks something."""
        if self._child is None:
            self._start()
            return None
        body, missing = self._sender.pack(task)
        if missing:
            self._share(self._child, missing)
            return None
        return await self._ask(self._child, body)

    async def stop(self) -> None:
        """End the process."""
        for task in (self._sharing, self._life):
            if task is not None:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task

    async def _ask(self, child: Child, body: bytes) -> Outcome | None:
        answer: asyncio.Future[Outcome | None] = asyncio.get_running_loop().create_future()
        self._answers.append(answer)
        child.send([*self._sender.dropped(), body])
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await answer
        except TimeoutError:
            logger.warning("The process %s that decides does not answer.", self.pid)
            child.kill()
            return None

    def _start(self) -> None:
        if self._life is None and monotonic() >= self._retry_at:
            self._life = asyncio.create_task(self._live())

    async def _live(self) -> None:
        """Run the process and hand out what it answers, until it ends or nobody asks it."""
        child = None
        try:
            child = await _started()
            self._sender, self._child = Sender(), child
            while True:
                async with asyncio.timeout(IDLE_SECONDS):
                    body = await child.receive()
                self.done += 1
                answer = self._answers.popleft()
                if not answer.done():
                    answer.set_result(unpacked(body))
        except (EOFError, OSError, TimeoutError) as error:
            is_idle = isinstance(error, TimeoutError) and child is not None
            self._retry_at = float("-inf") if is_idle else monotonic() + RETRY_SECONDS
            logger.info("A process that decides has ended: %s", "idle" if is_idle else repr(error))
        finally:
            self._child = self._life = None
            while self._answers:
                if not (answer := self._answers.popleft()).done():
                    answer.set_result(None)
            if child is not None:
                await child.end()

    def _share(self, child: Child, values: Sequence[object]) -> None:
        if self._sharing is None:
            self._sharing = asyncio.create_task(self._send_all(child, values))

    async def _send_all(self, child: Child, values: Sequence[object]) -> None:
        """Send what tasks will name; a catalogue of 10,000 is packed beside the event loop."""
        sender = self._sender
        try:
            for value in values:
                number = sender.number()
                child.send([await asyncio.to_thread(packed, Share(number, value))])
                sender.shared(value, number)
        finally:
            self._sharing = None


async def _started() -> Child:
    """Start a process and wait until it has imported everything."""
    ours, theirs = socket.socketpair()
    with theirs:
        folder = Path(recommender.__file__).parents[1]
        command = (sys.executable, "-m", MODULE)
        process = await asyncio.create_subprocess_exec(*command, stdin=theirs.fileno(), cwd=folder)
    child = Child(process, *await asyncio.open_connection(sock=ours))
    try:
        async with asyncio.timeout(START_SECONDS):
            await child.receive()
    except BaseException:
        await child.end()
        raise
    return child
