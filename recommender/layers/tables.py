"""Table of imports: rows of an import carry its id and are invisible until it is closed."""

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from recommender.database import Id, Json, UtcDateTime
from recommender.metadata import Table


class ImportRow(Table):
    """One import, in one of the states of `recommender.layers.states`."""

    __tablename__ = "imports"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    state: Mapped[str] = mapped_column(String(8), index=True)
    source: Mapped[str] = mapped_column(String(200))
    counts: Mapped[dict[str, Any]] = mapped_column(Json)
    created_by: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime)
