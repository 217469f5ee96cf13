"""A real Valkey for the tests."""

import subprocess
import tempfile
import time
from pathlib import Path

from redis import Redis

from dashboard.processes import valkey

START_SECONDS = 10.0


class ValkeyServer:
    """One server in a temporary folder, started as the supervisor starts it."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="companion-vk-", dir="/tmp")
        self.data_dir = Path(self._folder.name)
        self.socket = valkey.socket_in(valkey.runtime_folder(self.data_dir))
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address for Redis clients."""
        return valkey.address(self.socket)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self.process = subprocess.Popen(
            valkey.command(self.socket, self.data_dir),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + START_SECONDS
        while not valkey.answers(self.socket):
            if time.monotonic() > deadline:
                raise RuntimeError("Valkey did not start.")
            time.sleep(0.02)

    def empty(self) -> None:
        """Forget everything."""
        with Redis(unix_socket_path=str(self.socket)) as client:
            client.flushall()

    def kill(self) -> None:
        """End the server without a word, also a frozen one."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def close(self) -> None:
        """End the server and remove its folder."""
        self.kill()
        self._folder.cleanup()
