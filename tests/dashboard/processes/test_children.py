"""A child is started, started again after it ended, stopped in time, and ends with its parent."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dashboard.processes import children
from dashboard.processes.checkout import ROOT
from dashboard.processes.children import Child

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
DEAF = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); "
    "time.sleep(60)",
]


@pytest.fixture
def make() -> Iterator[Callable[..., Child]]:
    made: list[Child] = []

    def build(command: list[str], **options: object) -> Child:
        made.append(Child("child", command, dict(os.environ), **options))
        return made[-1]

    yield build
    for child in made:
        child.stop()
        child.wait(0.1)


def until(claim: Callable[[], bool], seconds: float = 5.0) -> bool:
    deadline = time.monotonic() + seconds
    while not claim() and time.monotonic() < deadline:
        time.sleep(0.02)
    return claim()


def is_gone(pid: int) -> bool:
    """Say whether a process is gone, or a zombie that init has yet to fetch."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return True
    return state == "Z"


def test_ended_child_is_started_again_after_a_pause(make: Callable[..., Child]) -> None:
    child = make(SLEEP)
    child.start()
    first = child.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert until(lambda: not child.is_running)
    child.look_after()
    assert not child.is_running, "the pause was left out"
    time.sleep(children.FIRST_PAUSE_SECONDS)
    child.look_after()
    assert child.is_running
    assert child.pid != first


def test_pause_grows_with_every_end(make: Callable[..., Child], monkeypatch) -> None:
    monkeypatch.setattr(children, "FIRST_PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(children, "LONGEST_PAUSE_SECONDS", 0.05)
    child = make([sys.executable, "-c", "raise SystemExit(3)"])
    helped: list[int] = []
    child.on_failures = lambda: helped.append(child.failures)
    child.start()
    assert until(lambda: (child.look_after(), child.failures >= 7)[1], 20.0)
    assert helped[:2] == [3, 6]


def test_child_that_lived_long_is_forgiven(make: Callable[..., Child], monkeypatch) -> None:
    monkeypatch.setattr(children, "STEADY_SECONDS", -1.0)
    child = make(["true"])
    child.failures = 5
    child.start()
    assert until(lambda: not child.is_running)
    child.look_after()
    assert child.failures == 1


def test_deaf_child_is_killed_when_its_time_is_over(make: Callable[..., Child]) -> None:
    child = make(DEAF)
    child.start()
    time.sleep(0.3)
    child.stop()
    started = time.monotonic()
    child.wait(0.3)
    assert not child.is_running
    assert time.monotonic() - started < 2.0


def test_waiting_child_begins_when_it_is_let_go(make: Callable[..., Child], tmp_path: Path) -> None:
    done = tmp_path / "done"
    code = f"import sys; sys.stdin.readline(); open({str(done)!r}, 'w').close()"
    child = make([sys.executable, "-c", code])
    child.start_waiting()
    time.sleep(0.2)
    assert child.is_running
    assert not done.exists()
    child.let_go()
    assert until(done.exists)


def test_child_that_was_not_started_is_started_when_let_go(make: Callable[..., Child]) -> None:
    child = make(SLEEP)
    child.let_go()
    assert child.is_running


@pytest.mark.skipif(sys.platform != "linux", reason="PR_SET_PDEATHSIG is Linux's")
def test_children_end_with_a_killed_parent() -> None:
    code = (
        "import os, time\n"
        "from dashboard.processes.children import Child\n"
        f"child = Child('c', {SLEEP!r}, dict(os.environ)); child.start()\n"
        "print(child.pid, flush=True); time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=ROOT)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    assert not is_gone(pid)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert until(lambda: is_gone(pid))
