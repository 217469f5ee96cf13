"""The tables of cards, of what was asked of them, and of limits that customers have changed."""

from datetime import date, datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.metadata import Table
from recommender.database import BigInt, Id, Json, UtcDateTime


class CardRow(Table):
    """A card on an account; only a credit card has a limit of its own."""

    __tablename__ = "bank_cards"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(64), index=True)
    account_id: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(8))
    number: Mapped[str] = mapped_column(String(32))
    limit_minor: Mapped[int | None] = mapped_column(BigInt)
    expires_on: Mapped[date]
    frozen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LimitRow(Table):
    """A limit that the customer has lowered; without a row the bank's own holds."""

    __tablename__ = "bank_limits"

    customer_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    amount_minor: Mapped[int] = mapped_column(BigInt)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CardPaymentRow(Table):
    """A payment that was asked of a card, under the bank's own id; declined where it names why."""

    __tablename__ = "bank_card_payments"
    __table_args__ = (Index(None, "customer_id", "at"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(64))
    card_id: Mapped[str] = mapped_column(String(64))
    payee: Mapped[dict[str, str]] = mapped_column(Json)
    amount_minor: Mapped[int] = mapped_column(BigInt)
    currency: Mapped[str] = mapped_column(String(3))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    declined: Mapped[str] = mapped_column(String(8))
    transaction_id: Mapped[str | None] = mapped_column(Id)
