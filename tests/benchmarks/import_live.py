"""A million events imported while customers go on: how long a live write takes meanwhile.

Twice: by the command, in a process of its own, and by the API, in the process that serves. Then
the command is killed in the middle: nothing may be seen of it, and a sweep removes it.
"""

import asyncio
import os
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from dashboard import schema
from dashboard.processes.checkout import ROOT, child_environment
from dashboard.settings import Settings
from dashboard.wiring import Root
from recommender.imports.sources.base import Given
from recommender.imports.sources.csv import Csv
from recommender.interactions.tables import EventRow
from recommender.layers.repository import visible
from recommender.layers.tables import ImportRow
from recommender.ports import SYSTEM_ACTOR
from tests.support.arrange import a_batch, a_key, an_event, fill

EVENTS = int(os.environ.get("IMPORT_LIVE_EVENTS", "1000000"))
CUSTOMERS = 20_000
SENDER = a_key("events:write", "import:write")
PAUSE_SECONDS = 0.02
"""Between two live writes: 8 senders make up to 400 a second."""
SENDERS = 8
KILLED_AFTER = 0.3
"""Share of the rows written when the command is killed."""
ABANDONED_SECONDS = 61.0
"""An import that rests so long counts as killed."""

TARGETS = {
    "command_write_p99_ms": 250,
    "api_write_p99_ms": 250,
    "seen_after_kill": 0,
    "rows_after_sweep": 0,
}
FLOORS = {"command_rows": EVENTS, "api_rows": EVENTS}


async def measure() -> dict[str, float | int | str]:
    """Measure on SQLite in fresh folders, without HTTP."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "events.csv"
        await asyncio.to_thread(_write, path)
        figures = {**await _by_command(path), **await _by_api(path)}
        return {"events": EVENTS, **figures, **await _killed(path)}


def _write(path: Path) -> None:
    with path.open("w") as file:
        file.write("event_id,customer_id,kind,item_id,action,at\n")
        for n in range(EVENTS):
            at = f"2026-0{n % 5 + 1}-{n % 27 + 1:02}T{n % 24:02}:{n % 60:02}:00Z"
            file.write(f"e{n},c{n % CUSTOMERS},product,p{n % 2 + 1},click,{at}\n")


async def _by_command(path: Path) -> dict[str, float]:
    async with _bank() as root:
        began = time.perf_counter()
        process = await _command(root, path)
        done = asyncio.ensure_future(process.wait())
        took = sorted(await _live(root, done.done))
        seconds = time.perf_counter() - began
        return _figures("command", took, seconds) | {"command_rows": await _seen(root)}


async def _by_api(path: Path) -> dict[str, float]:
    async with _bank() as root:
        began = time.perf_counter()
        done = asyncio.ensure_future(root.imports.run(SENDER, Csv(Given({"events": path}))))
        took = sorted(await _live(root, done.done))
        await done
        seconds = time.perf_counter() - began
        return _figures("api", took, seconds) | {"api_rows": await _seen(root)}


async def _killed(path: Path) -> dict[str, int]:
    async with _bank() as root:
        process = await _command(root, path)
        await _until_written(root, EVENTS * KILLED_AFTER)
        os.kill(process.pid, signal.SIGKILL)
        await process.wait()
        written, seen = await _written(root), await _seen(root)
        await _age(root)
        await root.imports.sweep(SYSTEM_ACTOR)
        left = await _written(root)
        return {"written_before_kill": written, "seen_after_kill": seen, "rows_after_sweep": left}


@asynccontextmanager
async def _bank() -> AsyncIterator[Root]:
    with tempfile.TemporaryDirectory() as folder:
        root = Root(Settings(data_dir=Path(folder)))
        await schema.bring_up(root.database)
        await fill(root)
        yield root
        await root.stop()


async def _command(root: Root, path: Path) -> asyncio.subprocess.Process:
    words = ("-m", "dashboard.cli", "import", "csv", "--events", str(path))
    environment = child_environment(COMPANION_DATA_DIR=str(root.settings.data_dir))
    quiet = asyncio.subprocess.DEVNULL
    return await asyncio.create_subprocess_exec(
        sys.executable, *words, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet
    )


async def _live(root: Root, is_over: Callable[[], bool]) -> list[float]:
    """Send one event at a time from several senders; return the seconds of each."""
    took: list[float] = []

    async def sender() -> None:
        while not is_over():
            began = time.perf_counter()
            async with root.reading() as app:
                event = an_event(at=root.clock.now(), channel="live")
                await app.interactions.ingest(SENDER, a_batch(event))
            took.append(time.perf_counter() - began)
            await asyncio.sleep(PAUSE_SECONDS)

    await asyncio.gather(*(sender() for _ in range(SENDERS)))
    return took


def _figures(name: str, took: list[float], seconds: float) -> dict[str, float]:
    return {
        f"{name}_writes": len(took),
        f"{name}_write_p50_ms": _ms(took, 0.5),
        f"{name}_write_p99_ms": _ms(took, 0.99),
        f"{name}_write_max_ms": _ms(took, 1.0),
        f"{name}_seconds": round(seconds, 1),
    }


def _ms(seconds: list[float], share: float) -> float:
    return round(seconds[min(int(len(seconds) * share), len(seconds) - 1)] * 1000, 1)


async def _written(root: Root) -> int:
    """Count the rows of imports, whoever may see them."""
    return await _count(root, EventRow.layer.is_not(None))


async def _until_written(root: Root, least: float) -> None:
    while await _written(root) < least:  # noqa: ASYNC110  # Another process writes; nobody can tell.
        await asyncio.sleep(0.05)


async def _seen(root: Root) -> int:
    """Count the imported rows that readers see."""
    return await _count(root, EventRow.layer.is_not(None), visible(EventRow.layer))


async def _count(root: Root, *where: object) -> int:
    query = select(func.count()).select_from(EventRow).where(*where)  # type: ignore[arg-type]
    async with root.database.reading() as session:
        return await session.scalar(query) or 0


async def _age(root: Root) -> None:
    """Let the killed import rest for as long as makes it abandoned."""
    before = root.clock.now() - timedelta(seconds=ABANDONED_SECONDS)
    async with root.database.writing() as session:
        for row in await session.scalars(select(ImportRow)):
            row.touched_at = before
