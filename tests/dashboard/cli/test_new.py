"""`companion new`: what it writes works at once and touches nothing else."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.cli import new as command
from dashboard.errors import Conflict, Invalid

ROOT = Path(__file__).parents[3]
SKIP = shutil.ignore_patterns(
    ".git",
    ".venv",
    ".web",
    ".tools",
    "var",
    "node_modules",
    "__pycache__",
    ".*_cache",
    "reflex.lock",
)


@pytest.fixture
def checkout(tmp_path):
    """Copy the tree, so that the new files never land in the real one."""
    return Path(shutil.copytree(ROOT, tmp_path / "copy", ignore=SKIP))


def _run(checkout, *words):
    return subprocess.run(
        [sys.executable, *words], cwd=checkout, capture_output=True, text=True, timeout=120
    )


def _files(checkout):
    return {str(path.relative_to(checkout)) for path in checkout.rglob("*") if path.is_file()}


def test_new_widget_is_one_source_one_test_and_generated_paths(checkout):
    before = _files(checkout)
    made = _run(checkout, "-m", "dashboard.cli", "new", "widget", "total_money")
    assert made.returncode == 0, made.stderr
    added = {name for name in _files(checkout) - before if "__pycache__" not in name}
    assert added == {
        "widgets/kinds/total_money.py",
        "tests/widgets/kinds/test_total_money.py",
        "docs/widgets/total_money.md",
    }


def test_new_widget_passes_its_own_test_and_is_registered(checkout):
    _run(checkout, "-m", "dashboard.cli", "new", "widget", "total_money")
    tested = _run(
        checkout, "-m", "pytest", "-q", "-p", "no:cacheprovider",
        "tests/widgets/kinds/test_total_money.py",
        "tests/widgets/test_contract.py", "-k", "total_money and not words and not shape",
    )  # fmt: skip
    assert tested.returncode == 0, tested.stdout + tested.stderr
    assert "passed" in tested.stdout


@pytest.mark.parametrize("name", ["Big", "a-b", "../x", "1st", ""])
def test_bad_name_is_refused(name):
    with pytest.raises(Invalid):
        command.new(command.Part.WIDGET, name)


def test_existing_name_is_refused_and_nothing_is_lost():
    path = ROOT / "widgets/kinds/balances.py"
    before = path.read_text()
    with pytest.raises(Conflict, match="exists already"):
        command.new(command.Part.WIDGET, "balances")
    assert path.read_text() == before
