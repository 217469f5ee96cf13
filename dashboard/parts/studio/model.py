"""What the studio shows of a card, and the way from its form to the card's content and back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError

from content.cards.model import CardContent, CardView, Standing, StepView, VersionView
from content.checks import Finding
from content.shelf import image_url
from dashboard.errors import Invalid
from dashboard.parts.article import blocks_of
from dashboard.parts.cards import ProductFace
from recommender.changes.compare import Difference
from recommender.changes.model import State
from recommender.language import ENGLISH, LANGUAGES, SIMPLIFIED, pick, say

Texts = dict[str, str]
LOCAL_MINUTES = "%Y-%m-%dT%H:%M"
NOTHING: Mapping[str, Any] = MappingProxyType({})
NO_TEXT: Texts = {SIMPLIFIED: "", ENGLISH: ""}
FIELDS = {
    "title": "Title",
    "summary": "Summary",
    "body": "Text",
    "kind": "Kind",
    "image": "Picture",
    "topics": "Topics",
    "products": "Linked products",
    "marketing": "Marketing",
    "starts_at": "Start",
    "ends_at": "End",
    "audience": "Audience",
    "cap": "Shown at most",
    "minutes": "Minutes",
}
LANGUAGE_NAMES = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文", "en": "English"}


class Draft(BaseModel):
    """The form of a card; times are the bank's local minutes, 0 and "" stand for nothing."""

    kind: str = "article"
    title: Texts = NO_TEXT
    summary: Texts = NO_TEXT
    body: Texts = NO_TEXT
    image: str = "art:ridge"
    image_url: str = "/art/ridge.svg"
    topics: list[str] = []
    products: list[ProductFace] = []
    marketing: bool = False
    starts_at: str = ""
    ends_at: str = ""
    segments: list[str] = []
    minimum: int = 0
    cap_times: int = 0
    cap_days: int = 7
    minutes: int = 0


class Face(BaseModel):
    """The texts of a card in the language of its preview."""

    title: str = ""
    summary: str = ""
    body: list[dict[str, Any]] = []


class FindingLine(BaseModel):
    """One finding in words of each language."""

    rule: Texts = {}
    severity: str = "warning"
    message: Texts = {}
    fix: Texts = {}
    adds_disclosure: bool = False


class StepLine(BaseModel):
    """One step of a version with the name of who took it."""

    action: str = ""
    by: Texts = {}
    at: str = ""
    note: str = ""


class VersionLine(BaseModel):
    """One version in the history."""

    number: int = 0
    state: str = ""
    by: Texts = {}
    at: str = ""
    is_live: bool = False


class DifferenceLine(BaseModel):
    """One field that differs."""

    field: Texts = {}
    before: str = ""
    after: str = ""


def draft_of(content: CardContent, zone: ZoneInfo, products: Sequence[ProductFace]) -> Draft:
    """Fill the form."""
    return Draft(
        kind=content.kind,
        title=NO_TEXT | content.title,
        summary=NO_TEXT | content.summary,
        body=NO_TEXT | content.body,
        image=content.image,
        image_url=image_url(content.image),
        topics=list(content.topics),
        products=list(products),
        marketing=content.marketing,
        starts_at=_local(content.starts_at, zone),
        ends_at=_local(content.ends_at, zone),
        segments=list(content.audience.segments),
        minimum=content.audience.minimum_capacity or 0,
        cap_times=content.cap.times if content.cap else 0,
        cap_days=content.cap.days if content.cap else 7,
        minutes=content.minutes or 0,
    )


def face_of(draft: Draft, language: str) -> Face:
    """Say what readers of a language will see; Traditional characters take their time."""
    return Face(
        title=pick(draft.title, language),
        summary=pick(draft.summary, language),
        body=blocks_of(pick(draft.body, language)),
    )


def content_of(draft: Draft) -> CardContent:
    """Read the form.

    Raises:
        Invalid: The message says what to change first.
    """
    try:
        return CardContent.model_validate(_sent(draft))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        words = first["msg"].removeprefix("Value error, ")
        field = str(first["loc"][0]) if first["loc"] else ""
        details = [{"field": field, "error": words}]
        raise Invalid(words, details=details) from error


