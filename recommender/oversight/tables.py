"""Table of checks: the newest report of each kind about each model."""

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from recommender.database import Id, Json, UtcDateTime
from recommender.metadata import Table


class ModelCheckRow(Table):
    """A check of a model that somebody asked for; `at` is None until it was made."""

    __tablename__ = "model_checks"

    model_id: Mapped[str] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    state: Mapped[str] = mapped_column(String(16))
    asked_by: Mapped[str] = mapped_column(String(64))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    report: Mapped[dict[str, Any]] = mapped_column(Json)
