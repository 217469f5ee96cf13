"""Tables of events: receipts make an event count once, events hold what happened."""

from datetime import datetime

from sqlalchemy import DDL, BigInteger, Boolean, Float, Index, Integer, SmallInteger, String, event
from sqlalchemy.orm import Mapped, mapped_column

from recommender.database import BigInt, Id, UtcDateTime
from recommender.ids import ID_LENGTH
from recommender.metadata import Table


class ReceiptRow(Table):
    """One acknowledged event id; not partitioned, so that it is unique for ever."""

    __tablename__ = "event_receipts"

    event_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class EventRow(Table):
    """One event; PostgreSQL partitions by the month of receipt, whose `at` cannot be forged.

    `layer` names the import that brought it; `usable` is False when the customer had not
    consented to personalisation: such an event is counted and never used for a person.
    """

    __tablename__ = "events"
    __table_args__ = (
        Index(None, "customer_id", "at"),
        Index(None, "visitor_id"),
        Index(None, "item_id", "at"),
        Index(None, "layer"),
        {"postgresql_partition_by": "RANGE (received_at)"},
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    event_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    customer_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    visitor_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    kind: Mapped[str] = mapped_column(String(8))
    item_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    action: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    amount_minor: Mapped[int | None] = mapped_column(BigInt)
    currency: Mapped[str | None] = mapped_column(String(3))
    rating: Mapped[float | None] = mapped_column(Float)
    dwell_ms: Mapped[int | None] = mapped_column(Integer)
    placement: Mapped[str | None] = mapped_column(String(64))
    position: Mapped[int | None] = mapped_column(SmallInteger)
    channel: Mapped[str | None] = mapped_column(String(32))
    decision_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    card_version: Mapped[int | None] = mapped_column(Integer)
    device: Mapped[str | None] = mapped_column(String(32))
    language: Mapped[str | None] = mapped_column(String(8))
    session_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    consent_version: Mapped[int] = mapped_column(BigInteger)
    usable: Mapped[bool] = mapped_column(Boolean)
    layer: Mapped[str | None] = mapped_column(Id)


class VisitorRow(Table):
    """A visitor who turned out to be a customer."""

    __tablename__ = "visitors"

    visitor_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


DEFAULT_PARTITION = "CREATE TABLE IF NOT EXISTS events_default PARTITION OF events DEFAULT"
event.listen(
    EventRow.__table__,
    "after_create",
    DDL(DEFAULT_PARTITION).execute_if(dialect="postgresql"),  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
)
