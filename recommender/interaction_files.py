"""Reads files of `user,item[,weight][,timestamp]`, with errors that name the line."""

import csv
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from recommender.dataset import Dataset, Events, ItemKey
from recommender.errors import Invalid

ITEM_KIND = "item"
SECONDS_A_DAY = 86_400.0
MOST_ERRORS = 20
MILLISECONDS_FROM = 1e11
"""A timestamp above this is in milliseconds: as seconds it would be the year 5138."""

COLUMN_NAMES = {
    "user": "user",
    "user_id": "user",
    "customer": "user",
    "customer_id": "user",
    "item": "item",
    "item_id": "item",
    "product_id": "item",
    "weight": "weight",
    "rating": "weight",
    "timestamp": "timestamp",
    "time": "timestamp",
    "at": "timestamp",
}
DEFAULT_COLUMNS = ("user", "item", "weight", "timestamp")


@dataclass(frozen=True)
class Row:
    """One line of a file; `seconds` is the Unix time, NaN where there is none."""

    user: str
    item: str
    weight: float
    seconds: float


def read_rows(path: Path) -> list[Row]:
    """Read a file, its header being optional.

    Raises:
        Invalid: The file is missing or empty, or lines are wrong; `details` names up to 20
            lines with what is wrong.
    """
    lines = _lines(path)
    columns, first = _columns(lines, path)
    rows: list[Row] = []
    errors: list[dict[str, object]] = []
    for number, fields in lines[first:]:
        try:
            rows.append(_row(fields, columns))
        except ValueError as error:
            errors.append({"line": number, "error": str(error)})
    if errors:
        raise _refused(path, errors)
    if not rows:
        raise Invalid(f"{path.name} holds no interactions.")
    return rows


def dataset_of(rows: Sequence[Row]) -> Dataset:
    """Make a data set; rows without interest (weight 0 or less) are left out."""
    kept = [row for row in rows if row.weight > 0]
    users = tuple(sorted({row.user for row in kept}))
    items = tuple(sorted({row.item for row in kept}))
    row_of = {user: number for number, user in enumerate(users)}
    column_of = {item: number for number, item in enumerate(items)}
    size = len(kept)
    seconds = np.fromiter((row.seconds for row in kept), np.float64, size)
    newest = np.nanmax(seconds) if size and not np.isnan(seconds).all() else 0.0
    events = Events(
        rows=np.fromiter((row_of[row.user] for row in kept), np.int32, size),
        columns=np.fromiter((column_of[row.item] for row in kept), np.int32, size),
        weights=np.fromiter((row.weight for row in kept), np.float32, size),
        ages_days=((newest - seconds) / SECONDS_A_DAY).astype(np.float32),
        targets=np.ones(size, dtype=bool),
        readings=np.zeros(size, dtype=bool),
    )
    keys = tuple(ItemKey(ITEM_KIND, item) for item in items)
    return Dataset(users, keys, events, np.full(len(users), -1, dtype=np.int16))


def _lines(path: Path) -> list[tuple[int, list[str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            delimiter = "\t" if "\t" in file.readline() else ","
            file.seek(0)
            return list(_numbered(csv.reader(file, delimiter=delimiter)))
    except FileNotFoundError as error:
        raise Invalid(f"There is no file {path}.") from error
    except UnicodeDecodeError as error:
        raise Invalid(f"{path.name} is not UTF-8 text.") from error
    except csv.Error as error:
        raise Invalid(f"{path.name} is not a CSV file: {error}.") from error


def _numbered(reader: "Iterator[list[str]]") -> Iterator[tuple[int, list[str]]]:
    for number, fields in enumerate(reader, start=1):
        stripped = [field.strip() for field in fields]
        if any(stripped):
            yield number, stripped


def _columns(lines: Sequence[tuple[int, list[str]]], path: Path) -> tuple[tuple[str, ...], int]:
    if not lines:
        raise Invalid(f"{path.name} is empty.")
    named = [COLUMN_NAMES.get(field.lower(), "") for field in lines[0][1]]
    if named[:2] == ["user", "item"]:
        return tuple(named), 1
    return DEFAULT_COLUMNS, 0


def _row(fields: Sequence[str], columns: Sequence[str]) -> Row:
    if not 2 <= len(fields) <= len(columns):
        raise ValueError(f"has {len(fields)} fields; expected user,item[,weight][,timestamp]")
    values = dict(zip(columns, fields, strict=False))
    for name in ("user", "item"):
        if not values.get(name):
            raise ValueError(f"has no {name}")
    weight, time = values.get("weight", ""), values.get("timestamp", "")
    return Row(values["user"], values["item"], _weight(weight), _seconds(time))


def _weight(text: str) -> float:
    if not text:
        return 1.0
    weight = _number(text)
    if weight is None:
        raise ValueError(f"weight {text!r} is not a number")
    return weight


def _seconds(text: str) -> float:
    if not text:
        return math.nan
    number = _number(text)
    if number is not None:
        return number / 1000 if abs(number) >= MILLISECONDS_FROM else number
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"timestamp {text!r} is neither seconds nor an ISO date") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _refused(path: Path, errors: Sequence[dict[str, object]]) -> Invalid:
    first = errors[0]
    count = len(errors)
    message = f"{path.name}, line {first['line']}: {first['error']}."
    if count > 1:
        message += f" {count - 1} more lines are wrong."
    return Invalid(message, details=errors[:MOST_ERRORS])