def _sent(draft: Draft) -> dict[str, Any]:
    cap = {"times": draft.cap_times, "days": draft.cap_days} if draft.cap_times else None
    audience = {"segments": draft.segments, "minimum_capacity": draft.minimum or None}
    plain = draft.model_dump(include={"kind", "title", "summary", "body", "image", "topics"})
    return plain | {
        "products": [product.id for product in draft.products],
        "marketing": draft.marketing,
        "starts_at": draft.starts_at or None,
        "ends_at": draft.ends_at or None,
        "audience": audience,
        "cap": cap,
        "minutes": draft.minutes or None,
    }


def finding_line(finding: Finding, names: Mapping[str, Texts] = NOTHING) -> FindingLine:
    """Say a finding in every language; `names` of products stand in for their ids."""
    return FindingLine(
        rule=_everywhere(finding.rule),
        severity=finding.severity,
        message=_everywhere(finding.message, finding.params, names),
        fix=_everywhere(finding.fix, finding.params, names),
        adds_disclosure="text" in finding.params,
    )


def fault_line(fault: Invalid) -> FindingLine:
    """Say what makes the form unreadable."""
    return FindingLine(
        rule=_everywhere("Form"),
        severity="severe",
        message=_everywhere(fault.message),
        fix=_everywhere("Correct it to save the card."),
    )


def step_lines(view: CardView, names: Mapping[str, Texts]) -> list[StepLine]:
    """Name who took the steps of the newest version, its publication being the last."""
    steps = list(view.steps)
    if view.published_at and view.live_number == view.number:
        steps.append(StepView(action="publish", by=view.published_by, at=view.published_at))
    return [
        StepLine(
            action=step.action, by=named(names, step.by), at=step.at.isoformat(), note=step.note
        )
        for step in steps
    ]


def version_line(version: VersionView, names: Mapping[str, Texts]) -> VersionLine:
    """Name who made a version."""
    made_by = version.steps[0].by if version.steps else ""
    return VersionLine(
        number=version.number,
        state=version.state.value,
        by=named(names, made_by),
        at=version.made_at.isoformat(),
        is_live=version.is_live,
    )


def difference_line(found: Difference) -> DifferenceLine:
    """Say which field differs, and how."""
    field, _, rest = found.field.partition(".")
    suffix = f" ({LANGUAGE_NAMES[rest]})" if rest in LANGUAGE_NAMES else ""
    names = _everywhere(FIELDS.get(field, field))
    return DifferenceLine(
        field={language: f"{name}{suffix}" for language, name in names.items()},
        before=_shown(found.before),
        after=_shown(found.after),
    )


def named(names: Mapping[str, Texts], user_id: str) -> Texts:
    """Return a colleague's display name, or the account's where there is none."""
    return dict(names.get(user_id) or {ENGLISH: user_id, SIMPLIFIED: user_id})


def toggled(chosen: Sequence[str], one: str) -> list[str]:
    """Add one, or take it away when it is there."""
    return [each for each in chosen if each != one] if one in chosen else [*chosen, one]


def status_of(view: CardView) -> str:
    """Put a card under the one heading that tells its maker what it waits for."""
    if view.standing in (Standing.LIVE, Standing.SCHEDULED, Standing.EXPIRED):
        return view.standing.value
    if view.state in (State.DRAFT, State.CHANGES_REQUESTED, State.REVIEW):
        return view.state.value
    return "withdrawn" if view.standing is Standing.WITHDRAWN else "approved"


def _local(at: datetime | None, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime(LOCAL_MINUTES) if at else ""


def _everywhere(
    message: str, params: Mapping[str, str] = NOTHING, names: Mapping[str, Texts] = NOTHING
) -> Texts:
    """Say a message in every language; names of fields among its parameters are said too."""
    return {
        language: say(
            language, message, **{key: _word(language, one, names) for key, one in params.items()}
        )
        for language in LANGUAGES
    }


def _word(language: str, value: str, names: Mapping[str, Texts]) -> str:
    """Say a parameter, or each of several that commas part."""
    return ", ".join(_one_word(language, one, names) for one in value.split(", "))


def _one_word(language: str, value: str, names: Mapping[str, Texts]) -> str:
    if value in FIELDS:
        return say(language, FIELDS[value])
    return pick(names[value], language) if value in names else LANGUAGE_NAMES.get(value, value)


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    return "" if value is None else str(value)
