"""`companion train` in a process of its own, on a database with a bank, and ways to end it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.settings import Settings

TRAINED_SECONDS = 120.0


class Trainer:
    """One `companion train --job` on the data folder of some settings."""

    def __init__(self, settings: Settings, **variables: str) -> None:
        url = settings.database_url.get_secret_value() if settings.database_url else ""
        named = {
            "COMPANION_DATA_DIR": str(settings.data_dir),
            "COMPANION_DATABASE_URL": url,
            "COMPANION_MODE": "demo",
            "COMPANION_NOW": settings.now.isoformat() if settings.now else "",
        }
        self.command = [sys.executable, "-m", "dashboard.cli", "train", "--job", "test"]
        self.env = {**os.environ, **named, **variables}

    def start(self) -> subprocess.Popen[bytes]:
        """Start it."""
        return subprocess.Popen(
            self.command, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    def run(self) -> tuple[int, str]:
        """Run it to its end; return its code and its last line on standard error."""
        process = self.start()
        _, said = process.communicate(timeout=TRAINED_SECONDS)
        return process.returncode, (said.decode().strip().splitlines() or [""])[-1]

    def interrupt(self, number: signal.Signals, at: str) -> int:
        """End it by a signal in the moment that it says a word; return its code."""
        process = self.start()
        assert process.stdout is not None
        for line in process.stdout:
            if at in line.decode():
                break
        process.send_signal(number)
        process.communicate(timeout=TRAINED_SECONDS)
        return process.returncode


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[bool]:
    """Put a file system of a few kilobytes in a folder's place; False where that is not allowed."""
    folder.mkdir(parents=True, exist_ok=True)
    words = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)]
    mounted = subprocess.run(words, capture_output=True, check=False).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", str(folder)], check=True)
