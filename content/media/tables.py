"""Table of the uploaded pictures; they live in the database, so that a backup holds them."""

from datetime import datetime

from sqlalchemy import Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from content.metadata import Table
from recommender.database import UtcDateTime


class MediaRow(Table):
    """One picture under its random name."""

    __tablename__ = "card_media"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    mime: Mapped[str] = mapped_column(String(32))
    size: Mapped[int] = mapped_column(Integer)
    data: Mapped[bytes] = mapped_column(LargeBinary)
    made_by: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
