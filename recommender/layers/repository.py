"""Queries on layered tables: of each key the newest visible row counts."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, delete, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from recommender.chunks import chunked
from recommender.layers.states import CLOSED
from recommender.layers.tables import ImportRow
from recommender.metadata import Table

Row = TypeVar("Row", bound=Table)
KEYS_PER_STATEMENT = 500
"""Far below the 32,766 parameters of SQLite and of PostgreSQL's protocol."""


def visible(layer: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """Return the condition on a table's `layer` column that every reader applies."""
    closed = select(ImportRow.id).where(ImportRow.state == CLOSED)
    return or_(layer.is_(None), layer.in_(closed))


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


def _layer(row: type[Row]) -> InstrumentedAttribute[Any]:
    return row.layer  # type: ignore[attr-defined, no-any-return]  # every layered table has it
