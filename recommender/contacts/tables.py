"""Table of contacts."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from recommender.database import Id, UtcDateTime
from recommender.ids import ID_LENGTH
from recommender.metadata import Table


class ContactRow(Table):
    """One contact, or an attempt at one."""

    __tablename__ = "contacts"
    __table_args__ = (Index(None, "customer_id", "at"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    channel: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(64))
    outcome: Mapped[str] = mapped_column(String(16))
    followup_id: Mapped[str | None] = mapped_column(Id)
