"""Tables of destinations and of customers who travel."""

from datetime import date

from sqlalchemy import SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.metadata import Table
from recommender.database import Json


class DestinationRow(Table):
    """A country or territory in which the bank's cards work."""

    __tablename__ = "life_destinations"

    code: Mapped[str] = mapped_column(String(2), primary_key=True)
    place: Mapped[int] = mapped_column(SmallInteger)
    names: Mapped[dict[str, str]] = mapped_column(Json)
    currency: Mapped[str] = mapped_column(String(3))


class TravelRow(Table):
    """Where a customer travels, and until when the card may be used there; None: not at all."""

    __tablename__ = "life_travels"

    customer_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    destination: Mapped[str] = mapped_column(String(2))
    until: Mapped[date | None]
