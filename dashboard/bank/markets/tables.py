"""The table of quoted prices: what the market asks, not what a product of ours costs."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.metadata import Table
from recommender.database import BigInt


class QuoteRow(Table):
    """The closing price of one thing on one trading day, scaled by 10^6."""

    __tablename__ = "bank_quotes"

    symbol: Mapped[str] = mapped_column(String(32), primary_key=True)
    quoted_on: Mapped[date] = mapped_column(primary_key=True)
    currency: Mapped[str] = mapped_column(String(3))
    price_e6: Mapped[int] = mapped_column(BigInt)
