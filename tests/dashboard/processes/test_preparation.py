"""A start waits for its steps side by side, and ends with one sentence when one fails."""

import os
import sys
import time
from pathlib import Path

import pytest

from dashboard.errors import Unavailable
from dashboard.processes import preparation
from dashboard.processes.preparation import Preparation, Step


def step(title: str, code: str) -> Step:
    return Step(title, [sys.executable, "-c", code], dict(os.environ), "Try again.")


def test_steps_run_side_by_side() -> None:
    steps = Preparation([step(name, "import time; time.sleep(0.8)") for name in "abc"])
    started = time.monotonic()
    steps.start()
    steps.wait()
    assert time.monotonic() - started < 2.4


def test_failed_step_is_named_with_its_advice_and_the_others_end(tmp_path: Path) -> None:
    late = tmp_path / "late"
    slow = f"import time; time.sleep(3); open({str(late)!r}, 'w').close()"
    steps = Preparation([step("slow", slow), step("data", "raise SystemExit(1)")])
    steps.start()
    with pytest.raises(Unavailable, match=r"The step 'data' failed\. Try again\."):
        steps.wait()
    steps.stop()
    time.sleep(3.2)
    assert not late.exists()


def test_long_steps_give_signs_of_life(monkeypatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(preparation, "SIGN_OF_LIFE_SECONDS", 0.1)
    steps = Preparation([step("data", "import time; time.sleep(0.6)")])
    steps.start()
    steps.wait()
    assert "s: data not yet done" in capsys.readouterr().out
