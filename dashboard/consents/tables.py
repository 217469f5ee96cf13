"""Tables of consents: the present ones, and every version that ever stood."""

from datetime import datetime

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.metadata import Table
from recommender.database import Id, Json, UtcDateTime
from recommender.ids import ID_LENGTH


class ConsentRow(Table):
    """What a customer allows now; `layer` names the import that brought it, None is a choice."""

    __tablename__ = "consents"

    customer_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    version: Mapped[int] = mapped_column(Integer)
    purposes: Mapped[list[str]] = mapped_column(Json)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    layer: Mapped[str | None] = mapped_column(Id, index=True)


class ConsentVersionRow(Table):
    """One version of a customer's consents; rows are only ever added."""

    __tablename__ = "consent_versions"

    customer_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    purposes: Mapped[list[str]] = mapped_column(Json)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(64))
    layer: Mapped[str | None] = mapped_column(Id, index=True)
