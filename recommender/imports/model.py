"""Imports: what is read, what is wrong with it by line, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from pydantic import BaseModel

FileKind = Literal["products", "contents", "customers", "events"]
FILE_KINDS: tuple[FileKind, ...] = ("products", "contents", "customers", "events")
"""In the order of applying: events name items that the same import may bring."""
MOST_ERRORS = 100


class LineError(BaseModel):
    """One thing that is wrong, by its line in the file (the header is line 1).

    `file` is the file where an import has several of a kind, else the kind of row.
    """

    file: str
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
    consents: int = 0
    left_out: dict[str, int] = {}
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
    """What checking found: rows by kind, staged for applying, or errors.

    Attributes:
        consents: Number of customers whose consents are known.
        left_out: Reason to number of what the source left out on purpose.
    """

    rows: Mapping[FileKind, int]
    errors: tuple[LineError, ...]
    consents: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
