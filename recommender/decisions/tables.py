"""Tables of decisions: one row each, and the larger inputs that many of them share."""

from datetime import datetime

from sqlalchemy import Boolean, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from recommender.database import BigInt, Id, UtcDateTime
from recommender.ids import ID_LENGTH
from recommender.metadata import Table


class DecisionRow(Table):
    """One decision; `body` is the packed record, `digest` its SHA-256."""

    __tablename__ = "decisions"
    __table_args__ = (Index(None, "customer_id", "at"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    customer_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    scenario: Mapped[str] = mapped_column(String(32))
    personalised: Mapped[bool] = mapped_column(Boolean)
    catalogue_version: Mapped[int] = mapped_column(BigInt)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))


class DecisionSourceRow(Table):
    """A catalogue or a popularity count as decisions saw it, named by its own hash."""

    __tablename__ = "decision_sources"

    hash: Mapped[str] = mapped_column(String(32), primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
