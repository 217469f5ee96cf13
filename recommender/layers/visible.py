"""The one rule of visibility: a row counts if it came directly or by a closed import."""

from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from recommender.layers.tables import CLOSED, ImportRow


def visible(layer: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """Return the condition on a table's `layer` column that every reader applies."""
    closed = select(ImportRow.id).where(ImportRow.state == CLOSED)
    return or_(layer.is_(None), layer.in_(closed))
