"""What a card is: its content in all languages, its standing, and the views of it."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from content.audience import Audience
from content.cards.markup import refuse_markup
from recommender.changes.model import State
from recommender.language import LANGUAGES, SIMPLIFIED

Kind = Literal["article", "video", "offer"]
CardId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:-]{1,64}$")]
Title = Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)]
Summary = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Body = Annotated[str, StringConstraints(max_length=20_000)]
Topic = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,40}$")]
Image = Annotated[str, StringConstraints(pattern=r"^(art|media):[a-z0-9._-]{1,80}$")]


class Cap(BaseModel):
    """How often one customer is shown the card."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    times: int = Field(ge=1, le=100, description="At most this many impressions.")
    days: int = Field(7, ge=1, le=90, description="Counted over this many days.")


class CardContent(BaseModel):
    """One version of a card; what is approved is all of this, in all languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind = "article"
    title: dict[str, Title] = Field(default_factory=dict)
    summary: dict[str, Summary] = Field(default_factory=dict)
    body: dict[str, Body] = Field(default_factory=dict)
    image: Image = "art:ridge"
    topics: tuple[Topic, ...] = Field((), max_length=8)
    products: tuple[CardId, ...] = Field((), max_length=8)
    marketing: bool = False
    starts_at: datetime | None = Field(None, description="Bank time where no offset is given.")
    ends_at: datetime | None = Field(None, description="Bank time where no offset is given.")
    audience: Audience = Audience()
    cap: Cap | None = None
    minutes: int | None = Field(None, ge=1, le=180, description="Playing time of a video.")

    @field_validator("title", "summary", "body")
    @classmethod
    def _known_languages(cls, texts: dict[str, str]) -> dict[str, str]:
        unknown = set(texts) - set(LANGUAGES)
        if unknown:
            raise ValueError(f"unknown language {sorted(unknown)[0]}")
        for text in texts.values():
            refuse_markup(text)
        return {language: text for language, text in texts.items() if text.strip()}

    @model_validator(mode="after")
    def _ends_after_start(self) -> "CardContent":
        start, end = self.starts_at, self.ends_at
        if start and end and start.tzinfo and end.tzinfo and end <= start:
            raise ValueError("The end must be after the start.")
        return self

    def in_zone(self, zone: ZoneInfo) -> "CardContent":
        """Read times without an offset as the bank's local time."""
        times = {"starts_at": _aware(self.starts_at, zone), "ends_at": _aware(self.ends_at, zone)}
        return CardContent.model_validate(self.model_dump() | times)

    def is_due(self, now: datetime) -> bool:
        """Say whether now is within the schedule: the start belongs to it, the end does not."""
        return not self.is_early(now) and not self.is_over(now)

    def is_early(self, now: datetime) -> bool:
        """Say whether the schedule has not begun."""
        return self.starts_at is not None and now < self.starts_at

    def is_over(self, now: datetime) -> bool:
        """Say whether the schedule has ended."""
        return self.ends_at is not None and now >= self.ends_at


def _aware(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    return at.replace(tzinfo=zone) if at and at.tzinfo is None else at


class Standing(StrEnum):
    """Where a card stands for its readers."""

    UNPUBLISHED = "unpublished"
    SCHEDULED = "scheduled"
    LIVE = "live"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class LiveCard(BaseModel):
    """The published version of a card; `number` names it in events and results."""

    model_config = ConfigDict(frozen=True)

    id: CardId
    number: int
    content: CardContent
    published_at: datetime
    published_by: str = ""

    def standing(self, now: datetime) -> Standing:
        """Say where the schedule puts it now."""
        if self.content.is_early(now):
            return Standing.SCHEDULED
        return Standing.EXPIRED if self.content.is_over(now) else Standing.LIVE


class CardRecord(BaseModel):
    """A card as the studio keeps it, apart from its versions."""

    model_config = ConfigDict(frozen=True)

    id: CardId
    made_by: str
    made_at: datetime
    live: LiveCard | None = None
    withdrawn_at: datetime | None = None

    def standing(self, now: datetime) -> Standing:
        """Say where the card stands for its readers."""
        if self.live:
            return self.live.standing(now)
        return Standing.WITHDRAWN if self.withdrawn_at else Standing.UNPUBLISHED


class StepView(BaseModel):
    """One step of the workflow."""

    action: str
    by: str
    at: datetime
    note: str = ""


class CardView(BaseModel):
    """A card with its newest version, for marketers and reviewers."""

    id: str
    number: int
    state: State
    standing: Standing
    content: CardContent
    content_hash: str
    editors: list[str]
    steps: list[StepView]
    live_number: int | None = None
    published_at: datetime | None = None
    published_by: str = ""
    made_by: str
    made_at: datetime
    changed_at: datetime

    @property
    def has_pending_change(self) -> bool:
        """Say whether a newer version than the live one is being worked on."""
        return self.live_number is not None and self.live_number != self.number


class VersionView(BaseModel):
    """One version in the history."""

    number: int
    state: State
    content: CardContent
    content_hash: str
    editors: list[str]
    made_at: datetime
    steps: list[StepView]
    is_live: bool = False


def reading_minutes(texts: Mapping[str, str]) -> int:
    """Estimate minutes: 400 Chinese characters or 1,500 Latin letters (250 words) a minute."""
    chinese = texts.get(SIMPLIFIED, "")
    if chinese:
        return max(1, round(len(chinese) / 400))
    return max(1, round(max((len(text) for text in texts.values()), default=0) / 1500))
