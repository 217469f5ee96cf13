"""Rows that were found right, in files of an import's own until they are applied."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TextIO

from pydantic import BaseModel

from recommender.imports.model import FileKind
from recommender.imports.pace import Pace
from recommender.imports.shapes import SHAPES

Row = tuple[str, BaseModel]
SEPARATOR = "\t"


def staged(folder: Path, kind: FileKind) -> Path:
    """Return where the right rows of a kind are staged: id, tabulator, JSON in each line."""
    return folder / f"{kind}.jsonl"


def stage(out: TextIO, key: str, model: BaseModel) -> None:
    """Write one row."""
    out.write(f"{key}{SEPARATOR}{model.model_dump_json()}\n")


def chunks(folder: Path, kind: FileKind, pace: Pace) -> Iterator[list[Row]]:
    """Yield the rows of a kind, as many at a time as the pace says just then."""
    model = SHAPES[kind].model
    with staged(folder, kind).open(encoding="utf-8") as file:
        while lines := list(islice(file, pace.rows)):
            cut = (line.partition(SEPARATOR) for line in lines)
            yield [(key, model.model_validate_json(body)) for key, _, body in cut]
