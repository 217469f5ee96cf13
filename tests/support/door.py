"""The web process alone, with accounts but without a bank: for tests that attack from outside."""

import subprocess
import time
from pathlib import Path

import httpx

from dashboard import schema
from dashboard.processes.checkout import ROOT, build_environment, child_environment, python
from dashboard.settings import Mode, Settings
from dashboard.wiring import Root
from recommender.ports import SYSTEM_ACTOR
from tests.support.people import people_of_the_tests
from tests.support.postgres import run_alone
from tests.support.product import free_port

PASSWORD = "demo"
START_SECONDS = 60.0
BUILD_SECONDS = 240.0


class DoorServer:
    """One web process on a data folder of its own; further ones may share the folder."""

    def __init__(self, data_dir: Path, **variables: str) -> None:
        self.data_dir = data_dir
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = data_dir / f"web-{self.port}.log"
        self._variables = {
            "COMPANION_MODE": "demo",
            "COMPANION_DATA_DIR": str(data_dir),
            "COMPANION_PORT": str(self.port),
            **variables,
        }
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def settings(self) -> Settings:
        """The settings that the process runs with."""
        return Settings(data_dir=self.data_dir, port=self.port, mode=Mode.DEMO)

    def prepare(self) -> None:
        """Build the front end if its sources changed, bring up the schema, open the accounts."""
        subprocess.run(
            python("dashboard.processes.compile"),
            cwd=ROOT,
            env=build_environment(),
            check=True,
            timeout=BUILD_SECONDS,
            stdout=subprocess.DEVNULL,
        )
        self.data_dir.mkdir(parents=True, exist_ok=True)
        run_alone(open_accounts(self.settings))

    def start(self) -> None:
        """Start the process and wait for its first answer."""
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                python("dashboard.processes.web"),
                cwd=ROOT,
                env=child_environment(**self._variables),
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"The web process did not start:\n{self.tail()}")
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop the process as the supervisor does."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=20)

    def tail(self, lines: int = 60) -> str:
        """Return the last lines of its log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def command(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run a command of the product on the same data folder."""
        return subprocess.run(
            python("dashboard.cli", *words),
            cwd=ROOT,
            env=child_environment(**self._variables),
            capture_output=True,
            text=True,
            check=False,
        )

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/api/health/live", timeout=1).status_code == 200
        except httpx.TransportError:
            return False


async def open_accounts(settings: Settings) -> None:
    """Bring up the schema and open one account for each role."""
    root = Root(settings)
    await schema.bring_up(root.database)
    hashed = await root.passwords.hash(PASSWORD)
    async with root.writing() as app:
        await app.people.open_demo(SYSTEM_ACTOR, people_of_the_tests(), password_hash=hashed)
    await root.stop()
