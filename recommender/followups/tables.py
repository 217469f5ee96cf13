"""Table of follow-ups: one row per customer, signal and subject, opened and settled."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Float, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from recommender.database import Id, Json, UtcDateTime
from recommender.ids import ID_LENGTH
from recommender.metadata import Table


class FollowupRow(Table):
    """One suggested follow-up and what became of it."""

    __tablename__ = "followups"
    __table_args__ = (
        UniqueConstraint("customer_id", "signal", "subject"),
        Index(None, "state", "customer_id"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    signal: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(160))
    state: Mapped[str] = mapped_column(String(12))
    score: Mapped[float] = mapped_column(Float)
    code: Mapped[str] = mapped_column(String(64))
    params: Mapped[dict[str, Any]] = mapped_column(Json)
    evidence: Mapped[list[list[str]]] = mapped_column(Json)
    product_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    products: Mapped[list[str]] = mapped_column(Json)
    withheld: Mapped[dict[str, str]] = mapped_column(Json)
    decision_id: Mapped[str] = mapped_column(Id)
    due: Mapped[date | None] = mapped_column(Date)
    outcome: Mapped[str | None] = mapped_column(String(12))
    reason: Mapped[str | None] = mapped_column(String(24))
    note: Mapped[str] = mapped_column(String(500))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_by: Mapped[str | None] = mapped_column(String(64))
