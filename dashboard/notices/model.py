"""A notice as it is published."""

from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from recommender.customers.model import Segment

Level = Literal["info", "warning", "critical"]


class NoticeIn(BaseModel):
    """A message of the bank with its time and its readers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    level: Level = "info"
    title: dict[str, str] = Field(min_length=1, description="Text per language.")
    body: dict[str, str] = Field(min_length=1, description="Text per language.")
    segment: Segment | None = Field(None, description="Whom it is for; None is everybody.")
    starts_at: AwareDatetime
    ends_at: AwareDatetime | None = None

    @model_validator(mode="after")
    def _ends_after_start(self) -> "NoticeIn":
        if self.ends_at is not None and self.ends_at <= self.starts_at:
            raise ValueError("A notice ends after it starts.")
        return self


class Published(BaseModel):
    """A notice as a customer finds it."""

    model_config = ConfigDict(frozen=True)

    id: str
    level: Level
    title: dict[str, str]
    body: dict[str, str]
    at: datetime
    seen: bool
