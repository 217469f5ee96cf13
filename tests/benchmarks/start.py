"""From the command to a ready product: the first start on an empty folder, and the second."""

import asyncio
import tempfile
import threading
import time
from pathlib import Path

import psutil

from dashboard.processes import frontend
from dashboard.processes.checkout import web_folder
from tests.support.product import ProductServer

TARGETS = {"first_start_s": 150.0, "second_start_s": 8.0, "peak_mb": 1536.0, "stop_s": 8.0}
LOOK_SECONDS = 0.1


class Memory(threading.Thread):
    """Watches what a process and all its descendants use together (shared pages once)."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._process = psutil.Process(pid)
        self._ended = threading.Event()
        self.peak_mb = 0.0

    def run(self) -> None:
        """Look until told to end."""
        while not self._ended.wait(LOOK_SECONDS):
            self.peak_mb = max(self.peak_mb, self._used() / 2**20)

    def end(self) -> float:
        """Stop looking and return the peak."""
        self._ended.set()
        self.join()
        return self.peak_mb

    def _used(self) -> float:
        total = 0.0
        for process in [self._process, *self._descendants()]:
            try:
                total += process.memory_full_info().pss
            except psutil.Error:
                continue
        return total

    def _descendants(self) -> list[psutil.Process]:
        try:
            return self._process.children(recursive=True)
        except psutil.Error:
            return []


def _timed_start(server: ProductServer) -> tuple[float, Memory]:
    started = time.monotonic()
    watching: list[Memory] = []

    def watch(pid: int) -> None:
        watching.append(Memory(pid))
        watching[0].start()

    server.start(on_spawn=watch)
    server.wait_for_training()
    return time.monotonic() - started, watching[0]


def _measure(folder: Path) -> dict[str, float | int | str]:
    frontend.begin(web_folder())  # The first start builds the front end, as on an empty clone.
    server = ProductServer(folder / "data")
    try:
        first, memory = _timed_start(server)
        peak = memory.end()
        stopping = time.monotonic()
        server.stop()
        stop = time.monotonic() - stopping
        second, memory = _timed_start(server)
        steady = memory.end()
    finally:
        server.close()
    return {
        "first_start_s": first,
        "second_start_s": second,
        "stop_s": stop,
        "peak_mb": peak,
        "second_peak_mb": steady,
    }


async def measure() -> dict[str, float | int | str]:
    """Start twice on one folder; a start counts until a trained model is there."""
    with tempfile.TemporaryDirectory(prefix="companion-start-") as folder:
        return await asyncio.to_thread(_measure, Path(folder))
