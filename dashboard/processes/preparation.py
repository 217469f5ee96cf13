"""What stands before the first request: the schema, the demo bank and the front-end build."""

import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.errors import Unavailable
from dashboard.processes.checkout import ROOT, build_environment, python
from dashboard.processes.watch import tied_to_parent

LOOK_SECONDS = 0.05
SIGN_OF_LIFE_SECONDS = 10.0


@dataclass(frozen=True, eq=False)
class Step:
    """One child process that has to end well; the advice follows its own last words."""

    title: str
    command: Sequence[str]
    env: Mapping[str, str]
    advice: str


def data_step(env: Mapping[str, str]) -> Step:
    """Bring up the schema and the demo bank."""
    advice = "The lines above say what is wrong with the data."
    return Step("data", python("dashboard.cli", "prepare"), env, advice)


def build_step() -> Step:
    """Build the front end."""
    advice = "The lines above say why; a first build needs the npm registry to be reachable."
    command = python("dashboard.processes.compile")
    return Step("front end", command, build_environment(), advice)


class Preparation:
    """The steps of a start, side by side."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self._steps = steps
        self._running: dict[Step, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        """Start every step."""
        self._running = {step: _spawn(step) for step in self._steps}

    def wait(self) -> None:
        """Wait for every step, with a sign of life.

        Raises:
            Unavailable: A step failed; the others are not waited for.
        """
        started, told = time.monotonic(), 0.0
        while self._running:
            self._take_ended()
            passed = time.monotonic() - started
            if passed - told > SIGN_OF_LIFE_SECONDS:
                told = passed
                titles = ", ".join(step.title for step in self._running)
                sys.stdout.write(f"  {passed:.0f} s: {titles} not yet done\n")
                sys.stdout.flush()
            time.sleep(LOOK_SECONDS)

    def stop(self) -> None:
        """End what still runs."""
        for process in self._running.values():
            process.kill()
            process.wait()
        self._running = {}

    def _take_ended(self) -> None:
        ended = [step for step, process in self._running.items() if process.poll() is not None]
        for step in ended:
            if self._running.pop(step).returncode:
                raise Unavailable(f"The step '{step.title}' failed. {step.advice}")


def _spawn(step: Step) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own command lines
        step.command,
        cwd=ROOT,
        env=step.env,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=tied_to_parent(),
    )
