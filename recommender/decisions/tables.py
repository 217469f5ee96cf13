"""Tables of decisions: one row each, and the larger inputs that many of them share."""

from datetime import datetime

from sqlalchemy import DDL, Boolean, Index, LargeBinary, String, event, text
from sqlalchemy.orm import Mapped, mapped_column

from recommender.database import BigInt, Id, UtcDateTime
from recommender.ids import ID_LENGTH
from recommender.metadata import Table


class DecisionRow(Table):
    """One decision; `body` is the packed record, `digest` its SHA-256.

    PostgreSQL partitions by the id, a UUIDv7: its first 48 bits are the instant of writing.
    `erasure` names the erasure that emptied the body; the digest stays, and so does the chain.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        Index(None, "customer_id", "at"),
        Index(
            None,
            "erasure",
            sqlite_where=text("erasure IS NOT NULL"),
            postgresql_where=text("erasure IS NOT NULL"),
        ),
        {"postgresql_partition_by": "RANGE (id)"},
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    customer_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    scenario: Mapped[str] = mapped_column(String(32))
    personalised: Mapped[bool] = mapped_column(Boolean)
    trial: Mapped[str | None] = mapped_column(Id)
    arm: Mapped[str | None] = mapped_column(String(32))
    catalogue_version: Mapped[int] = mapped_column(BigInt)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    erasure: Mapped[str | None] = mapped_column(Id)


class DecisionSourceRow(Table):
    """A catalogue, a count, rules as decisions saw them, named by their own hash.

    A model is named too, with an empty body. `used_at` is at most a day older than the newest
    decision that names the source; None where only the first day is known.
    """

    __tablename__ = "decision_sources"

    hash: Mapped[str] = mapped_column(String(32), primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


DEFAULT_PARTITION = "CREATE TABLE IF NOT EXISTS decisions_default PARTITION OF decisions DEFAULT"
event.listen(
    DecisionRow.__table__,
    "after_create",
    DDL(DEFAULT_PARTITION).execute_if(dialect="postgresql"),  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
)
