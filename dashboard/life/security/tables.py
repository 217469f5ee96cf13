"""Tables of the watch over transfers."""

from datetime import datetime

from sqlalchemy import Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.metadata import Table
from recommender.database import BigInt, Id, Json, UtcDateTime


class AlertRow(Table):
    """One transfer that looked odd; `decided_at` is when its customer said what it was."""

    __tablename__ = "life_alerts"
    __table_args__ = (Index(None, "customer_id", "at"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(64))
    transaction_id: Mapped[str] = mapped_column(Id, unique=True)
    payee: Mapped[dict[str, str]] = mapped_column(Json)
    amount_minor: Mapped[int] = mapped_column(BigInt)
    currency: Mapped[str] = mapped_column(String(3))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    oddities: Mapped[list[str]] = mapped_column(Json)
    state: Mapped[str] = mapped_column(String(8))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class FreezeRow(Table):
    """A customer whose payments are stopped."""

    __tablename__ = "life_freezes"

    customer_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    alert_id: Mapped[str] = mapped_column(Id)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ReportedRow(Table):
    """A transfer that the core bank reported, under the bank's own id: it is taken once."""

    __tablename__ = "life_reported_transfers"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(64), index=True)
    transaction_id: Mapped[str] = mapped_column(Id)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class WatchedRow(Table):
    """Up to which transaction the watch has looked."""

    __tablename__ = "life_watched"

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    through: Mapped[str] = mapped_column(Id)
