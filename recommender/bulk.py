"""Many rows at once, without what a statement costs for each row."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Dialect, insert
from sqlalchemy.ext.asyncio import AsyncSession

from recommender.metadata import Table

Rows = Sequence[Mapping[str, Any]]
Bound = list[tuple[Any, ...]]
Processor = Callable[[Any], Any]


class BulkInsert:
    """An INSERT of some columns of a table, compiled once for one dialect.

    SQLAlchemy looks at every value of every row; here a column that needs no conversion is
    passed on as it is, and the others are converted column by column.
    """

    def __init__(self, table: type[Table], columns: Sequence[str], dialect: Dialect) -> None:
        stored: Any = table.__table__
        compiled: Any = insert(stored).compile(dialect=dialect, column_keys=list(columns))
        names = compiled.positiontup
        self.sql = str(compiled)
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


def bulk_insert(table: type[Table], columns: Iterable[str], dialect: Dialect) -> BulkInsert:
    """Return the INSERT of these columns; none with a default in Python may be left out."""
    return _compiled(table, tuple(columns), dialect)


async def add_rows(session: AsyncSession, table: type[Table], rows: Rows) -> None:
    """Insert rows that all have the columns of the first one."""
    if not rows:
        return
    statement = bulk_insert(table, rows[0], session.get_bind().dialect)
    await add_bound(session, statement.sql, statement.bind(rows))


async def add_bound(session: AsyncSession, sql: str, rows: Bound) -> None:
    """Insert rows that are bound already."""
    await (await session.connection()).exec_driver_sql(sql, rows)


@lru_cache(maxsize=256)
def _compiled(table: type[Table], columns: tuple[str, ...], dialect: Dialect) -> BulkInsert:
    return BulkInsert(table, columns, dialect)


def _converted(process: Processor, values: Iterable[Any]) -> Iterable[Any]:
    """Convert a column; a value that follows itself is converted once."""
    before = after = None
    for value in values:
        if value is not before:
            before, after = value, process(value)
        yield after
