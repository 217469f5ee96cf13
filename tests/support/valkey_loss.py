"""Takes the running product's Valkey away in three ways, and measures the home meanwhile."""

import json
import os
import signal
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
from redis import Redis

from tests.support.story import asked, in_time

HOMES = 25
LOOK_AGAIN_SECONDS = 0.02
RETURN_SECONDS = 60.0


def _running(data_dir: Path) -> tuple[int, str]:
    found = json.loads((data_dir / "valkey.json").read_text())
    return int(found["pid"]), str(found["socket"])


@contextmanager
def killed(data_dir: Path) -> Iterator[None]:
    """Kill the server, and again as often as the supervisor brings it back."""
    is_over = threading.Event()

    def keep_killing() -> None:
        while not is_over.wait(LOOK_AGAIN_SECONDS):
            with suppress(OSError, ValueError):
                os.kill(_running(data_dir)[0], signal.SIGKILL)

    os.kill(_running(data_dir)[0], signal.SIGKILL)
    killer = threading.Thread(target=keep_killing)
    killer.start()
    try:
        yield
    finally:
        is_over.set()
        killer.join()


@contextmanager
def stopped(data_dir: Path) -> Iterator[None]:
    """Freeze the server: it accepts and never answers."""
    pid = _running(data_dir)[0]
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


@contextmanager
def emptied(data_dir: Path) -> Iterator[None]:
    """Empty the server, and again all the time."""
    with Redis(unix_socket_path=_running(data_dir)[1]) as client:
        client.flushall()
        yield
        client.flushall()


LOSSES = {"killed": killed, "stopped": stopped, "emptied": emptied}


def home_p95_ms(client: httpx.Client, times: int = HOMES) -> float:
    """Return the 95th percentile of the time that the home with all its data takes."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        asked(client, "/api/v1/customers/me/home")
        took.append((time.perf_counter() - began) * 1000)
    return statistics.quantiles(took, n=20)[-1]


def wait_until_back(url: str) -> None:
    """Wait until the product says that its Valkey answers again."""
    with httpx.Client(base_url=url, timeout=30) as client:
        in_time(
            lambda: asked(client, "/api/health/ready"),
            lambda found: found["redis"] == "ok",
            RETURN_SECONDS,
        )
