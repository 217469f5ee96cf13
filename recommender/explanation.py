"""Reasons made of true contributions: what they are, not yet how they are told."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from recommender.answer import Evidence, Part, Placed, Ranked, Reason
from recommender.dataset import Interaction, ItemKey
from recommender.interest import CONTENT, is_read
from recommender.ranking import Pick
from recommender.scored import MOST_TOLD, Contribution

MOST_REASONS = MOST_TOLD
"""Reasons told one by one; the rest of each part is summed up in one line."""

DIGITS = 6
"""Values are rounded once, before they are summed, shown and stored."""

PARTS: tuple[Part, ...] = ("link", "collaborative", "prior", "rule")
WEEK, MONTH = timedelta(days=7), timedelta(days=30)

VERBS = (
    ("buy", "bought"),
    ("apply", "applied"),
    ("hold", "hold"),
    ("like", "liked"),
    ("share", "shared"),
    ("read", "read"),
    ("click", "clicked"),
    ("view", "viewed"),
)
"""What a customer did, strongest first, and the code of a reason that rests on it."""

CODES = dict(VERBS)
RANKS = {action: rank for rank, action in enumerate(CODES)}


Cause = tuple[str, dict[str, Any]]
"""The code of a reason with its parameters."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What turns a contribution into a reason.

    Attributes:
        deeds: The customer's own interactions that were scored, by item.
        segment: The customer's segment, None where it was not used.
        popularity_days: Window of the popularity; None when the prior is the segment's.
        subject: The item whose company was looked for, None for a customer's own list.
    """

    deeds: Mapping[ItemKey, Sequence[Interaction]]
    now: datetime
    segment: str | None = None
    popularity_days: int | None = None
    subject: ItemKey | None = None
    _causes: dict[ItemKey, Cause] = field(default_factory=dict, repr=False)

    def cause(self, source: ItemKey) -> Cause:
        """Say what the customer did with an item, how often, and how lately."""
        known = self._causes.get(source)
        if known is None:
            known = self._causes[source] = self._find(source)
        return known

    def _find(self, source: ItemKey) -> Cause:
        if source == self.subject:
            return "related", {}
        return _deed(self.deeds.get(source, ()), self.now)


class Drawn(NamedTuple):
    """A reason before the shares are known; its evidence is an item, or nothing."""

    code: str
    part: Part
    value: float
    params: Mapping[str, Any] = {}
    source: ItemKey | None = None


UNKNOWN = Drawn("unknown", "none", 0.0)
"""The one reason of what nothing is known of."""


class Line(NamedTuple):
    """A ranked item, as light as a list is when it is made."""

    key: ItemKey
    score: float
    drawn: Sequence[Drawn]
    placed: Placed
    propensity: float

    @property
    def shares(self) -> list[float]:
        """The size of each reason over the sizes of all; they sum to 1."""
        whole = math.fsum(abs(one.value) for one in self.drawn)
        return [abs(one.value) / whole for one in self.drawn] if whole else [1.0] * len(self.drawn)

    @property
    def parts(self) -> dict[str, float]:
        """The parts of the score, which sum to it."""
        sums: dict[str, float] = dict.fromkeys(PARTS, 0.0)
        for _, part, value, _, _ in self.drawn:
            if value:
                sums[part] += value
        return {part: round(one, DIGITS) for part, one in sums.items()}


def deeds_of(events: Iterable[Interaction]) -> dict[ItemKey, list[Interaction]]:
    """Sort interactions by item."""
    deeds: dict[ItemKey, list[Interaction]] = {}
    for event in events:
        deeds.setdefault(event.item, []).append(event)
    return deeds


def explain(picked: Pick, circumstances: Circumstances) -> Ranked:
    """Turn a pick into a ranked item: its reasons' values sum to the score, the shares to 1."""
    return ranked_of(line_of(picked, circumstances))


def line_of(picked: Pick, circumstances: Circumstances) -> Line:
    """Turn a pick into a line."""
    told, rest = _sift(picked.contributions)
    drawn = [_draw(one, circumstances) for one in told]
    for part in PARTS if rest else ():
        values = [one.value for one in rest if one.part == part]
        if values:
            drawn.append(Drawn("other", part, _exact(values)))
    score = _exact([one.value for one in drawn])
    known = drawn if score or any(one.value for one in drawn) else [UNKNOWN]
    return Line(picked.key, score, known, picked.placed, picked.propensity)


def ranked_of(line: Line) -> Ranked:
    """Return a line as what leaves a service, without words yet."""
    return Ranked(
        kind=line.key.kind,
        id=line.key.id,
        title="",
        score=line.score,
        parts=line.parts,
        placed=line.placed,
        propensity=line.propensity,
        reasons=tuple(
            _reason(one, share) for one, share in zip(line.drawn, line.shares, strict=True)
        ),
    )


def _reason(drawn: Drawn, share: float) -> Reason:
    return Reason(
        code=drawn.code,
        part=drawn.part,
        params=dict(drawn.params),
        value=drawn.value,
        share=share,
        evidence=(Evidence(kind=drawn.source.kind, id=drawn.source.id),) if drawn.source else (),
    )


def _exact(values: Iterable[float]) -> float:
    return round(math.fsum(values), DIGITS)


def _sift(
    contributions: Sequence[Contribution],
) -> tuple[list[Contribution], list[Contribution]]:
    """Tell the largest apart from the rest, and at least the largest of each part."""
    single: list[Contribution] = []
    rest: list[Contribution] = []
    for one in contributions:
        (rest if one.is_rest else single).append(one)
    single.sort(key=_size, reverse=True)
    if len(single) <= MOST_REASONS:
        return single, rest
    told = single[:MOST_REASONS]
    parts = {one.part for one in told}
    for one in single[MOST_REASONS:]:
        (rest if one.part in parts else told).append(one)
        parts.add(one.part)
    return told, rest


def _size(one: Contribution) -> float:
    return abs(one.value)


def _draw(one: Contribution, circumstances: Circumstances) -> Drawn:
    part, source, value = one
    code, params = circumstances.cause(source) if source else _cause(one, circumstances)
    return Drawn(code, part, round(value, DIGITS), params, source)


def _cause(one: Contribution, circumstances: Circumstances) -> Cause:
    """Say what a term without an item of its own comes from."""
    if one.part == "rule":
        return ("boosted" if one.value > 0 else "buried"), {}
    if circumstances.popularity_days is not None:
        days = circumstances.popularity_days
        return "popular", {"days": days, "count": round(one.value)}
    code = "popular_segment" if one.value > 0 else "unpopular_segment"
    return code, {"segment": circumstances.segment}


def _deed(deeds: Sequence[Interaction], now: datetime) -> Cause:
    """Name the strongest thing that was done, with how often and how lately."""
    named = [_name_of(event) for event in deeds]
    action = min(named, key=_rank, default="")
    times = [event.at for event, name in zip(deeds, named, strict=True) if name == action]
    return (CODES[action], _frequency(times, now)) if action in CODES else ("used", {})


def _name_of(event: Interaction) -> str:
    return "read" if event.item.kind == CONTENT and is_read(event) else event.action


def _rank(action: str) -> int:
    return RANKS.get(action, len(RANKS))


def _frequency(times: Sequence[datetime], now: datetime) -> dict[str, Any]:
    for period, span in (("week", WEEK), ("month", MONTH)):
        since = now - span
        within = sum(at >= since for at in times)
        if within:
            return {"times": within, "period": period}
    return {"times": len(times), "period": "earlier"}
