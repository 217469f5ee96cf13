"""Imports: what is read, what is wrong with it by line, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel

FileKind = Literal["products", "contents", "customers", "events"]
FILE_KINDS: tuple[FileKind, ...] = ("products", "contents", "customers", "events")
"""In the order of applying: events name items that the same import may bring."""
MOST_ERRORS = 100

Files = Mapping[FileKind, Path]


class LineError(BaseModel):
    """One thing that is wrong, by its line in the file (the header is line 1)."""

    file: FileKind
    line: int
    column: str | None = None
    error: str


class ImportReport(BaseModel):
    """What an import did, or would do (`dry_run`, without an id)."""

    id: str | None = None
    dry_run: bool = False
    state: str = "checked"
    rows: dict[FileKind, int] = {}
    duplicates: int = 0
    errors: list[LineError] = []


class ImportView(BaseModel):
    """One import in the list."""

    id: str
    state: str
    source: str
    rows: dict[str, int]
    created_by: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Checked:
    """What checking found: rows by file, staged for applying, or errors."""

    rows: Mapping[FileKind, int]
    errors: tuple[LineError, ...]
