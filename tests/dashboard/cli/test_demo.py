"""`companion demo`: in demo mode only, and never under a running product."""

import json
from pathlib import Path

from dashboard.processes.folder import held
from tests.dashboard.cli.test_application import run


def test_production_mode_refuses_with_one_sentence(tmp_path: Path) -> None:
    done = run("demo", COMPANION_DATA_DIR=str(tmp_path))
    assert done.returncode == 1
    assert "COMPANION_MODE=demo" in done.stderr
    assert "Traceback" not in done.stderr


def test_reset_waits_for_the_product_to_stop(tmp_path: Path) -> None:
    with held(tmp_path):
        done = run("demo", "--reset", COMPANION_DATA_DIR=str(tmp_path), COMPANION_MODE="demo")
    assert done.returncode == 1
    assert "already runs" in done.stderr


def test_a_small_bank_is_made_and_told_as_json(tmp_path: Path) -> None:
    done = run(
        "demo",
        "--customers=12",
        "--json",
        COMPANION_DATA_DIR=str(tmp_path),
        COMPANION_MODE="demo",
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["customers"], told["products"], told["contents"]) == (12, 95, 300)
    assert told["events"] > 0
