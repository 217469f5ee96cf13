"""Which stored models may go: none that serves, may be fallen back to, or a decision names."""

import shutil
import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from recommender.ids import is_uuid
from recommender.partitions import id_at

PARTIAL = ".partial"
ABANDONED_SECONDS = 3600.0
"""Writing a model takes seconds; a draft of an hour ago belongs to a training that died."""

UNKNOWN_SECONDS = 24 * 3600.0
"""A model without a run: the training ended between its files and its row."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is known of the models in the database.

    Attributes:
        runs: Ids of all training runs.
        needed: Ids that serve, may be fallen back to, or are named by a young decision.
        before: Models made before this instant may go.
    """

    runs: Collection[str]
    needed: Collection[str]
    before: datetime


def removable(folder: Path, shelf: Shelf) -> list[Path]:
    """Return the folders of models that nobody needs, and drafts of trainings that died."""
    if not folder.is_dir():
        return []
    return [one for one in sorted(folder.iterdir()) if one.is_dir() and _may_go(one, shelf)]


def drafts(folder: Path) -> list[Path]:
    """Return the drafts of trainings that died."""
    found = folder.glob(f".*{PARTIAL}") if folder.is_dir() else ()
    return sorted(one for one in found if _age_seconds(one) > ABANDONED_SECONDS)


def remove(folders: Collection[Path]) -> int:
    """Delete folders; return how many bytes that freed."""
    freed = sum(size_of(one) for one in folders)
    for one in folders:
        shutil.rmtree(one, ignore_errors=True)
    return freed


def size_of(folder: Path) -> int:
    """Return the bytes in a folder."""
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file())


def _may_go(folder: Path, shelf: Shelf) -> bool:
    if folder.name.endswith(PARTIAL):
        return _age_seconds(folder) > ABANDONED_SECONDS
    if not is_uuid(folder.name) or folder.name in shelf.needed:
        return False
    if folder.name not in shelf.runs:
        return _age_seconds(folder) > UNKNOWN_SECONDS
    return folder.name < id_at(shelf.before)


def _age_seconds(folder: Path) -> float:
    return time.time() - folder.stat().st_mtime
