"""What stands before the first request: the schema, the demo bank and the front-end build."""

import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.errors import Unavailable
from dashboard.processes import frontend
from dashboard.processes.checkout import ROOT, build_environment, python
from dashboard.processes.watch import tied_to_parent

LOOK_SECONDS = 0.05
SIGN_OF_LIFE_SECONDS = 10.0


@dataclass
class Step:
    """One child process that has to end well."""

    title: str
    advice: str
    process: subprocess.Popen[bytes]


class Preparation:
    """The steps of a start, side by side."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._steps: list[Step] = []
        self.builds = False

    def start(self) -> None:
        """Start every step; the build only when its sources changed."""
        self._begin(
            "data",
            python("dashboard.cli", "prepare"),
            self._environment,
            "The line above says what is wrong with the data.",
        )
        self.builds = frontend.needs_build()
        if self.builds:
            _say("The front end is built: its sources changed ...")
            self._begin(
                "front end",
                python("dashboard.processes.compile"),
                build_environment(),
                "The lines above say why; a first build needs the npm registry to be reachable.",
            )

    def wait(self) -> None:
        """Wait for every step, with a sign of life.

        Raises:
            Unavailable: A step failed.
        """
        started, told = time.monotonic(), 0.0
        while running := [step for step in self._steps if step.process.poll() is None]:
            self._refuse_failures()
            passed = time.monotonic() - started
            if passed - told > SIGN_OF_LIFE_SECONDS:
                told = passed
                _say(f"  {passed:.0f} s: {', '.join(step.title for step in running)} not yet done")
            time.sleep(LOOK_SECONDS)
        self._refuse_failures()

    def stop(self) -> None:
        """End what still runs."""
        for step in self._steps:
            if step.process.poll() is None:
                step.process.kill()
            step.process.wait()

    def _begin(self, title: str, command: list[str], env: Mapping[str, str], advice: str) -> None:
        process = subprocess.Popen(  # noqa: S603 - our own command lines
            command,
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=tied_to_parent(),
        )
        self._steps.append(Step(title, advice, process))

    def _refuse_failures(self) -> None:
        for step in self._steps:
            if step.process.poll():
                raise Unavailable(f"The step '{step.title}' failed. {step.advice}")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
