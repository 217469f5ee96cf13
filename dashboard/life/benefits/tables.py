"""Tables of the benefits: tasks, rewards and the points ledger."""

from datetime import datetime

from sqlalchemy import SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.metadata import Table
from recommender.database import Id, Json, UtcDateTime


class TaskRow(Table):
    """Something that earns points once in a period; `proof` is what must have been done."""

    __tablename__ = "life_tasks"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    place: Mapped[int] = mapped_column(SmallInteger)
    names: Mapped[dict[str, str]] = mapped_column(Json)
    points: Mapped[int]
    period: Mapped[str] = mapped_column(String(8))
    proof: Mapped[str] = mapped_column(String(16))


class RewardRow(Table):
    """Something that points are exchanged for, once a customer, while there is stock."""

    __tablename__ = "life_rewards"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    place: Mapped[int] = mapped_column(SmallInteger)
    names: Mapped[dict[str, str]] = mapped_column(Json)
    points: Mapped[int]
    stock: Mapped[int]


class PointsRow(Table):
    """One line of the points ledger; one subject counts once in a period."""

    __tablename__ = "life_points"
    __table_args__ = (UniqueConstraint("customer_id", "subject", "period"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(48))
    period: Mapped[str] = mapped_column(String(16))
    names: Mapped[dict[str, str]] = mapped_column(Json)
    points: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
