"""`companion models`: the list, an evaluation against the log, a roll back."""

import asyncio
import json
from pathlib import Path
from typing import Any

from dashboard.cli.models import _estimated
from dashboard.settings import Settings
from dashboard.wiring import Root
from recommender.oversight.model import OffPolicyReport, Worth
from tests.dashboard.cli.conftest import Command
from tests.support.engine import serve


def trained(data_dir: Path) -> list[str]:
    """Train twice in a data folder and return the ids, the older first."""

    async def twice() -> list[str]:
        root = Root(Settings(data_dir=data_dir))
        try:
            return [(await serve(root)).id, (await serve(root)).id]
        finally:
            await root.stop()

    return asyncio.run(twice())


def test_without_a_model_it_says_what_to_do(companion: Command) -> None:
    assert companion("models", "list").stdout == "No model yet: run `companion train` first.\n"


def test_the_list_marks_what_serves_and_a_roll_back_moves_the_mark(
    companion: Command, data_dir: Path
) -> None:
    first, second = trained(data_dir)
    lines = companion("models", "list").stdout.splitlines()
    assert [line[:38] for line in lines] == [f"* {second}", f"  {first}"]
    lines = companion("models", "activate", first).stdout.splitlines()
    assert [line[:38] for line in lines] == [f"  {second}", f"* {first}"]
    assert json.loads(companion("models", "list", "--json").stdout)["active"]["model_id"] == first


def test_an_evaluation_without_decisions_says_that_nothing_can_be_estimated(
    companion: Command, data_dir: Path
) -> None:
    first, second = trained(data_dir)
    told = companion("models", "evaluate", first)
    assert told.stdout.startswith("0 decisions made again")
    assert "nothing can be estimated" in told.stdout
    parsed: dict[str, Any] = json.loads(companion("models", "evaluate", first, "--json").stdout)
    assert (parsed["kind"], parsed["state"]) == ("shadow", "too_little")
    assert companion("models", "evaluate", second).exit_code != 0


def test_an_estimate_is_told_against_what_serves() -> None:
    new, now = Worth(value=0.2, low=0.1, high=0.3), Worth(value=0.1, low=0.05, high=0.15)
    told = _estimated(OffPolicyReport(places=500, new=new, now=now, effective=120.0))
    assert "0.200 (0.100 to 0.300) against 0.100 (0.050 to 0.150) now" in told
