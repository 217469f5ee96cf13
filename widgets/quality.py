"""The quality tier of a kind, computed from what can be checked: bronze, silver or gold.

A tier holds when every check of it and of those below it passes; none is claimed.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from recommender.language import ENGLISH, SIMPLIFIED
from widgets.base import Size, Widget
from widgets.face import Block, Face, spoken

Tier = Literal["bronze", "silver", "gold"]
TIERS: tuple[Tier, ...] = get_args(Tier)
SIZES: tuple[Size, ...] = get_args(Size)
MOST_BYTES = 20_000
LONGEST_SECONDS = 3.0
LOADED = "Loads within its time limit on this bank."
SMALL = "Its data stays below 20000 bytes on this bank."
"""What only a bank can tell, see `dashboard.operations.kinds`."""

_LETTERS = re.compile(r"[A-Za-z]{3}")
_LEADING = ("acts", "figure", "search", "choice", "rows", "progress")
_UNFOLDING = ("rows", "chart", "table", "acts")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


class Check(BaseModel):
    """One promise of a kind, and whether it is kept."""

    model_config = ConfigDict(frozen=True)

    name: str
    tier: Tier
    passed: bool
    wants: str


class Quality(BaseModel):
    """Where a kind stands, and what is missing for the next tier."""

    model_config = ConfigDict(frozen=True)

    kind: str
    tier: Tier | Literal["none"]
    checks: tuple[Check, ...]

    @property
    def missing(self) -> list[str]:
        """What the next tier wants."""
        return [one.wants for one in self.checks if not one.passed]


def quality(widget: Widget, measured: Mapping[str, bool] | None = None) -> Quality:
    """Check a kind.

    Args:
        widget: The kind.
        measured: Further checks of gold that need a bank or a browser, by what they want.
    """
    checks = [_checked(name, tier, wants, holds, widget) for name, tier, wants, holds in _RULES]
    checks += [
        Check(name="measured", tier="gold", passed=passed, wants=wants)
        for wants, passed in (measured or {}).items()
    ]
    return Quality(kind=widget.kind, tier=_tier(checks), checks=tuple(checks))


def _checked(
    name: str, tier: Tier, wants: str, holds: Callable[[Widget], bool], widget: Widget
) -> Check:
    return Check(name=name, tier=tier, passed=holds(widget), wants=wants)


def _tier(checks: list[Check]) -> Tier | Literal["none"]:
    reached: Tier | Literal["none"] = "none"
    for tier in TIERS:
        if not all(one.passed for one in checks if one.tier == tier):
            break
        reached = tier
    return reached


def _is_valid(widget: Widget) -> bool:
    try:
        packed = widget.sample.model_dump_json()
        return widget.data.model_validate_json(packed) == widget.sample
    except ValidationError:
        return False


def _is_small(widget: Widget) -> bool:
    return len(widget.sample.model_dump_json().encode()) < MOST_BYTES


def _is_described(widget: Widget) -> bool:
    fields = widget.config.model_json_schema().get("properties", {})
    return all(one.get("description") and "default" in one for one in fields.values())


def _is_named(widget: Widget) -> bool:
    chinese = f"{widget.title_in(SIMPLIFIED)}{widget.summary_in(SIMPLIFIED)}"
    english = f"{widget.title_in(ENGLISH)}{widget.summary_in(ENGLISH)}"
    return bool(_CHINESE.search(chinese)) and not _CHINESE.search(english)


def _has_content(widget: Widget) -> bool:
    """A face shows something in each of its sizes."""
    if not isinstance(widget.sample, Face):
        return True
    blocks = widget.sample.blocks
    return all(any(_stands(one, size) for one in blocks) for size in widget.sizes)


def _grows(widget: Widget) -> bool:
    """The largest size tells more than the smallest: a further block, or a list that unfolds."""
    if not isinstance(widget.sample, Face) or len(widget.sizes) < 2:
        return len(widget.sizes) > 1
    least, most = _sizes(widget)[0], _sizes(widget)[-1]
    blocks = widget.sample.blocks
    more = [one for one in blocks if _stands(one, most) and not _stands(one, least)]
    return bool(more) or any(one.type in _UNFOLDING for one in blocks)


def _is_sourced(widget: Widget) -> bool:
    return not isinstance(widget.sample, Face) or bool(widget.sample.source)


def _is_fresh(widget: Widget) -> bool:
    return 0 < widget.stale_seconds <= 7 * 86_400 and widget.timeout_seconds <= LONGEST_SECONDS


def _speaks_all(widget: Widget) -> bool:
    """Every sentence of the sample is there in every language."""
    packed = widget.sample.model_dump(mode="json")
    in_chinese = " ".join(_words(spoken(packed, SIMPLIFIED)))
    in_english = " ".join(_words(spoken(packed, ENGLISH)))
    return not _CHINESE.search(in_english) and (
        bool(_CHINESE.search(in_chinese)) or not _LETTERS.search(in_english)
    )


def _is_for_seniors(widget: Widget) -> bool:
    return widget.senior


def _leads_on(widget: Widget) -> bool:
    """There is one thing to do, or a figure that answers by itself."""
    if not isinstance(widget.sample, Face):
        return True
    return any(one.type in _LEADING for one in widget.sample.blocks)


_RULES: tuple[tuple[str, Tier, str, Callable[[Widget], bool]], ...] = (
    ("sample", "bronze", "A sample that survives JSON.", _is_valid),
    ("bytes", "bronze", "A sample below 20000 bytes.", _is_small),
    ("settings", "bronze", "A default and a help text for every setting.", _is_described),
    ("names", "bronze", "Title and summary in English and Chinese.", _is_named),
    (
        "sizes",
        "silver",
        "Something to see in every size.",
        _has_content,
    ),
    ("source", "silver", "A named source.", _is_sourced),
    (
        "times",
        "silver",
        "A time limit of at most 3 s, a stale time of at most a week.",
        _is_fresh,
    ),
    ("answer", "silver", "A figure, a list or one thing to do.", _leads_on),
    ("growth", "gold", "Two sizes or more, the larger telling more.", _grows),
    ("languages", "gold", "Every word of the sample in every language.", _speaks_all),
    ("senior", "gold", "A senior variant.", _is_for_seniors),
)


def _sizes(widget: Widget) -> list[Size]:
    return sorted(widget.sizes, key=SIZES.index)


def _stands(block: Block, size: Size) -> bool:
    return SIZES.index(block.since) <= SIZES.index(size) <= SIZES.index(block.until)


def _words(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _words(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _words(inner, name)
    elif isinstance(value, str) and name in _SPOKEN:
        yield value


_SPOKEN = frozenset({"text", "label", "title", "note", "chip", "alt", "confirm", "suffix"})
