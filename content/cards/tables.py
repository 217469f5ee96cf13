"""Tables of the cards and of the shelf's version, which every process polls."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from content.metadata import Table
from recommender.database import Id, Json, UtcDateTime, new_id


class CardRow(Table):
    """One card; its versions are kept by `recommender.changes`, the live one is copied here."""

    __tablename__ = "cards"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    made_by: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    live_number: Mapped[int | None] = mapped_column(Integer)
    live_content: Mapped[dict[str, Any] | None] = mapped_column(Json)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_by: Mapped[str | None] = mapped_column(String(64))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PublicationRow(Table):
    """One stretch of time in which a version of a card stood before readers."""

    __tablename__ = "card_publications"
    __table_args__ = (Index(None, "card_id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    card_id: Mapped[str] = mapped_column(String(64))
    number: Mapped[int] = mapped_column(Integer)
    published_by: Mapped[str] = mapped_column(String(64))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ShelfRow(Table):
    """The one row that changes whenever a card is published or withdrawn."""

    __tablename__ = "card_shelf"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(BigInteger)
