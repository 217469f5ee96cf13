"""Tables of rights: who was erased (as a pseudonym), and whose records the law holds."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.metadata import Table
from recommender.database import Id, UtcDateTime


class ErasureRow(Table):
    """One erased customer; every process polls these rows and forgets what it remembers.

    `swept_at` says when what arrived during the erasure, in another process, was taken out too.
    """

    __tablename__ = "erasures"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    pseudonym: Mapped[str] = mapped_column(String(64), index=True)
    asked_by: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    swept_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class HoldRow(Table):
    """A legal hold: while it stands nothing of the customer may be erased."""

    __tablename__ = "legal_holds"
    __table_args__ = (Index(None, "customer_id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(200))
    placed_by: Mapped[str] = mapped_column(String(64))
    placed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lifted_by: Mapped[str | None] = mapped_column(String(64))
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
