"""One recommendation through HTTP against a plain JSON route: 10,000 items, each one recorded."""

import asyncio
import gc
import itertools
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
from sqlalchemy import func, select

from dashboard.processes.checkout import ROOT, child_environment
from dashboard.settings import Mode, Settings
from dashboard.wiring import Root
from recommender.database import new_id
from recommender.decisions.tables import DecisionRow
from recommender.experiments.service import SCOPE
from recommender.experiments.store import open_artefact
from recommender.ports import OPERATOR, Actor
from tests.support.crowd import NOW, Crowd, fit, settle, store_run
from tests.support.databases import SQLITE, create_schema
from tests.support.load import Load, pace, press, request_of
from tests.support.product import free_port

CONNECTIONS = 32
SECONDS = 6.0
TARGETS = {"one_connection_more_ms": 3.0, "half_load_p99_ms": 25.0, "record_bytes": 2048.0}
FLOORS = {"plain_per_second": 2500.0, "share_of_plain": 0.20}
MOST_PER_MINUTE = 1_000_000
OPS = Actor("ops", frozenset({OPERATOR}))


async def measure() -> dict[str, float | int | str]:
    """Return rates and times at 32 connections, at one, and at half of the own maximum."""
    with tempfile.TemporaryDirectory(prefix="companion-b-") as folder:
        crowd, path = Crowd(), Path(folder)
        key = await _prepare(path, crowd)
        port = free_port()
        server = _start(path, port)
        try:
            await _ready(port, key)
            return await _figures(port, key, crowd, server.pid) | await _record(path)
        finally:
            server.terminate()
            server.wait(10)


async def _prepare(path: Path, crowd: Crowd) -> str:
    await create_schema(SQLITE.format(path / "companion.db"))
    root = Root(Settings(data_dir=path, mode=Mode.DEMO, now=NOW))
    try:
        await settle(root, crowd)
        model_id = new_id()
        fit(crowd.dataset(), path / "models" / model_id)
        open_artefact(path / "models" / model_id)
        await store_run(root, model_id)
        async with root.writing() as app:
            made = await app.api_keys.create(OPS, "load", [SCOPE], per_minute=MOST_PER_MINUTE)
        return made.secret
    finally:
        await root.stop()


def _start(path: Path, port: int) -> subprocess.Popen[bytes]:
    variables = {
        "COMPANION_DATA_DIR": str(path),
        "COMPANION_MODE": "demo",
        "COMPANION_PORT": str(port),
        "COMPANION_NOW": NOW.isoformat(),
    }
    log = (path / "server.log").open("wb")
    return subprocess.Popen(
        [sys.executable, "-m", "tests.support.metered_server"],
        cwd=ROOT,
        env={**child_environment(**variables)},
        stdout=log,
        stderr=log,
    )


async def _ready(port: int, key: str, seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    probe = itertools.repeat(request_of(port, "/api/v1/customers/x/plain", key))
    while time.monotonic() < deadline:
        with suppress(OSError):
            await press(port, probe, connections=1, seconds=0.1)
            return
        await asyncio.sleep(0.1)
    raise RuntimeError("The server did not start.")


async def _figures(port: int, key: str, crowd: Crowd, server: int) -> dict[str, float | int | str]:
    asked = list(_requests(port, key, crowd))
    _leave_alone()
    warm = await press(port, iter(asked), connections=8, seconds=SECONDS)
    begun = len(warm.seconds) + 8
    alone = await press(port, iter(asked[begun:]), connections=1, seconds=SECONDS / 2)
    size = alone.bytes // len(alone.seconds)
    plain = itertools.repeat(request_of(port, f"/api/v1/customers/x/plain?size={size}", key))
    cpu = psutil.Process(server)
    plain_alone = await press(port, plain, connections=1, seconds=SECONDS / 2)
    began = _busy(cpu)
    whole = await press(port, plain, connections=CONNECTIONS, seconds=SECONDS)
    plain_busy = _busy(cpu) - began
    fresh = iter(asked[begun + len(alone.seconds) + 1 :])
    began = _busy(cpu)
    own = await press(port, fresh, connections=CONNECTIONS, seconds=SECONDS)
    own_busy = _busy(cpu) - began
    half = await pace(port, fresh, connections=64, seconds=SECONDS, per_second=own.per_second / 2)
    _check(alone, whole, own, half)
    return {
        "body_bytes": size,
        "plain_per_second": round(whole.per_second),
        "per_second": round(own.per_second),
        "plain_cpu_ms": round(1000 * plain_busy / len(whole.seconds), 3),
        "cpu_ms": round(1000 * own_busy / len(own.seconds), 3),
        "share_of_plain": round(own.per_second / whole.per_second, 3),
        "one_connection_ms": alone.ms(50),
        "one_connection_more_ms": round(alone.ms(50) - plain_alone.ms(50), 3),
        "half_load_p99_ms": half.ms(99),
        "load": f"{os.getloadavg()[0]:.1f}",
    }


def _leave_alone() -> None:
    """Keep this process from looking for garbage: it would send nothing for 0.2 s, then a burst."""
    gc.collect()
    gc.freeze()
    gc.disable()


def _busy(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


def _requests(port: int, key: str, crowd: Crowd) -> Iterator[bytes]:
    """Ask for many customers, each in several ways, so that no answer is asked for twice."""
    chance = random.Random(3)
    ways = [(limit, scenario) for limit in (10, 9, 11, 8, 12) for scenario in "abcdef"]
    for limit, scenario in ways:
        customers = crowd.customers[:]
        chance.shuffle(customers)
        for one in customers:
            path = f"/api/v1/customers/{one}/recommendations?limit={limit}&scenario={scenario}"
            yield request_of(port, f"{path}&lang=zh-Hans", key)


def _check(*loads: Load) -> None:
    failed = sum(one.failed for one in loads)
    if failed:
        raise RuntimeError(f"{failed} requests were not answered with 200.")


async def _record(path: Path) -> dict[str, float | int | str]:
    root = Root(Settings(data_dir=path, mode=Mode.DEMO, now=NOW))
    try:
        async with root.reading() as app:
            size = func.avg(func.length(DecisionRow.body))
            mean, count = (await app.session.execute(select(size, func.count()))).one()
    finally:
        await root.stop()
    return {"record_bytes": round(float(mean)), "decisions": count}
