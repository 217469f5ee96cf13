"""`companion users` and `companion keys`: rights by command, and secrets that are not told."""

import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from dashboard import wiring
from dashboard.cli import application
from recommender.errors import CompanionError
from tests.support.databases import FILE_NAME, sqlite_copy

PASSWORD = "correct horse battery"
Companion = Callable[..., Result]


@pytest.fixture
async def companion(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Companion]:
    """Run commands on a data folder with a schema."""
    variables = {"COMPANION_DATA_DIR": str(tmp_path), "COMPANION_NEW_PASSWORD": PASSWORD}

    def run(*words: str) -> Result:
        wiring.forget_root()
        return CliRunner().invoke(application(words), words, env=variables)

    async with sqlite_copy(sqlite_template, tmp_path) as url:
        assert url.endswith(FILE_NAME)
        yield run
    wiring.forget_root()


def accounts(companion: Companion) -> dict[str, dict[str, object]]:
    return {one["id"]: one for one in json.loads(companion("users", "list", "--json").stdout)}


def test_account_is_opened_given_a_role_and_closed(companion: Companion) -> None:
    added = companion("users", "add", "anna", "--role", "rm")
    assert added.exit_code == 0, added.output
    assert PASSWORD not in added.output
    assert companion("users", "role", "anna", "--role", "marketer").exit_code == 0
    assert accounts(companion)["anna"]["roles"] == ["marketer"]
    assert companion("users", "disable", "anna").exit_code == 0
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
    assert isinstance(done.exception, CompanionError)
    assert done.exception.message.startswith(sentence)


def test_key_is_shown_once_and_listed_without_its_secret(companion: Companion) -> None:
    made = companion("keys", "create", "feed", "--scope", "events:write", "--json")
    secret = json.loads(made.stdout)["secret"]
    listed = companion("keys", "list", "--json").stdout
    assert secret not in listed
    assert json.loads(listed)[0]["prefix"] == secret.split("_")[1]
    assert companion("keys", "revoke", secret.split("_")[1]).exit_code == 0
    assert json.loads(companion("keys", "list", "--json").stdout)[0]["revoked"] is True


def test_short_password_opens_no_account(companion: Companion) -> None:
    done = companion("users", "add", "anna", "--role", "rm", "--password", "short")
    assert isinstance(done.exception, CompanionError)
    assert accounts(companion) == {}
