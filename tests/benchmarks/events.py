"""Events: how many are stored in a second, how long one takes, also beside an import."""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

from dashboard import schema
from dashboard.settings import Mode, Settings
from dashboard.wiring import Root
from recommender.imports.sources.base import Given
from recommender.imports.sources.csv import Csv
from tests.support.arrange import NOW, a_batch, a_key, an_event, fill

SENDER = a_key("events:write", "import:write")
BATCHES, PER_BATCH = 40, 500
SINGLES, AT_A_TIME = 400, 8
IMPORTED = 50_000

TARGETS = {"single_p95_ms": 60, "beside_import_p99_ms": 250}
FLOORS = {"events_per_second": 5000}


async def measure() -> dict[str, float | int | str]:
    """Measure on SQLite in a fresh folder, without HTTP."""
    with tempfile.TemporaryDirectory() as folder:
        root = Root(Settings(data_dir=Path(folder), mode=Mode.DEMO, now=NOW))
        await schema.bring_up(root.database)
        await fill(root)
        figures = await _all(root, Path(folder))
        await root.stop()
    return figures


async def _all(root: Root, folder: Path) -> dict[str, float | int | str]:
    rate = await _rate(root)
    singles = sorted(await _singles(root, _always))
    importing = asyncio.create_task(_import(root, folder))
    beside = sorted(await _singles(root, importing.done))
    seconds = await importing
    return {
        "events_per_second": round(rate),
        "single_p50_ms": _ms(singles, 0.5),
        "single_p95_ms": _ms(singles, 0.95),
        "beside_import_p50_ms": _ms(beside, 0.5),
        "beside_import_p99_ms": _ms(beside, 0.99),
        "import_rows_per_second": round(IMPORTED / seconds),
    }


async def _rate(root: Root) -> float:
    batches = [[an_event() for _ in range(PER_BATCH)] for _ in range(BATCHES)]
    began = time.perf_counter()
    await asyncio.gather(*(_send(root, *batch) for batch in batches))
    return BATCHES * PER_BATCH / (time.perf_counter() - began)


async def _singles(root: Root, is_over: Callable[[], bool]) -> list[float]:
    """Send one event at a time from several senders; return the seconds of each."""
    took: list[float] = []

    async def sender() -> None:
        for _ in range(SINGLES // AT_A_TIME):
            took.append(await _timed(_send(root, an_event())))
            await asyncio.sleep(0.01)

    await asyncio.gather(*(sender() for _ in range(AT_A_TIME)))
    while not is_over():
        took.append(await _timed(_send(root, an_event())))
        await asyncio.sleep(0.02)
    return took


def _always() -> bool:
    return True


async def _timed(work: Awaitable[None]) -> float:
    began = time.perf_counter()
    await work
    return time.perf_counter() - began


async def _send(root: Root, *events: object) -> None:
    async with root.reading() as app:
        await app.interactions.ingest(SENDER, a_batch(*events))


async def _import(root: Root, folder: Path) -> float:
    lines = (
        f"c1,product,p1,click,{(NOW - timedelta(seconds=n)).isoformat()}" for n in range(IMPORTED)
    )
    path = folder / "events.csv"
    path.write_text("customer_id,kind,item_id,action,at\n" + "\n".join(lines))
    began = time.perf_counter()
    await root.imports.run(SENDER, Csv(Given({"events": path})))
    return time.perf_counter() - began


def _ms(seconds: list[float], share: float) -> float:
    return round(seconds[int(len(seconds) * share)] * 1000, 1)
