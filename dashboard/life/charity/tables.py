"""Tables of causes and gifts."""

from datetime import date

from sqlalchemy import SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.metadata import Table
from recommender.database import BigInt, Id, Json


class CauseRow(Table):
    """Something that one can give to; `raised_minor` counts every gift."""

    __tablename__ = "life_causes"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    place: Mapped[int] = mapped_column(SmallInteger)
    names: Mapped[dict[str, str]] = mapped_column(Json)
    purpose: Mapped[dict[str, str]] = mapped_column(Json)
    goal_minor: Mapped[int] = mapped_column(BigInt)
    raised_minor: Mapped[int] = mapped_column(BigInt)


class GiftRow(Table):
    """One gift; of two in the same minute to the same cause the second is a slip."""

    __tablename__ = "life_gifts"
    __table_args__ = (UniqueConstraint("customer_id", "cause_id", "minute"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(64))
    cause_id: Mapped[str] = mapped_column(String(32))
    minute: Mapped[int] = mapped_column(BigInt)
    amount_minor: Mapped[int] = mapped_column(BigInt)
    given_on: Mapped[date]
