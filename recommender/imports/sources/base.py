"""The contract of a source: it names what it found, and where; it judges nothing else."""

import hashlib
import json
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar

from recommender.errors import Invalid
from recommender.imports.model import FILE_KINDS, FileKind

Fields = Mapping[str, Any]
SKIP = "skip"
"""As an action: leave such feedback out."""


class Wrong(Exception):
    """What is wrong with one line.

    Attributes:
        line: Number in the file, beginning with 1; of a record where there are no lines.
        column: Name of the column or field, None when it is the line as a whole.
        file: Name of the file where an import has several; else it is the kind of row.
    """

    def __init__(self, line: int, message: str, column: str | None = None, file: str = "") -> None:
        super().__init__(message)
        self.line, self.message, self.column, self.file = line, message, column, file


@dataclass(frozen=True, slots=True)
class Found:
    """One row, as yet unchecked.

    Attributes:
        key: Its id; "" for an event that has none.
        fields: What the API would take for it.
        line: Number in the file, beginning with 1.
        file: As in `Wrong`.
    """

    key: str
    fields: Fields
    line: int
    file: str = ""


@dataclass(frozen=True)
class Given:
    """What a person named.

    Attributes:
        files: Files by the names that the source knows, or one file or folder as "".
        into: What the rows are, for sources that do not say so themselves.
        actions: Our action for a foreign kind of feedback, or `skip`.
    """

    files: Mapping[str, Path]
    into: FileKind | None = None
    actions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


class Source(ABC):
    """A place that customers, items and events come from.

    Attributes:
        name: As the command and the API call it.
        summary: One line for the command's help.
        options: Which parts of `Given` it takes beside the files.
        takes_one: Whether it can be a single file or folder.
        parts: Names of the files that it takes otherwise.
        takes_folder: Whether the one path is a folder; such a source comes by command only.
        purposes: What its customers allow unless a row or the person importing says otherwise.
        left_out: Reason to number of what was left out on purpose; whole after reading.
    """

    name: ClassVar[str]
    summary: ClassVar[str]
    options: ClassVar[frozenset[str]] = frozenset()
    takes_one: ClassVar[bool] = True
    parts: ClassVar[tuple[str, ...]] = ()
    takes_folder: ClassVar[bool] = False
    purposes: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, given: Given) -> None:
        self.given = given
        self.left_out: Counter[str] = Counter()
        for option in ("into", "actions"):
            if getattr(given, option) and option not in self.options:
                raise Invalid(f"{self.name} takes no {option.rstrip('s')}.")
        known = {*self.parts, ""} if self.takes_one else set(self.parts)
        unknown = sorted(given.files.keys() - known)
        if unknown or not given.files:
            names = ", ".join(self.parts) or "one file"
            raise Invalid(f"{self.name} is made of {names}.")

    @property
    def kinds(self) -> tuple[FileKind, ...]:
        """Return what it may hold, in the order of reading."""
        return FILE_KINDS

    @abstractmethod
    def rows(self, kind: FileKind) -> Iterator[Found | Wrong]:
        """Yield the rows of a kind; a fault is told for one kind only."""

    @property
    def title(self) -> str:
        """Say what was imported, for the list of imports."""
        return ", ".join(path.name for path in self.given.files.values())


class EventIds:
    """Ids for events that come without one: the same file read again gives the same ids."""

    def __init__(self) -> None:
        self._seen: Counter[bytes] = Counter()

    def of(self, fields: Fields) -> str:
        """Return an id made of the event's content and how often that came before."""
        text = json.dumps(fields, sort_keys=True, default=str)
        digest = hashlib.sha256(text.encode()).digest()[:20]
        self._seen[digest] += 1
        return f"import:{digest.hex()}:{self._seen[digest]}"
