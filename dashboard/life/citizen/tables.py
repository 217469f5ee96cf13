"""Tables of public services, of what they say of customers, and of the regions chosen."""

from datetime import date
from typing import Any

from sqlalchemy import SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.metadata import Table
from recommender.database import BigInt, Json


class PublicServiceRow(Table):
    """One public service and the codes of the regions that offer it."""

    __tablename__ = "life_public_services"

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    place: Mapped[int] = mapped_column(SmallInteger)
    icon: Mapped[str] = mapped_column(String(40))
    names: Mapped[dict[str, str]] = mapped_column(Json)
    regions: Mapped[list[str]] = mapped_column(Json)


class PublicAccountRow(Table):
    """What one service says of one customer."""

    __tablename__ = "life_public_accounts"

    customer_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    region: Mapped[str] = mapped_column(String(32))
    amount_minor: Mapped[int | None] = mapped_column(BigInt)
    told: Mapped[dict[str, Any]] = mapped_column(Json)
    updated_on: Mapped[date]


class ChosenRegionRow(Table):
    """The region whose services a customer wants to see."""

    __tablename__ = "life_chosen_regions"

    customer_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    region: Mapped[str] = mapped_column(String(32))
