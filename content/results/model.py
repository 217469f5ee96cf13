"""Counts of a card over the events."""

from datetime import datetime

from pydantic import BaseModel, computed_field


class Counts(BaseModel):
    """What readers did; `unique` are people with at least one impression."""

    impressions: int = 0
    unique: int = 0
    clicks: int = 0
    dismissals: int = 0
    views: int = 0
    reads: int = 0

    @computed_field  # type: ignore[prop-decorator]  # pydantic's own documented order
    @property
    def click_through(self) -> float | None:
        """Clicks by impressions, None before the first impression."""
        return self.clicks / self.impressions if self.impressions else None


class Publication(BaseModel):
    """One stretch of time in which a version stood before readers; `until` is not part of it."""

    number: int
    since: datetime
    until: datetime | None = None
    by: str = ""


class VersionCounts(BaseModel):
    """Counts while one version was published."""

    publication: Publication
    counts: Counts


class Results(BaseModel):
    """The results of a card: in all, and by what was published at the time."""

    card_id: str
    total: Counts
    versions: list[VersionCounts]
