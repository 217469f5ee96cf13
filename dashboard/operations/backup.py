"""Backup and restore of a data folder: one archive with a manifest of checksums.

An SQLite database is copied by its own online backup, so that the product may go on running.
PostgreSQL has better tools of its own: there the archive holds models, keys and anchors, and
the manifest says that the database is elsewhere.
"""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from pydantic import BaseModel, Field, ValidationError

from dashboard.errors import Conflict, Invalid
from dashboard.settings import Settings

DATABASE = "companion.db"
MANIFEST = "manifest.json"
FORMAT = 1
LEFT_OUT = frozenset({"run", "valkey", "logs", "staging", "valkey.json", "supervisor.lock"})
"""Folders and files that a start makes again; nothing in them is the truth."""


class Manifest(BaseModel):
    """What an archive holds."""

    format: int = Field(FORMAT, description="Version of this archive format.")
    made_at: datetime
    holds_database: bool
    files: dict[str, str] = Field(description="SHA-256 of each file by its path.")


def backup(settings: Settings, archive: Path, now: datetime) -> Manifest:
    """Write everything of the data folder into one archive, whole or not at all.

    Raises:
        Conflict: The archive exists already, or there is nothing to back up.
    """
    data_dir = settings.data_dir.resolve()
    if archive.exists():
        raise Conflict(f"{archive} exists already; choose another name.")
    if not data_dir.is_dir():
        raise Conflict(f"There is no data folder at {data_dir}.")
    with tempfile.TemporaryDirectory(dir=archive.resolve().parent) as scratch:
        staged = Path(scratch, "files")
        staged.mkdir()
        _stage(data_dir, staged)
        manifest = Manifest(
            made_at=now.astimezone(UTC),
            holds_database=(staged / DATABASE).exists(),
            files={_name(path, staged): _sha256(path) for path in _files(staged)},
        )
        unfinished = Path(scratch, "archive")
        _pack(staged, manifest, unfinished)
        unfinished.chmod(0o600)
        os.replace(unfinished, archive)
    return manifest


def restore(settings: Settings, archive: Path, *, force: bool) -> Manifest:
    """Put an archive into the data folder; the old folder is kept beside it under `force`.

    Raises:
        Conflict: The data folder holds something and `force` was not given.
        Invalid: The archive is damaged or no backup of this product.
    """
    data_dir = settings.data_dir.resolve()
    if _holds_something(data_dir) and not force:
        raise Conflict(f"{data_dir} is not empty; use --force to set it aside and restore.")
    data_dir.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data_dir.parent) as scratch:
        unpacked = Path(scratch, "files")
        unpacked.mkdir(mode=0o700)
        manifest = _unpack(archive, unpacked)
        if _holds_something(data_dir):
            _set_aside(data_dir)
        elif data_dir.exists():
            shutil.rmtree(data_dir)
        os.replace(unpacked, data_dir)
    return manifest


def _holds_something(data_dir: Path) -> bool:
    return data_dir.is_dir() and any(path.name not in LEFT_OUT for path in data_dir.iterdir())


def _stage(data_dir: Path, staged: Path) -> None:
    for path in _files(data_dir):
        name = path.relative_to(data_dir)
        if name.parts[0] in LEFT_OUT or path.name.startswith(DATABASE) or path.is_socket():
            continue
        (staged / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, staged / name)
    if (data_dir / DATABASE).exists():
        _copy_database(data_dir / DATABASE, staged / DATABASE)


def _copy_database(source: Path, target: Path) -> None:
    live, copy = sqlite3.connect(source), sqlite3.connect(target)
    try:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    finally:
        copy.close()
        live.close()


def _pack(staged: Path, manifest: Manifest, target: Path) -> None:
    with tarfile.open(target, "w:gz", compresslevel=3) as packed:
        text = manifest.model_dump_json(indent=1).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size = len(text)
        packed.addfile(entry, io.BytesIO(text))
        for path in _files(staged):
            packed.add(path, arcname=f"files/{_name(path, staged)}", recursive=False)


def _unpack(archive: Path, target: Path) -> Manifest:
    try:
        with tarfile.open(archive, "r:gz") as packed:
            manifest = _manifest(packed)
            for name, expected in manifest.files.items():
                _extract(packed, name, target, expected)
    except (tarfile.TarError, OSError, EOFError, KeyError) as error:
        raise Invalid(f"{archive} is damaged or is no backup of this product.") from error
    return manifest


def _manifest(packed: tarfile.TarFile) -> Manifest:
    file = packed.extractfile(MANIFEST)
    try:
        manifest = Manifest.model_validate(json.load(file) if file else None)
    except (ValidationError, ValueError) as error:
        raise Invalid("The archive has no readable manifest.") from error
    if manifest.format != FORMAT:
        raise Invalid(f"The archive has format {manifest.format}; this version reads {FORMAT}.")
    return manifest


def _extract(packed: tarfile.TarFile, name: str, target: Path, expected: str) -> None:
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or name.startswith("/"):
        raise Invalid(f"The archive names a file outside of its folder: {name}")
    source = packed.extractfile(f"files/{name}")
    if source is None:
        raise Invalid(f"The archive has lost {name}.")
    path = target.joinpath(*parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        shutil.copyfileobj(source, file)
    path.chmod(0o600)
    if _sha256(path) != expected:
        raise Invalid(f"{name} in the archive is damaged: its checksum does not match.")


def _set_aside(data_dir: Path) -> None:
    number = 1
    while (aside := data_dir.with_name(f"{data_dir.name}.before-restore-{number}")).exists():
        number += 1
    os.replace(data_dir, aside)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
