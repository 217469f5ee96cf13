"""The tables of layouts: one row a version, the bank's own homes, shared templates."""

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
    name: Mapped[str | None] = mapped_column(String(60))


class BankHomeRow(Table):
    """The content of a bank's home that customers' layouts were made from, by its hash."""

    __tablename__ = "bank_homes"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(Json)


class LiveHomeRow(Table):
    """The home that the bank has published for a segment; without a row it is the built-in one."""

    __tablename__ = "bank_homes_live"

    segment: Mapped[str] = mapped_column(String(16), primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    number: Mapped[int] = mapped_column(Integer)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by: Mapped[str] = mapped_column(String(64))


class TemplateRow(Table):
    """An arrangement that somebody shared: no personal data, and no word of who it was."""

    __tablename__ = "home_templates"

    code: Mapped[str] = mapped_column(String(16), primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    shared_at: Mapped[datetime] = mapped_column(UtcDateTime)
