"""Tables of firms' invoices and payrolls."""

from datetime import date

from sqlalchemy import Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.metadata import Table
from recommender.database import BigInt, Id, Json


class InvoiceRow(Table):
    """An invoice; it is open until the day on which it is settled."""

    __tablename__ = "life_invoices"
    __table_args__ = (Index(None, "customer_id", "due_on"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(64))
    direction: Mapped[str] = mapped_column(String(3))
    party: Mapped[dict[str, str]] = mapped_column(Json)
    amount_minor: Mapped[int] = mapped_column(BigInt)
    currency: Mapped[str] = mapped_column(String(3))
    due_on: Mapped[date]
    settled_on: Mapped[date | None]
    reminded_on: Mapped[date | None]


class PayrollRow(Table):
    """What a firm pays its people, on which day of the month."""

    __tablename__ = "life_payrolls"

    customer_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[int] = mapped_column(SmallInteger)
    people: Mapped[int]
    amount_minor: Mapped[int] = mapped_column(BigInt)
    currency: Mapped[str] = mapped_column(String(3))
