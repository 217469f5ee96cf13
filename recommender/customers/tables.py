"""Table of customers: one row per customer and layer, the newest visible layer counts."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Date, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from recommender.database import BigInt, Id, Json, UtcDateTime
from recommender.ids import ID_LENGTH
from recommender.metadata import Table


class CustomerRow(Table):
    """One layer of a customer; `layer` names the import that brought it, None a direct write."""

    __tablename__ = "customers"
    __table_args__ = (Index(None, "layer"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    revision: Mapped[str] = mapped_column(Id, primary_key=True)
    layer: Mapped[str | None] = mapped_column(Id)
    segment: Mapped[str] = mapped_column(String(16))
    birth_date: Mapped[date | None] = mapped_column(Date)
    region: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(8))
    capacity: Mapped[int | None] = mapped_column(SmallInteger)
    assessed_until: Mapped[date | None] = mapped_column(Date)
    qualified_until: Mapped[date | None] = mapped_column(Date)
    held: Mapped[list[str]] = mapped_column(Json)
    idle_cash_minor: Mapped[int] = mapped_column(BigInt)
    currency: Mapped[str] = mapped_column(String(3))
    maturities: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    senior: Mapped[bool] = mapped_column(Boolean)
    knowledge: Mapped[list[str]] = mapped_column(Json, server_default="[]")
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
