"""Consents as they are shown and changed."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Purpose = Literal["personalisation", "marketing", "rm_sharing", "partner"]


class ConsentChange(BaseModel):
    """What a customer allows from now on; purposes that are left out stay as they are."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    purposes: dict[Purpose, bool] = Field(min_length=1)
    version: int | None = Field(None, ge=0, description="The version that was seen, if it matters.")


class Consents(BaseModel):
    """What a customer allows now; version 0 is before the first choice."""

    customer_id: str
    version: int
    purposes: dict[str, bool]
    updated_at: datetime | None = None


class ConsentStep(BaseModel):
    """One earlier or present version of a customer's consents."""

    version: int
    purposes: dict[str, bool]
    at: datetime
    by: str
