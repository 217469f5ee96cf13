"""Tables of billers and of the bills that customers paid here."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.metadata import Table
from recommender.database import Id, Json, UtcDateTime


class BillerRow(Table):
    """One biller; `words` is what a search looks at: Chinese, pinyin, initials, English."""

    __tablename__ = "life_billers"
    __table_args__ = (Index(None, "region", "category"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    category: Mapped[str] = mapped_column(String(16))
    region: Mapped[str] = mapped_column(String(32))
    names: Mapped[dict[str, str]] = mapped_column(Json)
    city: Mapped[dict[str, str]] = mapped_column(Json)
    words: Mapped[str] = mapped_column(String(400))


class PaidBillRow(Table):
    """A bill that its customer paid here, with the transaction that did it."""

    __tablename__ = "life_paid_bills"

    bill_id: Mapped[str] = mapped_column(Id, primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(64), index=True)
    transaction_id: Mapped[str] = mapped_column(Id)
    paid_at: Mapped[datetime] = mapped_column(UtcDateTime)
