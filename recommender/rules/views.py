"""Rules as the people who write and check them see them."""

from datetime import datetime

from pydantic import BaseModel

from recommender.changes.model import State, Version
from recommender.rules.content import RuleContent, RuleRecord, Standing


class StepView(BaseModel):
    """One step of the workflow."""

    action: str
    by: str
    at: datetime
    note: str = ""


class RuleView(BaseModel):
    """A rule with its newest version."""

    id: str
    number: int
    state: State
    standing: Standing
    content: RuleContent
    content_hash: str
    editors: list[str]
    steps: list[StepView]
    live_number: int | None = None
    published_at: datetime | None = None
    published_by: str = ""
    made_by: str
    made_at: datetime
    changed_at: datetime


class RuleVersionView(BaseModel):
    """One version in the history."""

    number: int
    state: State
    content: RuleContent
    content_hash: str
    editors: list[str]
    made_at: datetime
    steps: list[StepView]
    is_live: bool = False


class CaseResult(BaseModel):
    """How a test came out; `faults` says what the list held instead."""

    name: str
    passed: bool
    faults: list[str] = []


class ShownItem(BaseModel):
    """One place of a preview."""

    kind: str
    id: str
    title: str
    placed: str
    score: float
    shift: float = 0.0


class Preview(BaseModel):
    """A persona's list without and with a rule."""

    before: list[ShownItem]
    after: list[ShownItem]


class Cost(BaseModel):
    """What a rule does to the clicks that are expected, per 1,000 lists of the sample.

    Attributes:
        method: `logged`: the click curve is learned from logged lists; `scores`: too few clicks
            are logged, so it is assumed and follows the model's scores.
        lists: Recent decisions that were made again, without and with the rule.
        changed: Lists that the rule changes.
        low: Lower bound of the 95 % interval of `change`.
    """

    method: str
    lists: int
    customers: int
    changed: int
    logged_lists: int
    logged_clicks: int
    before: float
    after: float
    change: float
    low: float
    high: float
    at: datetime | None = None
    by: str = ""


def steps_of(version: Version) -> list[StepView]:
    """Return the steps of a version."""
    return [
        StepView(action=step.action, by=step.actor_id, at=step.at, note=step.note)
        for step in version.steps
    ]


def rule_view(record: RuleRecord, version: Version, now: datetime) -> RuleView:
    """Put a rule and its newest version together."""
    return RuleView(
        id=record.id,
        number=version.number,
        state=version.state,
        standing=record.standing(now),
        content=RuleContent.model_validate(version.content),
        content_hash=version.content_hash,
        editors=sorted(version.editors),
        steps=steps_of(version),
        live_number=record.live.number if record.live else None,
        published_at=record.live.published_at if record.live else None,
        published_by=record.live.published_by if record.live else "",
        made_by=record.made_by,
        made_at=record.made_at,
        changed_at=version.steps[-1].at if version.steps else version.made_at,
    )


def version_view(version: Version, *, is_live: bool) -> RuleVersionView:
    """Return one version for the history."""
    return RuleVersionView(
        number=version.number,
        state=version.state,
        content=RuleContent.model_validate(version.content),
        content_hash=version.content_hash,
        editors=sorted(version.editors),
        made_at=version.made_at,
        steps=steps_of(version),
        is_live=is_live,
    )
