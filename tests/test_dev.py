"""The two commands: set up once per lock, say what to do when a step fails, count every test."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import dev
from tests import __main__ as suite


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in for a checkout with an installed environment."""
    for name in ("requirements", ".venv/bin"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("requirements/uv.txt", "requirements/run.txt", ".venv/bin/python"):
        (tmp_path / name).write_text("1")
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(dev, "LOCKS", tmp_path / "requirements")
    stamp = {**dev.foundation(), "lock": dev.lock_digest("run")}
    dev.stamp_path("run").write_text(json.dumps(stamp))
    return tmp_path


def test_fitting_stamp_means_installed(checkout: Path) -> None:
    assert dev.is_installed("run")


@pytest.mark.parametrize("name", ["requirements/uv.txt", "requirements/run.txt"])
def test_changed_lock_is_installed_again(checkout: Path, name: str) -> None:
    (checkout / name).write_text("2")
    assert not dev.is_installed("run")


def test_removed_interpreter_is_installed_again(checkout: Path) -> None:
    (checkout / ".venv/bin/python").unlink()
    assert not dev.is_installed("run")


def test_moved_checkout_is_installed_again(checkout: Path, monkeypatch) -> None:
    monkeypatch.setattr(dev, "ROOT", checkout / "elsewhere")
    assert not dev.is_installed("run")


def test_torn_stamp_is_installed_again(checkout: Path) -> None:
    dev.stamp_path("run").write_text('{"python"')
    assert not dev.is_installed("run")


def test_failed_step_tells_the_last_lines_and_what_to_do() -> None:
    with pytest.raises(dev.SetupError, match=r"(?s)Trying failed.*no route.*check the network"):
        dev.step("Trying", ["sh", "-c", "echo no route; exit 1"], "check the network")


def test_old_python_is_refused_in_one_sentence(monkeypatch, capsys) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 1))
    assert dev.main(["test"]) == 2
    assert "Python 3.11 or newer is needed, this is 3.9.1" in capsys.readouterr().out


@pytest.mark.parametrize("words", [[], ["fly"]])
def test_wrong_usage_lists_the_commands(words: list[str], capsys) -> None:
    assert dev.main(words) == 2
    shown = capsys.readouterr().out
    assert all(name in shown for name in dev.COMMANDS)


def test_usage_is_answered_from_another_folder(tmp_path: Path) -> None:
    script = Path(dev.__file__).resolve()
    done = subprocess.run(
        [sys.executable, str(script), "--help"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert "mutants" in done.stdout


def test_locks_carry_hashes_and_no_address() -> None:
    for path in sorted(dev.LOCKS.glob("*.txt")):
        text = path.read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text
        assert "--index" not in text


def test_lock_of_the_front_end_names_no_registry() -> None:
    root = Path(dev.__file__).resolve().parent
    for name in ("reflex.lock/bun.lock", "reflex.lock/package.json"):
        assert "://" not in (root / name).read_text()


def test_counts_come_from_every_part(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(
        '<testsuites><testsuite tests="9" failures="1" errors="2" skipped="3"/></testsuites>'
    )
    assert suite.count(report) == (3, 3, 3)
    assert suite.count(tmp_path / "none.xml") == (0, 0, 0)


@pytest.mark.parametrize(
    ("codes", "passed", "code"),
    [([0, 0], 9, 0), ([0, 5], 9, 0), ([0, 1], 9, 1), ([5, 5], 0, 5), ([2, 0], 9, 2)],
)
def test_run_is_green_only_when_tests_ran_and_none_failed(codes, passed, code) -> None:
    assert suite.verdict(codes, passed) == code


def test_chosen_marks_are_not_overruled() -> None:
    assert suite.parts(["-m", "slow"]) == [()]
    assert len(suite.parts(["tests/dashboard"])) == 2
