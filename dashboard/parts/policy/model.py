"""What the page of a rule shows, and the way from its form to the rule's content and back."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError

from dashboard.errors import Invalid
from dashboard.parts.policy.words import FIELDS
from dashboard.parts.studio.model import DifferenceLine
from recommender.catalogue.model import CatalogueItem
from recommender.catalogue.snapshot import Snapshot
from recommender.changes.compare import Difference
from recommender.changes.model import State
from recommender.language import ENGLISH, LANGUAGES, say
from recommender.rules.content import ItemRef, RuleCase, RuleContent, Standing
from recommender.rules.views import CaseResult, Cost, RuleView

Texts = dict[str, str]
MOST_SHOWN = 600
LOCAL_MINUTES = "%Y-%m-%dT%H:%M"


class ItemFace(BaseModel):
    """One item that a rule speaks of."""

    kind: str = "product"
    id: str = ""
    name: Texts = {}
    grade: int = 0


class RuleDraft(BaseModel):
    """The form of a rule; times are the bank's local minutes, 0 and "" stand for nothing."""

    name: str = ""
    why: str = ""
    effect: str = "boost"
    targets: list[ItemFace] = []
    topics: list[str] = []
    types: list[str] = []
    kinds: list[str] = []
    scenarios: list[str] = []
    segments: list[str] = []
    minimum: int = 0
    starts_at: str = ""
    ends_at: str = ""
    priority: int = 0
    strength: float = 1.0
    share: float = 0.2
    cases: list[dict[str, Any]] = []


class CaseLine(BaseModel):
    """One test with how it came out: `passed`, `failed`, or "" for not run."""

    name: str = ""
    scenario: str = ""
    segment: str = ""
    capacity: int = 0
    expects: list[dict[str, Any]] = []
    state: str = ""
    faults: list[str] = []


class CostLine(BaseModel):
    """What a version costs, with ready numbers; `method` "" where nobody has estimated it."""

    method: str = ""
    lists: int = 0
    changed: int = 0
    clicks: int = 0
    before: float = 0.0
    after: float = 0.0
    change: float = 0.0
    low: float = 0.0
    high: float = 0.0
    share: float = 0.0
    at: str = ""


class RuleLine(BaseModel):
    """One rule in the list."""

    id: str = ""
    name: str = ""
    effect: str = ""
    status: str = ""
    pending: str = ""
    scenarios: list[str] = []
    segments: list[str] = []
    starts_at: str = ""
    ends_at: str = ""
    changed_at: str = ""
    changed_by: Texts = {}
    cost: CostLine = CostLine()


def status_of(view: RuleView) -> str:
    """Put a rule under the one heading that tells its maker what it waits for."""
    if view.standing in (Standing.LIVE, Standing.SCHEDULED, Standing.EXPIRED):
        return view.standing.value
    if view.state in (State.DRAFT, State.CHANGES_REQUESTED, State.REVIEW):
        return view.state.value
    return "withdrawn" if view.standing is Standing.WITHDRAWN else "approved"


def face_of(item: CatalogueItem) -> ItemFace:
    """Name an item."""
    return ItemFace(kind=item.kind, id=item.id, name=dict(item.titles), grade=item.grade or 0)


def faces_of(refs: Sequence[ItemRef], snapshot: Snapshot) -> list[ItemFace]:
    """Name items, by their ids where the catalogue does not know them."""
    found = ((one, snapshot.get(one.kind, one.id)) for one in refs)
    return [
        face_of(item) if item else ItemFace(kind=one.kind, id=one.id, name={ENGLISH: one.id})
        for one, item in found
    ]


def draft_of(content: RuleContent, zone: ZoneInfo, items: Sequence[ItemFace]) -> RuleDraft:
    """Fill the form."""
    plain = ("name", "why", "effect", "priority", "strength", "share")
    lists = ("topics", "types", "kinds", "scenarios", "segments")
    return RuleDraft(
        **{name: getattr(content, name) for name in plain},
        **{name: list(getattr(content, name)) for name in lists},
        targets=list(items),
        minimum=content.minimum_capacity or 0,
        starts_at=_local(content.starts_at, zone),
        ends_at=_local(content.ends_at, zone),
        cases=[one.model_dump(mode="json") for one in content.cases],
    )


def content_of(draft: RuleDraft) -> RuleContent:
    """Read the form.

    Raises:
        Invalid: The message says what to change first.
    """
    sent = draft.model_dump(exclude={"targets", "minimum", "starts_at", "ends_at"}) | {
        "items": [{"kind": one.kind, "id": one.id} for one in draft.targets],
        "minimum_capacity": draft.minimum or None,
        "starts_at": draft.starts_at or None,
        "ends_at": draft.ends_at or None,
    }
    try:
        return RuleContent.model_validate(sent)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        words = first["msg"].removeprefix("Value error, ")
        field = ".".join(map(str, first["loc"]))
        raise Invalid(words, details=[{"field": field, "error": words}]) from error


def everywhere(message: str) -> Texts:
    """Say a message in every language."""
    return {language: say(language, message) for language in LANGUAGES}


def difference_line(found: Difference) -> DifferenceLine:
    """Say which field of a rule or rule set differs, and how."""
    field, _, rest = found.field.partition(".")
    suffix = f" ({rest})" if rest else ""
    names = everywhere(FIELDS.get(field, field))
    return DifferenceLine(
        field={language: f"{name}{suffix}" for language, name in names.items()},
        before=_shown(found.before),
        after=_shown(found.after),
    )


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)[:MOST_SHOWN]


def case_lines(
    draft: RuleDraft, snapshot: Snapshot, results: Sequence[CaseResult] = ()
) -> list[CaseLine]:
    """Put each test beside how it came out; without results none was run."""
    known = dict(enumerate(results))
    return [
        _case_line(RuleCase.model_validate(one), snapshot, known.get(at))
        for at, one in enumerate(draft.cases)
    ]


def _case_line(case: RuleCase, snapshot: Snapshot, result: CaseResult | None) -> CaseLine:
    state = "" if result is None else "passed" if result.passed else "failed"
    return CaseLine(
        name=case.name,
        scenario=case.scenario,
        segment=case.customer.segment,
        capacity=case.customer.capacity or 0,
        expects=[
            {"name": faces_of([one.item], snapshot)[0].name, "outcome": one.outcome}
            for one in case.expects
        ],
        state=state,
        faults=result.faults if result else [],
    )


def cost_line(costs: Mapping[str, Cost], content_hash: str) -> CostLine:
    """Return the estimate of a version, an empty one where there is none."""
    cost = costs.get(content_hash)
    if cost is None:
        return CostLine()
    return CostLine(
        method=cost.method,
        lists=cost.lists,
        changed=cost.changed,
        clicks=cost.logged_clicks,
        before=round(cost.before, 1),
        after=round(cost.after, 1),
        change=round(cost.change, 1),
        low=round(cost.low, 1),
        high=round(cost.high, 1),
        share=cost.change / cost.before if cost.before else 0.0,
        at=cost.at.isoformat() if cost.at else "",
    )


def _local(at: datetime | None, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime(LOCAL_MINUTES) if at else ""
