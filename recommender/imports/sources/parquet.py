"""Parquet: one row a record; needs the extra `parquet`, because its reader is large."""

from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from recommender.errors import Invalid, Unavailable
from recommender.imports.sources.base import Given, Wrong
from recommender.imports.sources.typed import TypedRows

ROWS_AT_ONCE = 10_000
MISSING = 'Parquet needs one more package: pip install "wealth-companion[parquet]".'


class Parquet(TypedRows):
    """A Parquet file; times without a zone are UTC, empty cells are absent."""

    name = "parquet"
    summary = "Import a Parquet file; its columns are named like the API's fields."

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        try:
            self._arrow = import_module("pyarrow")
            self._parquet = import_module("pyarrow.parquet")
        except ImportError as error:
            raise Unavailable(MISSING) from error

    def read(self) -> Iterator[tuple[int, dict[str, Any]] | Wrong]:
        """Yield each row with its number, the first is 1."""
        number = 0
        for path in self.given.files.values():
            for batch in self._batches(path):
                for row in batch.to_pylist():
                    number += 1
                    yield number, _plain(row)

    def _batches(self, path: Path) -> Iterator[Any]:
        try:
            yield from self._parquet.ParquetFile(path).iter_batches(ROWS_AT_ONCE)
        except (OSError, self._arrow.ArrowException) as error:
            raise Invalid(f"{path.name} is not a Parquet file that can be read.") from error


def _plain(value: Any) -> Any:
    """Return a value without its empty parts, its times with a zone."""
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items() if part is not None}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    is_naive = isinstance(value, datetime) and value.tzinfo is None
    return value.replace(tzinfo=UTC) if is_naive else value


SOURCE = Parquet
