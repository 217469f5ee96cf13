"""Commands that run in the test's own process on a data folder of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from dashboard import cli, wiring
from tests.support.databases import FILE_NAME

Command = Callable[..., Result]


@pytest.fixture
def data_dir(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a data folder with the whole schema, named by the settings."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / FILE_NAME).write_bytes(sqlite_template.read_bytes())
    monkeypatch.setenv("COMPANION_DATA_DIR", str(folder))
    return folder


@pytest.fixture
def companion(data_dir: Path) -> Iterator[Command]:
    """Give a function that runs `companion` with some words; each call is a new process's Root."""

    def run(*words: str) -> Result:
        wiring.forget_root()
        return CliRunner().invoke(cli.application(words), list(words))

    yield run
    wiring.forget_root()
