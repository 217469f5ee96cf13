"""Reasons made of true contributions, and their words in the reader's language."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from recommender.answer import Evidence, Part, Ranked, Reason
from recommender.catalogue.model import CatalogueItem
from recommender.dataset import Interaction, ItemKey
from recommender.interest import CONTENT, is_read
from recommender.language import pick, say
from recommender.ranking import Pick
from recommender.scoring import Contribution

MOST_REASONS = 4
"""Reasons told one by one; the rest of each part is summed up in one line."""

DIGITS = 6
"""Values are rounded once, before they are summed, shown and stored."""

PARTS: tuple[Part, ...] = ("link", "collaborative", "prior")
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

PHRASES = {
    "bought": "you bought {title} {often} {period}",
    "applied": "you applied for {title} {often} {period}",
    "hold": "you hold {title}",
    "liked": "you liked “{title}” {period}",
    "shared": "you shared “{title}” {often} {period}",
    "read": "you read “{title}” {often} {period}",
    "clicked": "you opened “{title}” {often} {period}",
    "viewed": "you looked at “{title}” {often} {period}",
    "used": "you used “{title}”",
    "related": "it goes with “{title}”",
    "popular_segment": "it is popular with customers like you",
    "unpopular_segment": "it is less popular with customers like you",
    "popular": "{count} customers used it in the last {days} days",
    "other": "you did other things that go with it",
    "unknown": "we know little about it yet and show it to find out",
}
WITHHELD = {
    "unavailable": "not available now",
    "age": "outside its age bounds",
    "private": "for qualified investors only",
    "reassess": "the risk assessment is missing or has expired",
    "suitability": "riskier than the assessed capacity",
    "held": "already held",
    "senior": "not suggested in the senior edition",
    "consent": "no consent to this purpose",
    "dismissed": "turned down earlier, or held elsewhere",
    "card_state": "not published",
    "card_schedule": "outside its time on show",
    "card_audience": "for another audience",
    "card_language": "not in the customer's language",
    "card_cap": "shown often enough",
}
LEADS = {
    "variety": "So that you see other kinds too. {sentence}",
    "new": "New this week. {sentence}",
}
PERIODS = {"week": "this week", "month": "this month", "earlier": "earlier"}


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


def deeds_of(events: Iterable[Interaction]) -> dict[ItemKey, list[Interaction]]:
    """Sort interactions by item."""
    deeds: dict[ItemKey, list[Interaction]] = {}
    for event in events:
        deeds.setdefault(event.item, []).append(event)
    return deeds


def explain(picked: Pick, circumstances: Circumstances) -> Ranked:
    """Turn a pick into a ranked item: its reasons' values sum to the score, the shares to 1."""
    told, rest = _sift(picked.contributions)
    reasons = [_reason(one, circumstances) for one in told]
    for part in PARTS:
        values = [one.value for one in rest if one.part == part]
        if values:
            reasons.append(_drawn("other", part, math.fsum(values)))
    return Ranked(
        kind=picked.key.kind,
        id=picked.key.id,
        title="",
        score=_exact(one.value for one in reasons),
        parts={part: _exact(one.value for one in reasons if one.part == part) for part in PARTS},
        placed=picked.placed,
        reasons=with_shares(reasons),
    )


