"""The table of layouts: one row a version, never changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.metadata import Table
from recommender.database import Json, UtcDateTime


class LayoutVersion(Table):
    """A whole layout as it was, with the step that made it; the key is the compare-and-set."""

    __tablename__ = "layout_versions"

    customer_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    snapshot: Mapped[dict[str, Any]] = mapped_column(Json)
    op: Mapped[str] = mapped_column(String(16))
    parent: Mapped[int | None] = mapped_column(Integer)
    undo_to: Mapped[int | None] = mapped_column(Integer)
    redo_to: Mapped[int | None] = mapped_column(Integer)
    device: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
