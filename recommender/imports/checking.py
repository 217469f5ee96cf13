"""Checking whole sources before anything is written, and staging what is right."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, TypeAdapter, ValidationError

from recommender.catalogue.model import CONTENT, PRODUCT, ContentIn
from recommender.ids import ExternalId
from recommender.imports.model import MOST_ERRORS, Checked, FileKind, LineError
from recommender.imports.shapes import SHAPES, ImportedCustomer, Shape
from recommender.imports.sources.base import EventIds, Found, Source, Wrong
from recommender.imports.staging import Row, stage, staged
from recommender.interactions.model import EventIn
from recommender.interactions.screening import Screening
from recommender.ports import SYSTEM_ACTOR

ID: TypeAdapter[str] = TypeAdapter(ExternalId)
ITEM_KINDS: dict[FileKind, str] = {"products": PRODUCT, "contents": CONTENT}
ROWS_IN_A_ROW, BREATH_SECONDS = 200, 0.001
"""Python's lock is let go so often: a busy thread makes every step of the event loop wait."""
PROGRESS_ROWS = 10_000


@dataclass
class Check:
    """One run over all rows of an import.

    Attributes:
        known: Items (kind, id) of the catalogue; those of the source are added.
        folder: Where right rows are staged.
        purposes: What customers allow of whom the source does not say it; None is not known.
        progress: Told the kind and the number of rows checked, now and then.
    """

    known: set[tuple[str, str]]
    now: datetime
    folder: Path
    progress: Callable[[str, int], None]
    purposes: frozenset[str] | None = None
    _errors: list[LineError] = field(default_factory=list)
    _first_lines: dict[tuple[FileKind, str], int] = field(default_factory=dict)
    _event_ids: EventIds = field(default_factory=EventIds)
    _consents: int = 0

    def run(self, source: Source) -> Checked:
        """Read every row, or until there are too many errors."""
        counts = {kind: self._stage(kind, source) for kind in source.kinds}
        return Checked(
            {kind: count for kind, count in counts.items() if count},
            tuple(self._errors[:MOST_ERRORS]),
            self._consents,
            dict(source.left_out),
        )

    def _stage(self, kind: FileKind, source: Source) -> int:
        count = 0
        with staged(self.folder, kind).open("w", encoding="utf-8") as out:
            for key, model in self._rows(kind, source):
                stage(out, key, model)
                count += 1
                if count % ROWS_IN_A_ROW == 0:
                    time.sleep(BREATH_SECONDS)
                if count % PROGRESS_ROWS == 0:
                    self.progress(kind, count)
        return count

    def _rows(self, kind: FileKind, source: Source) -> Iterator[Row]:
        for found in source.rows(kind):
            if len(self._errors) > MOST_ERRORS:
                return
            try:
                if isinstance(found, Wrong):
                    raise found
                yield self._row(kind, found)
            except Wrong as wrong:
                file = wrong.file or getattr(found, "file", "") or kind
                self._errors.append(_error(file, wrong))

    def _row(self, kind: FileKind, found: Found) -> Row:
        key = self._key(kind, found)
        fields = {**found.fields, "event_id": key} if kind == "events" else found.fields
        model = self._with_consents(_model(SHAPES[kind], found.line, fields))
        self._check_items(found.line, model)
        if kind in ITEM_KINDS:
            self.known.add((ITEM_KINDS[kind], key))
        return key, model

    def _key(self, kind: FileKind, found: Found) -> str:
        column, key = SHAPES[kind].key, found.key
        if kind == "events":
            key = key or self._event_ids.of(found.fields)
        elif self._first_lines.setdefault((kind, key), found.line) != found.line:
            first = self._first_lines[kind, key]
            raise Wrong(found.line, f"The same id as on line {first}.", column)
        try:
            return ID.validate_python(key)
        except ValidationError as error:
            raise Wrong(found.line, "An id has 1 to 64 of A-Z a-z 0-9 . _ : -", column) from error

    def _with_consents(self, model: BaseModel) -> BaseModel:
        if not isinstance(model, ImportedCustomer):
            return model
        if model.consents is None and self.purposes is not None:
            model = model.model_copy(update={"consents": tuple(sorted(self.purposes))})
        self._consents += model.consents is not None
        return model

    def _check_items(self, number: int, model: BaseModel) -> None:
        if isinstance(model, EventIn):
            objection = self._screening.objection(model)
            if objection is not None:
                raise Wrong(number, objection)
        if isinstance(model, ContentIn):
            for link in model.products:
                if (PRODUCT, link.id) not in self.known:
                    raise Wrong(number, f"There is no product {link.id}.", "products")

    @cached_property
    def _screening(self) -> Screening:
        def is_known(kind: str, item_id: str) -> bool:
            return (kind, item_id) in self.known

        return Screening(SYSTEM_ACTOR, self.now, is_known, has_age_limit=False)


def _model(shape: Shape, number: int, fields: object) -> BaseModel:
    try:
        return shape.model.model_validate(fields)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        column = str(first["loc"][0]) if first["loc"] else None
        raise Wrong(number, f"{first['msg']}.", column) from error


def _error(file: str, wrong: Wrong) -> LineError:
    return LineError(file=file, line=wrong.line, column=wrong.column, error=wrong.message)
