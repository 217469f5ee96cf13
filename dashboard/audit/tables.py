"""Tables of the audit: entries, and the head of the chain."""

from datetime import datetime

from sqlalchemy import SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.metadata import Table
from recommender.database import BigInt, Id, UtcDateTime


class EntryRow(Table):
    """One entry; the sealer later gives it its number and its link of the chain.

    `detail` is the very text that was hashed: JSONB would write it anew. `erasure` names the
    erasure that took the personal fields out; the hashes stay.
    """

    __tablename__ = "audit_entries"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(80), index=True)
    action: Mapped[str] = mapped_column(String(64), index=True)
    subject: Mapped[str] = mapped_column(String(160), index=True)
    detail: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(String(64))
    sequence: Mapped[int | None] = mapped_column(BigInt, unique=True)
    chain_hash: Mapped[str | None] = mapped_column(String(64))
    erasure: Mapped[str | None] = mapped_column(Id, index=True)


class HeadRow(Table):
    """One row: the newest link of the chain."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    sequence: Mapped[int] = mapped_column(BigInt)
    chain_hash: Mapped[str] = mapped_column(String(64))
    sealed_at: Mapped[datetime] = mapped_column(UtcDateTime)
