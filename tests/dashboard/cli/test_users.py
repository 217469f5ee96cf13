"""`companion users`: accounts by command, with rights that count at once."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.processes.checkout import ROOT, child_environment

PASSWORD = "correct horse battery"
Companion = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def companion(tmp_path: Path) -> Companion:
    """Run commands on a data folder with a schema."""

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "dashboard.cli", *words],
            cwd=ROOT,
            env=child_environment(
                COMPANION_DATA_DIR=str(tmp_path), COMPANION_NEW_PASSWORD=PASSWORD
            ),
            capture_output=True,
            text=True,
            check=False,
        )

    assert run("migrate").returncode == 0
    return run


def accounts(companion: Companion) -> dict[str, dict[str, object]]:
    return {one["id"]: one for one in json.loads(companion("users", "list", "--json").stdout)}


def test_account_is_opened_given_a_role_and_closed(companion: Companion) -> None:
    added = companion("users", "add", "anna", "--role", "rm")
    assert added.returncode == 0, added.stderr
    assert PASSWORD not in added.stdout
    assert companion("users", "role", "anna", "--role", "marketer").returncode == 0
    assert accounts(companion)["anna"]["roles"] == ["marketer"]
    assert companion("users", "disable", "anna").returncode == 0
    assert accounts(companion)["anna"]["disabled"] is True


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("users", "add", "bo", "--role", "boss"), "A role is one of"),
        (("users", "add", "bo", "--role", "customer"), "A customer's account names its customer"),
        (("users", "disable", "nobody"), "There is no such account."),
        (("keys", "revoke", "000000000000"), "There is no such key."),
        (("keys", "create", "x", "--scope", "everything"), "Scopes are:"),
    ],
)
def test_wrong_step_is_one_sentence(
    companion: Companion, words: tuple[str, ...], sentence: str
) -> None:
    done = companion(*words)
    assert done.returncode == 1
    assert done.stderr.startswith(sentence)
    assert done.stderr.count("\n") == 1


def test_key_is_shown_once_and_listed_without_its_secret(companion: Companion) -> None:
    made = companion("keys", "create", "feed", "--scope", "events:write", "--json")
    secret = json.loads(made.stdout)["secret"]
    listed = companion("keys", "list", "--json").stdout
    assert secret not in listed
    assert json.loads(listed)[0]["prefix"] == secret.split("_")[1]
    assert companion("keys", "revoke", secret.split("_")[1]).returncode == 0
    assert json.loads(companion("keys", "list", "--json").stdout)[0]["revoked"] is True
