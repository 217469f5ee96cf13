"""Checking whole files before anything is written, and staging what is right."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TextIO

from pydantic import BaseModel, TypeAdapter, ValidationError

from recommender.catalogue.model import CONTENT, PRODUCT, ContentIn
from recommender.ids import ExternalId
from recommender.imports.lines import Wrong, read
from recommender.imports.model import FILE_KINDS, MOST_ERRORS, Checked, FileKind, Files, LineError
from recommender.imports.shapes import SHAPES, EventIds, Line, Shape
from recommender.interactions.model import EventIn
from recommender.interactions.screening import Screening
from recommender.ports import SYSTEM_ACTOR

ID: TypeAdapter[str] = TypeAdapter(ExternalId)
ITEM_KINDS: dict[FileKind, str] = {"products": PRODUCT, "contents": CONTENT}
Row = tuple[str, BaseModel]
SEPARATOR = "\t"


def staged(folder: Path, kind: FileKind) -> Path:
    """Return where the right lines of a file are staged: id, tabulator, JSON in each line."""
    return folder / f"{kind}.jsonl"


@dataclass
class Check:
    """One run over all files of an import.

    Attributes:
        known: Items (kind, id) of the catalogue; those of the files are added.
        folder: Where right lines are staged.
        progress: Told the file and the number of lines read, now and then.
    """

    known: set[tuple[str, str]]
    now: datetime
    folder: Path
    progress: Callable[[str, int], None]
    _errors: list[LineError] = field(default_factory=list)
    _first_lines: dict[tuple[FileKind, str], int] = field(default_factory=dict)
    _event_ids: EventIds = field(default_factory=EventIds)

    def run(self, files: Files) -> Checked:
        """Read every file to its end, or until there are too many errors."""
        counts = {kind: self._stage(kind, files[kind]) for kind in FILE_KINDS if kind in files}
        return Checked(counts, tuple(self._errors[:MOST_ERRORS]))

    def _stage(self, kind: FileKind, path: Path) -> int:
        count = 0
        with staged(self.folder, kind).open("w", encoding="utf-8") as out:
            for key, model in self._rows(kind, path):
                _write(out, key, model)
                count += 1
                if count % 10_000 == 0:
                    self.progress(kind, count)
        return count

    def _rows(self, kind: FileKind, path: Path) -> Iterator[Row]:
        for read_line in read(path, SHAPES[kind]):
            try:
                if isinstance(read_line, Wrong):
                    raise read_line
                yield self._row(kind, *read_line)
            except Wrong as wrong:
                self._errors.append(_error(kind, wrong))
            if len(self._errors) > MOST_ERRORS:
                return

    def _row(self, kind: FileKind, number: int, line: Line) -> Row:
        shape = SHAPES[kind]
        key = self._key(kind, number, line)
        fields = shape.fields(line)
        model = _model(shape, number, fields | ({"event_id": key} if kind == "events" else {}))
        self._check_items(number, model)
        if kind in ITEM_KINDS:
            self.known.add((ITEM_KINDS[kind], key))
        return key, model

    def _key(self, kind: FileKind, number: int, line: Line) -> str:
        column = SHAPES[kind].key
        key = line.get(column, "")
        if kind == "events":
            key = key or self._event_ids.of(line)
        elif self._first_lines.setdefault((kind, key), number) != number:
            first = self._first_lines[kind, key]
            raise Wrong(number, f"The same id as on line {first}.", column)
        try:
            return ID.validate_python(key)
        except ValidationError as error:
            raise Wrong(number, "An id has 1 to 64 of A-Z a-z 0-9 . _ : -", column) from error

    def _check_items(self, number: int, model: BaseModel) -> None:
        if isinstance(model, EventIn):
            objection = self._screening().objection(model)
            if objection is not None:
                raise Wrong(number, objection)
        if isinstance(model, ContentIn):
            for link in model.products:
                if (PRODUCT, link.id) not in self.known:
                    raise Wrong(number, f"There is no product {link.id}.", "products")

    def _screening(self) -> Screening:
        def is_known(kind: str, item_id: str) -> bool:
            return (kind, item_id) in self.known

        return Screening(SYSTEM_ACTOR, self.now, is_known, has_age_limit=False)


def _model(shape: Shape, number: int, fields: dict[str, object]) -> BaseModel:
    try:
        return shape.model.model_validate(fields)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        column = str(first["loc"][0]) if first["loc"] else None
        raise Wrong(number, f"{first['msg']}.", column) from error


def _write(out: TextIO, key: str, model: BaseModel) -> None:
    out.write(f"{key}{SEPARATOR}{model.model_dump_json()}\n")


def _error(kind: FileKind, wrong: Wrong) -> LineError:
    return LineError(file=kind, line=wrong.line, column=wrong.column, error=wrong.message)
