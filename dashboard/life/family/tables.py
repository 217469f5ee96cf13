"""The table of who in a family may see whom."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.metadata import Table
from recommender.database import Id, Json, UtcDateTime


class FamilyRow(Table):
    """`viewer_customer_id` would see the figures of `customer_id`, who alone decides on it.

    `relation` is what the one who is seen is to the viewer, `relation_back` the reverse.
    """

    __tablename__ = "life_family"
    __table_args__ = (UniqueConstraint("viewer_customer_id", "customer_id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    viewer_customer_id: Mapped[str] = mapped_column(String(64))
    customer_id: Mapped[str] = mapped_column(String(64), index=True)
    relation: Mapped[dict[str, str]] = mapped_column(Json)
    relation_back: Mapped[dict[str, str]] = mapped_column(Json)
    state: Mapped[str] = mapped_column(String(8))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
