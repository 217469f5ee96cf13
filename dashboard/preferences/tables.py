"""Table of preferences; imported by the repository only."""

from datetime import datetime

from sqlalchemy import Boolean, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.metadata import Table
from recommender.database import UtcDateTime


class PreferenceRow(Table):
    """How one person, or one visitor, wants to see the product."""

    __tablename__ = "preferences"

    owner: Mapped[str] = mapped_column(String(64), primary_key=True)
    language: Mapped[str] = mapped_column(String(8))
    theme: Mapped[str] = mapped_column(String(8))
    hide_amounts: Mapped[bool] = mapped_column(Boolean)
    senior: Mapped[bool] = mapped_column(Boolean)
    scale: Mapped[int] = mapped_column(SmallInteger, server_default="150")
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
