"""Many rows at once, without what a statement costs for each row."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import Any

from sqlalchemy import Dialect, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase

from recommender.chunks import chunked
from recommender.database import Statement

Rows = Sequence[Mapping[str, Any]]
Bound = list[tuple[Any, ...]]
Processor = Callable[[Any], Any]

MOST_ROWS = 500
MOST_PARAMETERS = 32_766
"""SQLite's limit for one statement."""
VALUES = " VALUES "


class BulkInsert:
    """An INSERT of some columns of a table, compiled once for one dialect.

    SQLAlchemy looks at every value of every row; here a column that needs no conversion is
    passed on as it is, and the others are converted column by column. On SQLite many rows are
    one statement: `executemany` takes Python's lock again for each row, and beside a busy
    event loop every row then waited half a millisecond for it (measured: 495 us against 31 us).
    """

    def __init__(
        self, table: type[DeclarativeBase], columns: Sequence[str], dialect: Dialect
    ) -> None:
        stored: Any = table.__table__
        compiled: Any = insert(stored).compile(dialect=dialect, column_keys=list(columns))
        names = compiled.positiontup
        self._sql = str(compiled)
        self._is_sqlite = dialect.name == "sqlite"
        self._rows_at_once = min(MOST_ROWS, MOST_PARAMETERS // len(names))
        self._values = itemgetter(*names) if len(names) > 1 else lambda row: (row[names[0]],)
        types = [stored.columns[name].type.dialect_impl(dialect) for name in names]
        processors = (one.bind_processor(dialect) for one in types)
        self._conversions = [(at, one) for at, one in enumerate(processors) if one is not None]

    def bind(self, rows: Rows) -> Bound:
        """Return the rows as the driver takes them."""
        columns: list[Iterable[Any]] = list(zip(*map(self._values, rows), strict=True))
        for at, process in self._conversions:
            columns[at] = _converted(process, columns[at])
        return list(zip(*columns, strict=True))

    def statements(self, rows: Bound) -> Iterator[Statement]:
        """Return what inserts rows that `bind` returned."""
        if not self._is_sqlite:
            yield self._sql, rows
            return
        head, _, one_row = self._sql.partition(VALUES)
        for some in chunked(rows, self._rows_at_once):
            yield f"{head}{VALUES}{', '.join([one_row] * len(some))}", (*chain(*some),)


@lru_cache(maxsize=256)
def bulk_insert(
    table: type[DeclarativeBase], columns: tuple[str, ...], dialect: Dialect
) -> BulkInsert:
    """Return the INSERT of these columns; none with a default in Python may be left out."""
    return BulkInsert(table, columns, dialect)


def statements_of(table: type[DeclarativeBase], rows: Rows, dialect: Dialect) -> list[Statement]:
    """Return what inserts rows that all have the columns of the first one."""
    if not rows:
        return []
    found = bulk_insert(table, tuple(rows[0]), dialect)
    return list(found.statements(found.bind(rows)))


async def add_rows(session: AsyncSession, table: type[DeclarativeBase], rows: Rows) -> None:
    """Insert rows that all have the columns of the first one, in the session's transaction."""
    connection = await session.connection()
    for sql, values in statements_of(table, rows, session.get_bind().dialect):
        await connection.exec_driver_sql(sql, values)


def _converted(process: Processor, values: Iterable[Any]) -> Iterator[Any]:
    """Convert a column; a value that follows itself is converted once."""
    before = after = None
    for value in values:
        if value is not before:
            before, after = value, process(value)
        yield after
