"""Backup and restore: whole or not at all, and nothing is overwritten unasked."""

import io
import sqlite3
import tarfile
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from dashboard.cli import application
from dashboard.errors import Conflict, Invalid
from dashboard.operations.backup import backup, restore
from dashboard.processes import folder
from dashboard.settings import Settings

NOW = datetime(2026, 6, 15, tzinfo=UTC)


@pytest.fixture
def filled(tmp_path):
    """A data folder with a database in use, a model, a key and things that are left out."""
    data_dir = tmp_path / "data"
    (data_dir / "models" / "m1").mkdir(parents=True)
    (data_dir / "models" / "m1" / "items.npy").write_bytes(b"\x93NUMPY" * 1000)
    (data_dir / "key").write_bytes(b"secret")
    (data_dir / "run").mkdir()
    (data_dir / "run" / "leftover").write_text("x")
    live = sqlite3.connect(data_dir / "companion.db")
    live.execute("PRAGMA journal_mode=WAL")
    live.execute("CREATE TABLE t (n INTEGER)")
    live.executemany("INSERT INTO t VALUES (?)", [(n,) for n in range(500)])
    live.commit()
    yield Settings(data_dir=data_dir)
    live.close()


def _numbers(data_dir):
    with sqlite3.connect(data_dir / "companion.db") as opened:
        return [row[0] for row in opened.execute("SELECT n FROM t ORDER BY n")]


def test_what_was_backed_up_comes_back_while_the_database_is_open(filled, tmp_path):
    archive = tmp_path / "a.tar.gz"
    made = backup(filled, archive, NOW)
    assert made.holds_database
    fresh = Settings(data_dir=tmp_path / "fresh")
    restore(fresh, archive, force=False)
    assert _numbers(fresh.data_dir) == list(range(500))
    assert (fresh.data_dir / "key").read_bytes() == b"secret"
    assert not (fresh.data_dir / "run").exists()
    assert archive.stat().st_mode & 0o077 == 0


def test_filled_folder_is_refused_and_under_force_set_aside(filled, tmp_path):
    archive = tmp_path / "a.tar.gz"
    backup(filled, archive, NOW)
    (filled.data_dir / "key").write_bytes(b"newer")
    with pytest.raises(Conflict, match="not empty"):
        restore(filled, archive, force=False)
    restore(filled, archive, force=True)
    assert (filled.data_dir / "key").read_bytes() == b"secret"
    assert (tmp_path / "data.before-restore-1" / "key").read_bytes() == b"newer"


def test_damaged_archive_changes_nothing(filled, tmp_path):
    archive = tmp_path / "a.tar.gz"
    backup(filled, archive, NOW)
    whole = archive.read_bytes()
    archive.write_bytes(whole[: len(whole) // 2])
    fresh = Settings(data_dir=tmp_path / "fresh")
    with pytest.raises(Invalid):
        restore(fresh, archive, force=False)
    assert not fresh.data_dir.exists()


def test_changed_file_in_the_archive_is_named(filled, tmp_path):
    archive, forged = tmp_path / "a.tar.gz", tmp_path / "b.tar.gz"
    backup(filled, archive, NOW)
    with tarfile.open(archive) as old, tarfile.open(forged, "w:gz") as new:
        for entry in old.getmembers():
            content = old.extractfile(entry).read()
            if entry.name == "files/key":
                content = b"forged"
                entry.size = len(content)
            new.addfile(entry, io.BytesIO(content))
    with pytest.raises(Invalid, match="key in the archive is damaged"):
        restore(Settings(data_dir=tmp_path / "fresh"), forged, force=False)


def test_archive_cannot_write_outside_of_the_folder(tmp_path):
    forged = tmp_path / "b.tar.gz"
    manifest = (
        b'{"format":1,"made_at":"2026-06-15T00:00:00Z","holds_database":false,'
        b'"files":{"../outside":"00"}}'
    )
    with tarfile.open(forged, "w:gz") as new:
        entry = tarfile.TarInfo("manifest.json")
        entry.size = len(manifest)
        new.addfile(entry, io.BytesIO(manifest))
    with pytest.raises(Invalid, match="outside"):
        restore(Settings(data_dir=tmp_path / "fresh"), forged, force=False)
    assert not (tmp_path / "outside").exists()


def test_existing_archive_is_never_overwritten(filled, tmp_path):
    archive = tmp_path / "a.tar.gz"
    archive.write_text("mine")
    with pytest.raises(Conflict, match="exists already"):
        backup(filled, archive, NOW)
    assert archive.read_text() == "mine"


def test_restore_is_refused_while_the_product_runs(filled, tmp_path, monkeypatch):
    archive = tmp_path / "a.tar.gz"
    backup(filled, archive, NOW)
    monkeypatch.setenv("COMPANION_DATA_DIR", str(filled.data_dir))
    with folder.held(filled.data_dir):
        result = CliRunner().invoke(application(["restore"]), ["restore", str(archive), "--force"])
    assert isinstance(result.exception, Conflict)
    assert "already runs" in str(result.exception)


def test_command_restores_an_empty_folder(filled, tmp_path, monkeypatch):
    archive = tmp_path / "a.tar.gz"
    backup(filled, archive, NOW)
    monkeypatch.setenv("COMPANION_DATA_DIR", str(tmp_path / "fresh"))
    result = CliRunner().invoke(application(["restore"]), ["restore", str(archive)])
    assert result.exit_code == 0, result.output
    assert _numbers(tmp_path / "fresh") == list(range(500))
