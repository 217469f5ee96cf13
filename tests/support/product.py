"""The whole product under its own supervisor, for the tests that look from outside."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from dashboard.processes.checkout import ROOT, child_environment

READY_SECONDS = 240.0
TRAINED_SECONDS = 120.0
STOP_SECONDS = 20.0


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _listed(ports: list[int]) -> dict[str, str]:
    """List loopback ports on which tests play third parties."""
    hosts = [f"127.0.0.1:{port}" for port in ports]
    return {
        "COMPANION_PLATFORM_LOOPBACK": "true",
        "COMPANION_PLATFORM_HOSTS": json.dumps(hosts),
        "COMPANION_EMBED_SITES": json.dumps([f"http://{hosts[-1]}"]),
    }


class ProductServer:
    """One `companion run` on a data folder of its own.

    Attributes:
        outside: Ports of this machine that the product lists as third parties; the last one may
            frame cards.
    """

    def __init__(self, data_dir: Path, **variables: str) -> None:
        self.data_dir = data_dir
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = data_dir.parent / f"{data_dir.name}.log"
        self.outside = [free_port() for _ in range(6)]
        is_demo = variables.get("COMPANION_MODE", "demo") == "demo"
        outside = _listed(self.outside) if is_demo else {}
        self._variables = {"COMPANION_MODE": "demo", **outside, **variables}
        self.process: subprocess.Popen[bytes] | None = None

    def start(
        self, *, seconds: float = READY_SECONDS, on_spawn: Callable[[int], None] | None = None
    ) -> None:
        """Start and wait for the line that says it is ready."""
        command = [sys.executable, "-m", "dashboard.cli", "run", "--no-browser"]
        command += ["--port", str(self.port), "--data-dir", str(self.data_dir)]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **self._variables},
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        if on_spawn is not None:
            on_spawn(self.process.pid)
        self._wait_for("Ready after", seconds)

    def wait_for_training(self, seconds: float = TRAINED_SECONDS) -> None:
        """Wait until the first training ended well."""
        deadline = time.monotonic() + seconds
        while (state := self._training()) not in ("done", "failed"):
            if time.monotonic() > deadline:
                raise RuntimeError(f"No model after {seconds:.0f} s ({state}):\n{self.tail()}")
            time.sleep(0.2)
        if state == "failed":
            raise RuntimeError(f"The first training failed:\n{self.tail()}")

    def stop(self) -> int:
        """Stop as Ctrl-C does and return the exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=STOP_SECONDS)

    def key(self, *scopes: str) -> dict[str, str]:
        """Return the header of a new key without a limit that matters."""
        command = [sys.executable, "-m", "dashboard.cli", "keys", "create", "load", "--json"]
        command += ["--per-minute", "1000000", *(f"--scope={scope}" for scope in scopes)]
        environment = child_environment(COMPANION_DATA_DIR=str(self.data_dir))
        made = subprocess.run(
            command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True
        )
        return {"Authorization": f"Bearer {json.loads(made.stdout)['secret']}"}

    def kill(self) -> None:
        """End the supervisor without a word."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def close(self) -> None:
        """Make sure that nothing is left."""
        if self.process is not None and self.process.poll() is None:
            try:
                self.stop()
            except subprocess.TimeoutExpired:
                self.kill()

    def tail(self, lines: int = 40) -> str:
        """Return the last lines of its output."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def _training(self) -> str:
        database = f"file:{self.data_dir / 'companion.db'}?mode=ro"
        query = "SELECT state FROM jobs WHERE kind = 'train' ORDER BY created_at DESC LIMIT 1"
        with closing(sqlite3.connect(database, uri=True)) as connection:
            row = connection.execute(query).fetchone()
        return row[0] if row else "none"

    def _wait_for(self, words: str, seconds: float) -> None:
        assert self.process is not None
        deadline = time.monotonic() + seconds
        while words not in self.log.read_text(errors="replace"):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"The product did not start:\n{self.tail()}")
            time.sleep(0.1)
