"""Tables of trials: what was designed, and one row of counts per customer."""

from datetime import datetime
from typing import Any

from sqlalchemy import Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from recommender.database import Id, Json, UtcDateTime
from recommender.ids import ID_LENGTH
from recommender.metadata import Table


class TrialRow(Table):
    """One trial; the two cursors say which decisions and events are counted already."""

    __tablename__ = "trials"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    state: Mapped[str] = mapped_column(String(16))
    scenario: Mapped[str] = mapped_column(String(32))
    design: Mapped[dict[str, Any]] = mapped_column(Json)
    made_by: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_by: Mapped[str | None] = mapped_column(String(64))
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    why: Mapped[str] = mapped_column(Text)
    stopped: Mapped[dict[str, Any]] = mapped_column(Json)
    decisions_until: Mapped[str | None] = mapped_column(Id)
    events_until: Mapped[str | None] = mapped_column(Id)


class TrialCountRow(Table):
    """What one customer got and did within the trial's window; `early_` within the guard's."""

    __tablename__ = "trial_counts"

    trial_id: Mapped[str] = mapped_column(Id, primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    arm: Mapped[str] = mapped_column(String(32))
    first_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decisions: Mapped[int] = mapped_column(Integer)
    short: Mapped[int] = mapped_column(Integer)
    impressions: Mapped[int] = mapped_column(Integer)
    clicks: Mapped[int] = mapped_column(Integer)
    reads: Mapped[int] = mapped_column(Integer)
    dismissals: Mapped[int] = mapped_column(Integer)
    purchases: Mapped[int] = mapped_column(Integer)
    early_short: Mapped[int] = mapped_column(Integer)
    early_clicks: Mapped[int] = mapped_column(Integer)
    early_dismissals: Mapped[int] = mapped_column(Integer)
