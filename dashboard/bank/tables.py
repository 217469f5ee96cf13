"""The bank's tables: product sheets, ledger, holdings, maturities, bills, prices.

Money is integer minor units; units and prices are scaled by 10^6, rates by 10^8.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.metadata import Table
from recommender.database import BigInt, Id, Json, UtcDateTime


class ProductRow(Table):
    """One product's sheet: the numbers as columns, every text as `{lang: text}` in `sheet`."""

    __tablename__ = "bank_products"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    product_type: Mapped[str] = mapped_column(String(32))
    grade: Mapped[int] = mapped_column(SmallInteger)
    currency: Mapped[str] = mapped_column(String(3))
    minimum_minor: Mapped[int] = mapped_column(BigInt)
    term_days: Mapped[int | None]
    rate_e8: Mapped[int | None] = mapped_column(BigInt)
    sheet: Mapped[dict[str, Any]] = mapped_column(Json)


class CustomerRow(Table):
    """A customer as the core bank knows the person (or firm)."""

    __tablename__ = "bank_customers"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    names: Mapped[dict[str, str]] = mapped_column(Json)
    segment: Mapped[str] = mapped_column(String(16), index=True)
    region: Mapped[str] = mapped_column(String(32))
    since: Mapped[date]


class PartyRow(Table):
    """Who stands on the other side of a posting or sends a bill."""

    __tablename__ = "bank_parties"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    names: Mapped[dict[str, str]] = mapped_column(Json)


class AccountRow(Table):
    """A ledger account; `customer_id` is None for the bank's own contra accounts."""

    __tablename__ = "bank_accounts"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    customer_id: Mapped[str | None] = mapped_column(String(64), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    currency: Mapped[str] = mapped_column(String(3))
    number: Mapped[str] = mapped_column(String(32))
    opened_on: Mapped[date]


class TransactionRow(Table):
    """One balanced set of postings; ids are UUIDv7 of its instant, so ids sort by time."""

    __tablename__ = "bank_transactions"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    business_on: Mapped[date]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[str] = mapped_column(String(24))
    party_id: Mapped[str] = mapped_column(String(64))


class PostingRow(Table):
    """One line of a transaction; the lines of a transaction sum to zero in each currency."""

    __tablename__ = "bank_postings"

    transaction_id: Mapped[str] = mapped_column(Id, primary_key=True)
    line: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    account_id: Mapped[str] = mapped_column(String(64))
    amount_minor: Mapped[int] = mapped_column(BigInt)
    currency: Mapped[str] = mapped_column(String(3))

    __table_args__ = (
        Index(None, "account_id", "transaction_id"),
        {"sqlite_with_rowid": False},
    )


class TradeRow(Table):
    """A purchase (positive units) or redemption (negative) of a product held in units."""

    __tablename__ = "bank_trades"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(64), index=True)
    product_id: Mapped[str] = mapped_column(String(64))
    traded_on: Mapped[date]
    units_e6: Mapped[int] = mapped_column(BigInt)
    amount_minor: Mapped[int] = mapped_column(BigInt)
    currency: Mapped[str] = mapped_column(String(3))


class DepositRow(Table):
    """A holding with a date: time deposits, closed wealth products, savings bonds."""

    __tablename__ = "bank_deposits"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(64), index=True)
    product_id: Mapped[str] = mapped_column(String(64))
    principal_minor: Mapped[int] = mapped_column(BigInt)
    currency: Mapped[str] = mapped_column(String(3))
    rate_e8: Mapped[int] = mapped_column(BigInt)
    opened_on: Mapped[date]
    matures_on: Mapped[date] = mapped_column(index=True)
    renews: Mapped[bool] = mapped_column(Boolean)


class BillRow(Table):
    """A bill; open while `paid_on` is None."""

    __tablename__ = "bank_bills"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(64), index=True)
    biller_id: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(16))
    amount_minor: Mapped[int] = mapped_column(BigInt)
    currency: Mapped[str] = mapped_column(String(3))
    issued_on: Mapped[date]
    due_on: Mapped[date]
    paid_on: Mapped[date | None]


class PriceRow(Table):
    """A product's price or net asset value from a day on, scaled by 10^6."""

    __tablename__ = "bank_prices"

    product_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    priced_on: Mapped[date] = mapped_column(primary_key=True)
    price_e6: Mapped[int] = mapped_column(BigInt)


class RateRow(Table):
    """What one unit of `base` cost in `quote` from a day on, scaled by 10^8."""

    __tablename__ = "bank_exchange_rates"

    base: Mapped[str] = mapped_column(String(3), primary_key=True)
    quote: Mapped[str] = mapped_column(String(3), primary_key=True)
    rated_on: Mapped[date] = mapped_column(primary_key=True)
    rate_e8: Mapped[int] = mapped_column(BigInt)


class DemoRow(Table):
    """The demo bank's birth certificate: from which seed and day, and how far it has lived."""

    __tablename__ = "bank_demo"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seed: Mapped[int] = mapped_column(BigInt)
    anchor: Mapped[date]
    through: Mapped[date]
