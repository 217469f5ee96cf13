"""Tables of branches and of the times that customers booked there."""

from datetime import datetime

from sqlalchemy import SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.metadata import Table
from recommender.database import Id, Json, UtcDateTime


class PlaceRow(Table):
    """A branch, or the room where advisers talk by video; minutes count from midnight.

    `queue` is how many people usually wait, by hour of the day.
    """

    __tablename__ = "life_places"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    mode: Mapped[str] = mapped_column(String(8))
    region: Mapped[str] = mapped_column(String(32), index=True)
    names: Mapped[dict[str, str]] = mapped_column(Json)
    address: Mapped[dict[str, str]] = mapped_column(Json)
    opens_minute: Mapped[int] = mapped_column(SmallInteger)
    closes_minute: Mapped[int] = mapped_column(SmallInteger)
    queue: Mapped[list[int]] = mapped_column(Json)


class BookingRow(Table):
    """One time at one place, taken by one customer."""

    __tablename__ = "life_bookings"
    __table_args__ = (UniqueConstraint("place_id", "starts_at"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(64), index=True)
    place_id: Mapped[str] = mapped_column(String(32))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