def with_shares(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    """Give each reason its share: its size over all sizes; nothing known is one whole reason."""
    whole = math.fsum(abs(one.value) for one in reasons)
    if not whole:
        return (Reason(code="unknown", part="none", share=1.0, value=0.0),)
    return tuple(one.model_copy(update={"share": abs(one.value) / whole}) for one in reasons)


def _exact(values: Iterable[float]) -> float:
    return round(math.fsum(values), DIGITS)


def _sift(
    contributions: Sequence[Contribution],
) -> tuple[list[Contribution], list[Contribution]]:
    """Tell the largest apart from the rest, and at least the largest of each part."""
    ordered = sorted(contributions, key=lambda one: -abs(one.value))
    firsts = {one.part: index for index, one in reversed(list(enumerate(ordered)))}
    told = set(range(min(MOST_REASONS, len(ordered)))) | set(firsts.values())
    return (
        [one for index, one in enumerate(ordered) if index in told],
        [one for index, one in enumerate(ordered) if index not in told],
    )


def _reason(one: Contribution, circumstances: Circumstances) -> Reason:
    code, params = _cause(one, circumstances)
    evidence = (Evidence(kind=one.source.kind, id=one.source.id),) if one.source else ()
    drawn = _drawn(code, one.part, one.value)
    return drawn.model_copy(update={"params": params, "evidence": evidence})


def _drawn(code: str, part: Part, value: float) -> Reason:
    return Reason(code=code, part=part, value=round(value, DIGITS), share=0.0)


def _cause(one: Contribution, circumstances: Circumstances) -> tuple[str, dict[str, Any]]:
    if one.source is not None and one.source == circumstances.subject:
        return "related", {}
    if one.source is not None:
        return _deed(one.source, circumstances)
    if circumstances.popularity_days is not None:
        days = circumstances.popularity_days
        return "popular", {"days": days, "count": round(one.value)}
    code = "popular_segment" if one.value > 0 else "unpopular_segment"
    return code, {"segment": circumstances.segment}


def _deed(source: ItemKey, circumstances: Circumstances) -> tuple[str, dict[str, Any]]:
    """Say what the customer did with an item, how often, and how lately."""
    times: dict[str, list[datetime]] = {}
    for event in circumstances.deeds.get(source, ()):
        is_reading = event.item.kind == CONTENT and is_read(event)
        times.setdefault("read" if is_reading else event.action, []).append(event.at)
    for action, code in VERBS:
        if action in times:
            return code, _frequency(times[action], circumstances.now)
    return "used", {}


def _frequency(times: Sequence[datetime], now: datetime) -> dict[str, Any]:
    for period, span in (("week", WEEK), ("month", MONTH)):
        within = sum(now - span <= at for at in times)
        if within:
            return {"times": within, "period": period}
    return {"times": len(times), "period": "earlier"}


Titles = Mapping[ItemKey, CatalogueItem]


def tell(ranked: Ranked, items: Titles, language: str) -> Ranked:
    """Write the title, each reason's line and the whole sentence in the reader's language."""
    reasons = tuple(_told(one, items, language) for one in ranked.reasons)
    sentence = _sentence([one for one in reasons if one.code != "other"], language)
    lead = LEADS.get(ranked.placed)
    return ranked.model_copy(
        update={
            "title": _title(ItemKey(ranked.kind, ranked.id), items, language),
            "reasons": reasons,
            "why": say(language, lead, sentence=sentence) if lead else sentence,
        }
    )


def _told(reason: Reason, items: Titles, language: str) -> Reason:
    evidence = tuple(
        one.model_copy(update={"title": _title(ItemKey(one.kind, one.id), items, language)})
        for one in reason.evidence
    )
    told = reason.model_copy(update={"evidence": evidence})
    return told.model_copy(update={"text": _sentence([told], language)})


def _sentence(reasons: Sequence[Reason], language: str) -> str:
    """Say what speaks for an item, then what speaks against it; what rounds to 0 % is left out."""
    merged = _merged(reasons, language)
    loud = {phrase: share for phrase, share in merged.items() if round(abs(share) * 100)} or merged
    pros = _join([_with_share(*one, language) for one in loud.items() if one[1] >= 0], language)
    cons = _join([_with_share(*one, language) for one in loud.items() if one[1] < 0], language)
    if pros and cons:
        return say(language, "Because {pros}; against it speaks that {cons}.", pros=pros, cons=cons)
    if cons:
        return say(language, "Against it speaks that {cons}.", cons=cons)
    return say(language, "Because {reasons}.", reasons=pros)


def _merged(reasons: Sequence[Reason], language: str) -> dict[str, float]:
    """Say each thing once: what counts in two parts of the score has one phrase and one share."""
    merged: dict[str, float] = {}
    for one in reasons:
        phrase = say(language, PHRASES[one.code], **_words(one, language))
        sign = -1 if one.value < 0 else 1
        merged[phrase] = merged.get(phrase, 0.0) + sign * one.share
    return merged


def _with_share(phrase: str, share: float, language: str) -> str:
    return say(language, "{phrase} ({percent} %)", phrase=phrase, percent=round(abs(share) * 100))


def _words(reason: Reason, language: str) -> dict[str, Any]:
    words: dict[str, Any] = {"title": "", **reason.params}
    if reason.evidence:
        words["title"] = reason.evidence[0].title
    if "times" in words:
        words["often"] = _often(words["times"], language)
        words["period"] = say(language, PERIODS[words["period"]])
    return words


def _often(times: int, language: str) -> str:
    fixed = {1: "once", 2: "twice"}.get(times)
    return say(language, fixed) if fixed else say(language, "{n} times", n=times)


def _title(key: ItemKey, items: Titles, language: str) -> str:
    item = items.get(key)
    return pick(item.titles, language) if item else key.id


def _join(phrases: Sequence[str], language: str) -> str:
    if len(phrases) < 2:
        return "".join(phrases)
    first = say(language, ", ").join(phrases[:-1])
    return say(language, "{first} and {last}", first=first, last=phrases[-1])


def say_withheld(reason: str, language: str) -> str:
    """Say why something is withheld."""
    return say(language, WITHHELD.get(reason, reason))
