"""The table of what customers and their relationship managers write to each other."""

from datetime import datetime

from sqlalchemy import Boolean, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.metadata import Table
from recommender.database import Id, UtcDateTime


class MessageRow(Table):
    """One message of a customer's thread; ids sort by time.

    Attributes:
        decision_id, kind, item_id: What it was written about, where it was written from there.
    """

    __tablename__ = "life_messages"
    __table_args__ = (Index(None, "customer_id", "id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(64))
    by: Mapped[str] = mapped_column(String(64))
    is_customer: Mapped[bool] = mapped_column(Boolean)
    asks_call: Mapped[bool] = mapped_column(Boolean)
    text: Mapped[str] = mapped_column(String(1000))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    decision_id: Mapped[str | None] = mapped_column(Id)
    kind: Mapped[str | None] = mapped_column(String(8))
    item_id: Mapped[str | None] = mapped_column(String(64))
