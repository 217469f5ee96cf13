"""Tables of models: each training run, and the one model that serves."""

from datetime import datetime
from typing import Any

from sqlalchemy import Float, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from recommender.database import BigInt, Id, Json, UtcDateTime
from recommender.metadata import Table


class ModelRunRow(Table):
    """One training run; its artefact lies in the folder of the same id."""

    __tablename__ = "model_runs"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seconds: Mapped[float] = mapped_column(Float)
    name: Mapped[str] = mapped_column(String(200))
    data_hash: Mapped[str] = mapped_column(String(64))
    publishable: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    report: Mapped[dict[str, Any]] = mapped_column(Json)
    requested_by: Mapped[str] = mapped_column(String(64))


class ActiveModelRow(Table):
    """One row: the model that serves; every process polls it."""

    __tablename__ = "active_model"

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    model_id: Mapped[str] = mapped_column(Id)
    version: Mapped[int] = mapped_column(BigInt)
    activated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    activated_by: Mapped[str] = mapped_column(String(64))
