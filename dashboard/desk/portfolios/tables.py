"""Tables of portfolios; imported by the repository only."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.metadata import Table


class PortfolioRow(Table):
    """The one relationship manager who looks after a customer."""

    __tablename__ = "desk_portfolios"

    customer_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    rm_id: Mapped[str] = mapped_column(String(64), index=True)
    since: Mapped[date]


class TeamRow(Table):
    """The branch manager whom a relationship manager belongs to."""

    __tablename__ = "desk_teams"

    rm_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    manager_id: Mapped[str] = mapped_column(String(64), index=True)
