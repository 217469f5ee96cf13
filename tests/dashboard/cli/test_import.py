"""`companion import`: what is told, and the exit codes."""

import json
from pathlib import Path

import pytest

from recommender.errors import Conflict, Invalid, NotFound
from tests.dashboard.cli.conftest import Command

GOOD = "customer_id,capacity\nc1,3\nc2,4\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "customers.csv"
    path.write_text(GOOD)
    return path


def _listed(companion: Command) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(companion("import", "list", "--json").stdout)
    return found


def test_a_wrong_line_is_named_and_the_exit_code_is_one(companion: Command, file: Path) -> None:
    file.write_text(GOOD + "c3,9\n")
    done = companion("import", "csv", "--customers", str(file))
    assert done.exit_code == 1
    assert "customers line 4: capacity" in done.stdout
    assert "Nothing was written." in done.stdout
    assert _listed(companion) == []


def test_errors_come_as_json_too(companion: Command, file: Path) -> None:
    file.write_text(GOOD + "c3,9\n")
    done = companion("import", "csv", "--customers", str(file), "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["errors"][0]["line"] == 4


def test_a_dry_run_writes_nothing(companion: Command, file: Path) -> None:
    done = companion("import", "csv", "--customers", str(file), "--dry-run")
    assert done.exit_code == 0
    assert "2 customers" in done.stdout
    assert _listed(companion) == []


def test_an_import_is_listed_and_undone_once(companion: Command, file: Path) -> None:
    report = json.loads(companion("import", "csv", "--customers", str(file), "--json").stdout)
    assert (report["state"], report["rows"]) == ("closed", {"customers": 2})
    assert [one["state"] for one in _listed(companion)] == ["closed"]
    undone = companion("import", "undo", report["id"])
    assert (undone.exit_code, "taken back" in undone.stdout) == (0, True)
    assert [one["state"] for one in _listed(companion)] == ["removed"]
    assert isinstance(companion("import", "undo", report["id"]).exception, Conflict)


def test_an_unknown_import_is_not_found(companion: Command) -> None:
    assert isinstance(companion("import", "undo", "nonsense").exception, NotFound)


def test_a_call_without_a_file_is_wrong_usage(companion: Command) -> None:
    assert companion("import", "csv").exit_code == 2
    assert companion("import", "csv", "--customers", "/nowhere.csv").exit_code == 2


def test_progress_goes_to_the_other_stream(companion: Command, file: Path) -> None:
    done = companion("import", "csv", "--customers", str(file), "--json")
    assert "customers: 2 rows" in done.stderr
    assert done.stdout.count("\n") == 1


def test_json_lines_are_imported_with_consents(companion: Command, tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"customer_id": "c1"}\n{"customer_id": "c2"}\n')
    words = ("import", "jsonl", str(path), "--into", "customers", "--consents", "personalisation")
    done = companion(*words)
    assert done.exit_code == 0, done.stderr
    assert "Imported 2 customers" in done.stdout
    assert "Consents of 2 customers" in done.stdout


def test_feedback_of_gorse_is_mapped_by_options(companion: Command, tmp_path: Path) -> None:
    (tmp_path / "items.jsonl").write_text('{"ItemId": "i1"}\n')
    (tmp_path / "feedback.jsonl").write_text(
        '{"FeedbackType": "hum", "UserId": "u1", "ItemId": "i1"}\n'
        '{"FeedbackType": "sigh", "UserId": "u1", "ItemId": "i1"}\n'
    )
    words = ("import", "gorse", str(tmp_path), "--action", "hum=like", "--action", "sigh=skip")
    report = json.loads(companion(*words, "--json").stdout)
    assert (report["rows"], report["left_out"]) == ({"contents": 1, "events": 1}, {"sigh": 1})


def test_every_source_is_a_command(companion: Command) -> None:
    told = companion("import", "--help").stdout
    for name in ("csv", "far-trans", "gorse", "jsonl", "parquet", "undo", "list"):
        assert name in told


def test_a_wrong_option_is_told(companion: Command, tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text("{}\n")
    for words in (("--action", "read=view"), ("--consents", "everything")):
        assert isinstance(companion("import", "jsonl", str(path), *words).exception, Invalid)
