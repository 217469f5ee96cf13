"""The table of documents."""

from datetime import date, datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.metadata import Table
from recommender.database import Id, Json, UtcDateTime


class PaperRow(Table):
    """One document; `subject` is what it is about: a month, a product, a year."""

    __tablename__ = "life_papers"
    __table_args__ = (Index(None, "customer_id", "dated_on"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(12))
    subject: Mapped[str] = mapped_column(String(64))
    names: Mapped[dict[str, str]] = mapped_column(Json)
    dated_on: Mapped[date]
    expires_on: Mapped[date | None]
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
