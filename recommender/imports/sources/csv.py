"""CSV files with a header, one for each kind of row; lines as a spreadsheet counts them."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar, TextIO

from recommender.imports.model import FILE_KINDS, FileKind
from recommender.imports.shapes import SHAPES, Line, Shape
from recommender.imports.sources.base import Found, Source, Wrong

BROKEN = "\ufffd"


class Csv(Source):
    """A file for each kind: products, contents, customers, events."""

    name = "csv"
    summary = "Import CSV files with a header; columns are named like the API's fields."
    takes_one: ClassVar[bool] = False
    parts: ClassVar[tuple[str, ...]] = FILE_KINDS

    @property
    def kinds(self) -> tuple[FileKind, ...]:
        """Return the kinds that have a file."""
        return tuple(kind for kind in FILE_KINDS if kind in self.given.files)

    def rows(self, kind: FileKind) -> Iterator[Found | Wrong]:
        """Yield the lines of a file; the header is line 1."""
        shape = SHAPES[kind]
        for line in read(self.given.files[kind], shape):
            if isinstance(line, Wrong):
                yield line
            else:
                number, cells = line
                yield Found(cells.get(shape.key, ""), shape.fields(cells), number)


SOURCE = Csv


def read(path: Path, shape: Shape) -> Iterator[tuple[int, Line] | Wrong]:
    """Yield each line with its number, or what is wrong with it; stop at a bad header."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        rows = _numbered(file)
        first = next(rows, None)
        header = [cell.strip() for cell in first[1]] if isinstance(first, tuple) else []
        faults = list(_header_faults(header, shape))
        yield from [first] if isinstance(first, Wrong) else faults
        if first is None or faults:
            return
        for row in rows:
            if isinstance(row, Wrong):
                yield row
            elif row[1]:
                yield _line(header, *row)


def _numbered(file: TextIO) -> Iterator[tuple[int, list[str]] | Wrong]:
    """Yield rows with the number of the line on which they begin (cells may hold line ends)."""
    number, reader = 1, csv.reader(file, strict=True)
    try:
        for cells in reader:
            yield number, cells
            number = reader.line_num + 1
    except csv.Error as error:
        yield Wrong(number, f"This is not CSV: {error}.")


def _header_faults(header: Sequence[str], shape: Shape) -> Iterator[Wrong]:
    for name in sorted(shape.required - set(header)):
        yield Wrong(1, "This column is missing.", name)
    for name in sorted(set(header) - shape.columns):
        yield Wrong(1, "There is no such column.", name)
    for name in sorted({name for name in header if header.count(name) > 1}):
        yield Wrong(1, "This column comes twice.", name)


def _line(header: Sequence[str], number: int, cells: Sequence[str]) -> tuple[int, Line] | Wrong:
    if len(cells) != len(header):
        return Wrong(number, f"{len(cells)} cells instead of {len(header)}.")
    if any(BROKEN in cell for cell in cells):
        return Wrong(number, "This line is not UTF-8.")
    return number, dict(zip(header, (cell.strip() for cell in cells), strict=True))
