"""Commands are found by place; an error is one sentence and an exit code."""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard import cli
from dashboard.processes.checkout import ROOT


def run(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dashboard.cli", *words],
        cwd=ROOT,
        env={"PATH": "", **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_module_with_commands_is_offered() -> None:
    shown = CliRunner().invoke(cli.application(), ["--help"]).output
    assert {"run", "work", "migrate"} <= set(shown.split())


def test_first_word_imports_its_own_module_only(monkeypatch: pytest.MonkeyPatch) -> None:
    imported: list[str] = []
    real = cli.importlib.import_module
    monkeypatch.setattr(
        cli.importlib, "import_module", lambda name: (imported.append(name), real(name))[1]
    )
    cli.application(["migrate"])
    assert imported == ["dashboard.cli.migrate"]


def test_trailing_underscore_and_inner_ones_are_not_shown() -> None:
    assert cli.command_of("import_") == "import"
    assert cli.command_of("far_trans") == "far-trans"


def test_wrong_setting_is_named_in_one_line() -> None:
    done = run("migrate", COMPANION_PORT="many")
    assert done.returncode == 2
    assert done.stderr.startswith("COMPANION_PORT: ")
    assert done.stderr.count("\n") == 1


def test_unknown_command_is_wrong_usage() -> None:
    assert run("fly").returncode == 2


def test_migrate_makes_a_private_folder_with_the_schema(tmp_path: Path) -> None:
    data = tmp_path / "data"
    done = run("migrate", COMPANION_DATA_DIR=str(data), COMPANION_MODE="demo")
    assert done.returncode == 0, done.stderr
    assert (data / "companion.db").stat().st_size > 0
    assert data.stat().st_mode & 0o077 == 0
