"""One child process of the supervisor: started, watched, started again, stopped."""

import logging
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from dashboard.processes.checkout import ROOT
from dashboard.processes.watch import tied_to_parent

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
STEADY_SECONDS = 60.0
"""A child that lived this long is forgiven its earlier ends."""
FAILURES_BEFORE_HELP = 3

logger = logging.getLogger(__name__)


@dataclass
class Child:
    """A program that should always run.

    Attributes:
        command: Its command line.
        nice: How much it gives way to the others, 0..19.
        on_failures: Called after every third end in a row, before the next start.
        on_start: Called with the process id after each start.
    """

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    nice: int = 0
    on_failures: Callable[[], None] | None = None
    on_start: Callable[[int], None] | None = None
    failures: int = 0
    _process: subprocess.Popen[bytes] | None = None
    _started: float = 0.0
    _start_again: float = field(default=0.0)

    @property
    def is_running(self) -> bool:
        """Say whether the process is there."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        """The process id, while it runs."""
        return self._process.pid if self._process is not None and self.is_running else None

    def start(self) -> None:
        """Start the process; call this from the main thread only (see `tied_to_parent`)."""
        self._spawn(self.command, stdin=subprocess.DEVNULL)

    def start_waiting(self) -> None:
        """Start the process with `--wait`: it gets ready, and begins when it is let go."""
        self._spawn([*self.command, "--wait"], stdin=subprocess.PIPE)

    def let_go(self) -> None:
        """Let a waiting process begin, or start one that does not run."""
        process = self._process
        if process is None or process.stdin is None:
            self.start()
            return
        with suppress(BrokenPipeError):  # It ended meanwhile, and will be looked after.
            process.stdin.write(b"go\n")
            process.stdin.close()

    def _spawn(self, command: Sequence[str], *, stdin: int) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own command lines
            command,
            cwd=ROOT,
            env=self.env,
            stdin=stdin,
            start_new_session=True,  # Ctrl-C reaches the supervisor alone, which stops in order.
            preexec_fn=tied_to_parent(nice=self.nice),
        )
        self._started = time.monotonic()
        if self.on_start is not None:
            self.on_start(self._process.pid)

    def look_after(self) -> None:
        """Start the process again when it ended, after a pause that grows with each end."""
        if self.is_running:
            return
        now = time.monotonic()
        if self._process is not None:
            self._note_end(now)
        if now >= self._start_again:
            if self.failures and self.failures % FAILURES_BEFORE_HELP == 0 and self.on_failures:
                self.on_failures()
            self.start()

    def stop(self) -> None:
        """Ask the process to end."""
        if self._process is not None and self.is_running:
            self._process.terminate()

    def wait(self, seconds: float) -> None:
        """Wait for the end, and enforce it when the time is over."""
        if self._process is None:
            return
        try:
            self._process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            logger.warning("%s did not end within %.0f s: killed.", self.name, seconds)
            self._process.kill()
            self._process.wait()

    def _note_end(self, now: float) -> None:
        assert self._process is not None  # noqa: S101 - the caller looked
        self.failures = 0 if now - self._started > STEADY_SECONDS else self.failures
        pause = min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2**self.failures)
        self.failures += 1
        self._start_again = now + pause
        code = self._process.returncode
        logger.warning("%s ended (code %s); next start in %.1f s.", self.name, code, pause)
        self._process = None
