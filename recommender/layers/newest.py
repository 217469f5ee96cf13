"""Reading and replacing layered rows: of each key the newest visible row counts."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from recommender.chunks import chunked
from recommender.layers.visible import visible
from recommender.metadata import Table

Row = TypeVar("Row", bound=Table)
KEYS_PER_STATEMENT = 500
"""Far below the 32,766 parameters of SQLite and of PostgreSQL's protocol."""


def newest(row: type[Row], *keys: InstrumentedAttribute[Any]) -> type[Row]:
    """Return an alias of the row that holds the newest visible layer of each key only."""
    place = func.row_number().over(partition_by=keys, order_by=_revision(row).desc())
    ranked = select(row, place.label("place")).where(visible(_layer(row))).subquery()
    only = select(ranked).where(ranked.c.place == 1).subquery()
    return aliased(row, only)


async def replace_direct(
    session: AsyncSession,
    row: type[Row],
    key: InstrumentedAttribute[str],
    values: Sequence[dict[str, Any]],
    *where: ColumnElement[bool],
) -> None:
    """Write direct rows in place of earlier direct ones; layers of imports stay as they are."""
    for some in chunked(sorted(values, key=lambda one: str(one[key.key])), KEYS_PER_STATEMENT):
        keys = [one[key.key] for one in some]
        old = delete(row).where(key.in_(keys), _layer(row).is_(None), *where)
        await session.execute(old, execution_options={"synchronize_session": False})
        await session.execute(insert(row), list(some))


def _revision(row: type[Row]) -> InstrumentedAttribute[Any]:
    return row.revision  # type: ignore[attr-defined, no-any-return]  # every layered table has it


def _layer(row: type[Row]) -> InstrumentedAttribute[Any]:
    return row.layer  # type: ignore[attr-defined, no-any-return]  # every layered table has it
