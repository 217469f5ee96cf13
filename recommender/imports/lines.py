"""Reading a CSV file line by line, with the numbers that a spreadsheet shows."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from recommender.imports.shapes import Line, Shape

BROKEN = "\ufffd"


class Wrong(Exception):
    """What is wrong with one line.

    Attributes:
        line: Number in the file, the header is line 1.
        column: Name of the column, None when it is the line as a whole.
    """

    def __init__(self, line: int, message: str, column: str | None = None) -> None:
        super().__init__(message)
        self.line, self.message, self.column = line, message, column


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
