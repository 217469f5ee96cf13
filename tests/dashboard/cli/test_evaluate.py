import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from dashboard.cli import application
from recommender.errors import Invalid
from tests.support.fartrans import write_bank
from tests.support.shapes import make, write


def run(*words: str | Path) -> Result:
    arguments = ["evaluate", *map(str, words)]
    return CliRunner().invoke(application(arguments), arguments)


def test_files_are_judged_as_json(tmp_path: Path) -> None:
    train, test = write(make("two clusters", seed=1), tmp_path)
    result = run("--train", train, "--test", test, "--k", "5", "--budget", "5", "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 0
    assert told["k"] == 5
    assert told["ndcg"] > 0
    assert told["requested"] == "auto"


def test_far_trans_is_judged_as_json(tmp_path: Path) -> None:
    result = run("far-trans", write_bank(tmp_path, evaluation=3), "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 0
    assert len(told["per_split"]) == 3


def test_result_is_readable_without_json(tmp_path: Path) -> None:
    train, test = write(make("handful of users", seed=1), tmp_path)
    result = run("--train", train, "--test", test)
    assert "algorithm: popularity" in result.stdout
    assert "Too few customers" in result.stdout


def test_every_wrong_line_is_told(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("u1,i1\nu2\nu3,i3,heavy\n", encoding="utf-8")
    result = run("--train", wrong, "--test", wrong)
    assert result.exit_code == 1
    assert "line 2: has 1 fields" in result.stderr
    assert "line 3: weight 'heavy' is not a number" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("words", [("far-trans",), ("elsewhere",), (), ("--train", "x.csv")])
def test_incomplete_command_is_wrong_usage(words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2


def test_unknown_algorithm_is_refused_with_the_choices(tmp_path: Path) -> None:
    train, test = write(make("handful of users", seed=1), tmp_path)
    result = run("--train", train, "--test", test, "--algorithm", "magic")
    assert isinstance(result.exception, Invalid)
    assert "choose one of auto" in result.exception.message
