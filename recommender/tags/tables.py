"""Table of ignored signals."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from recommender.database import UtcDateTime
from recommender.ids import ID_LENGTH
from recommender.metadata import Table


class IgnoredSignalRow(Table):
    """A topic or item that must not speak for a customer."""

    __tablename__ = "ignored_signals"

    customer_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    signal_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
