"""`companion prune`."""

import json
from pathlib import Path

from tests.dashboard.cli.conftest import Command


def test_a_dry_run_says_what_would_go(companion: Command, data_dir: Path) -> None:
    answer = companion("prune", "--dry-run")
    assert answer.exit_code == 0
    assert answer.stdout.startswith("Would take out 0 decisions")


def test_what_went_is_printed_as_json(companion: Command, data_dir: Path) -> None:
    told = json.loads(companion("prune", "--json").stdout)
    assert (told["decisions"], told["models"]) == (0, [])
