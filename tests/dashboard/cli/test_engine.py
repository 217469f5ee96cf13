"""`companion train` and `companion recommend`, as a person and as the worker start them."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.processes.checkout import ROOT
from dashboard.settings import Mode, Settings
from dashboard.wiring import Root
from tests.support.banks import NOW
from tests.support.databases import SQLITE, create_schema
from tests.support.engine import bank, fill_bank


async def _fill(folder: Path) -> None:
    await create_schema(SQLITE.format(folder / "companion.db"))
    root = Root(Settings(data_dir=folder, mode=Mode.DEMO, now=NOW))
    try:
        await fill_bank(root, bank().customers, bank().customers)
    finally:
        await root.stop()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a data folder with the bank and no model."""
    made = tmp_path_factory.mktemp("engine")
    asyncio.run(_fill(made))
    return made


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dashboard.cli", *words],
        cwd=ROOT,
        env={
            "PATH": "",
            "COMPANION_DATA_DIR": str(folder),
            "COMPANION_MODE": "demo",
            "COMPANION_NOW": NOW.isoformat(),
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_training_as_a_job_reports_in_json_lines_and_serves(folder: Path) -> None:
    done = run(folder, "train", "--job", "some-job")
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    shares = [line["progress"] for line in lines[:-1]]
    assert shares == sorted(shares)
    result = lines[-1]["result"]
    assert result["publishable"]
    answer = json.loads(run(folder, "recommend", "c0001", "--json").stdout)
    assert answer["model"] != "popularity" or "popularity" in result["name"]
    assert len(answer["items"]) == 10


def test_a_list_is_told_with_reasons(folder: Path) -> None:
    done = run(folder, "recommend", "c0002", "--kinds", "product", "--limit", "3")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Because ") >= 3
    assert done.stdout.startswith("Decision ")


def test_an_unknown_customer_is_one_sentence(folder: Path) -> None:
    done = run(folder, "recommend", "nobody")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "There is no such customer.\n"


def test_an_unknown_language_is_wrong_usage(folder: Path) -> None:
    assert run(folder, "recommend", "c0001", "--language", "de").returncode == 2


def test_nothing_to_learn_from_is_one_sentence(tmp_path: Path) -> None:
    assert run(tmp_path, "migrate").returncode == 0
    done = run(tmp_path, "train")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "There are no events to learn from yet."
