"""The table of the products that customers watch."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.metadata import Table
from recommender.database import BigInt


class WatchedRow(Table):
    """A product on a customer's watch list, with its figures on that day."""

    __tablename__ = "watched_products"

    customer_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    product_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    since: Mapped[date]
    rate_then_e8: Mapped[int | None] = mapped_column(BigInt)
    price_then_e6: Mapped[int | None] = mapped_column(BigInt)
