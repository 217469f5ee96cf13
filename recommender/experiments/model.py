"""Training runs as people read them."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class ModelRun(BaseModel):
    """One training run."""

    model_config = ConfigDict(frozen=True)

    id: str
    created_at: datetime
    seconds: float
    name: str = Field(description="What was chosen, per surface.")
    data_hash: str
    publishable: bool = Field(description="Significantly above popularity, or popularity itself.")
    reason: str = Field(description="Why it was chosen, or why it is not published.")
    report: dict[str, Any]
    requested_by: str


class Activation(BaseModel):
    """Which model serves, since when, by whom."""

    model_config = ConfigDict(frozen=True)

    model_id: str
    version: int
    activated_at: datetime
    activated_by: str


class ModelList(BaseModel):
    """All runs, newest first, and the one that serves."""

    active: Activation | None
    serving: str | None = Field(None, description="Id of the model that this process serves with.")
    broken: str | None = Field(
        None, description="Id of the active model where its files cannot be read."
    )
    runs: list[ModelRun]
