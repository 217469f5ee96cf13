"""The supervisor: Valkey, the web process and the worker, from one command to one Ctrl-C."""

import logging
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Mapping
from types import FrameType

from dashboard.errors import Conflict, Unavailable
from dashboard.processes import folder, frontend, valkey
from dashboard.processes.checkout import child_environment, python
from dashboard.processes.children import FAILURES_BEFORE_HELP, Child
from dashboard.processes.preparation import Preparation, build_step, data_step
from dashboard.settings import Settings

LOOK_SECONDS = 0.1
READY_SECONDS = 120.0
STOP_SECONDS = 6.0
VALKEY_STOP_SECONDS = 2.0
WORKER_NICE = 5

logger = logging.getLogger(__name__)


class Stopped(Exception):
    """Somebody asked the supervisor to stop."""


def say(text: str) -> None:
    """Print one progress line at once, also into a pipe."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


class Supervisor:
    """Everything that runs for one data folder."""

    def __init__(self, settings: Settings, *, open_browser: bool) -> None:
        self._settings = settings
        self._data_dir = settings.data_dir.resolve()
        self._open_browser = open_browser
        self._children: list[Child] = []

    def run(self) -> None:
        """Start everything, keep it running, and stop it in order when asked to.

        Raises:
            Conflict: The data folder or the port is in use.
            Unavailable: A first start failed.
        """
        started = time.monotonic()
        os.umask(0o077)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, _stop)
        with folder.held(self._data_dir):
            self._refuse_a_used_port()
            try:
                self._start()
                self._welcome(time.monotonic() - started)
                self._keep_running()
            except Stopped:
                say("Stopping ...")
            finally:
                self._stop()
        say("Stopped.")

    def _start(self) -> None:
        environment = self._environment()
        web = Child("web", python("dashboard.processes.web"), environment)
        must_build = frontend.needs_build()
        if must_build:
            say("The front end is built: its sources changed ...")
        preparation = Preparation([data_step(environment)] + [build_step()] * must_build)
        preparation.start()
        try:
            if not must_build:
                web.start_waiting()  # It imports the pages while the data is prepared.
            preparation.wait()
        finally:
            self._children.append(web)
            preparation.stop()
        web.let_go()
        self._wait_until_ready(web)  # The worker's imports would slow down the first page.
        self._add(Child("worker", python("dashboard.cli", "work"), environment, nice=WORKER_NICE))

    def _environment(self) -> Mapping[str, str]:
        own = {
            "COMPANION_DATA_DIR": str(self._data_dir),
            "COMPANION_PORT": str(self._settings.port),
            "COMPANION_MODE": self._settings.mode.value,
        }
        if self._settings.redis_url is None and (address := self._start_valkey()):
            own["COMPANION_REDIS_URL"] = address
        return child_environment(**own)

    def _start_valkey(self) -> str | None:
        if not valkey.is_available():
            say("No embedded Valkey for this platform: set COMPANION_REDIS_URL to an outside one.")
            return None
        place = valkey.socket_in(valkey.runtime_folder(self._data_dir))
        valkey.stop_leftover(place)
        self._add(
            Child(
                "valkey",
                valkey.command(place, self._data_dir),
                child_environment(),
                on_failures=lambda: valkey.set_data_aside(self._data_dir),
                on_start=lambda pid: valkey.announce(self._data_dir, place, pid),
            )
        )
        return valkey.address(place)

    def _add(self, child: Child) -> None:
        child.start()
        self._children.append(child)

    def _keep_running(self) -> None:
        while True:
            for child in self._children:
                child.look_after()
            time.sleep(LOOK_SECONDS)

    def _wait_until_ready(self, web: Child) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while not _answers(f"http://{self._settings.host}:{self._settings.port}"):
            web.look_after()
            if web.failures >= FAILURES_BEFORE_HELP or time.monotonic() > deadline:
                raise Unavailable("The web process does not start: its last lines above say why.")
            time.sleep(LOOK_SECONDS)

    def _welcome(self, seconds: float) -> None:
        say(f"Ready after {seconds:.1f} s: {self._settings.origin}  (Ctrl-C stops everything)")
        if self._open_browser:
            webbrowser.open(self._settings.origin)

    def _stop(self) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # A second Ctrl-C must not leave children.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        servers = [child for child in self._children if child.name == "valkey"]
        users = [child for child in self._children if child.name != "valkey"]
        for group, seconds in ((users, STOP_SECONDS), (servers, VALKEY_STOP_SECONDS)):
            for child in group:
                child.stop()
            deadline = time.monotonic() + seconds
            for child in group:
                child.wait(max(0.1, deadline - time.monotonic()))
        (self._data_dir / "valkey.json").unlink(missing_ok=True)

    def _refuse_a_used_port(self) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self._settings.host, self._settings.port))
            except OSError:
                raise Conflict(
                    f"Port {self._settings.port} is in use: stop the other program, or choose "
                    "another port with --port."
                ) from None


def _stop(_: int, __: FrameType | None) -> None:
    raise Stopped


def _answers(origin: str) -> bool:
    try:
        with urllib.request.urlopen(f"{origin}/api/health/ready", timeout=2) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def supervise(settings: Settings, *, open_browser: bool) -> None:
    """Run the whole product until it is told to stop."""
    Supervisor(settings, open_browser=open_browser).run()
