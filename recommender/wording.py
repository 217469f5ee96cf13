"""Reasons in the reader's language: one line each, and one sentence of them all."""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from recommender.answer import Evidence, Placed, Ranked, Reason
from recommender.catalogue.model import CatalogueItem
from recommender.dataset import ItemKey
from recommender.explanation import Drawn
from recommender.language import pick, say

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
    "boosted": "the bank promotes it",
    "buried": "the bank holds it back",
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
    "segment": "made for other customers",
    "read": "read lately",
    "dismissed": "turned down earlier, or held elsewhere",
    "elderly": "above what is promoted at the customer's age",
    "knowledge": "complex, and no proof of knowledge of it",
    "target_market": "not made for customers like this one",
    "rule": "left out by the bank",
    "card_state": "not published",
    "card_schedule": "outside its time on show",
    "card_audience": "for another audience",
    "card_language": "not in the customer's language",
    "card_cap": "shown often enough",
}
LEADS = {
    "variety": "So that you see other kinds too. {sentence}",
    "new": "New this week. {sentence}",
    "pinned": "Placed by the bank. {sentence}",
    "promoted": "Placed by the bank among other kinds. {sentence}",
}
TITLE, PHRASE = "{title}", "{phrase}"
"""What a prepared form still lacks."""

PERIODS = {"week": "this week", "month": "this month", "earlier": "earlier"}


Titles = Mapping[ItemKey, CatalogueItem]
Around = tuple[str, str]
"""What a form says before and after the phrase that it lacks."""


class Said(NamedTuple):
    """A reason in words.

    Attributes:
        title: Of its evidence.
        share: Below 0 for what speaks against the item.
    """

    code: str
    phrase: str
    title: str
    share: float


def tell(ranked: Ranked, items: Titles, language: str) -> Ranked:
    """Write the title, each reason's line and the whole sentence in the reader's language."""
    book = Phrasebook(items, language)
    said = [book.say(_drawn_of(one), one.share) for one in ranked.reasons]
    reasons = tuple(
        one.model_copy(update={"evidence": _titled(one, words), "text": text_of(words, language)})
        for one, words in zip(ranked.reasons, said, strict=True)
    )
    told = {"reasons": reasons, "why": why_of(said, ranked.placed, language)}
    title = title_of(ItemKey(ranked.kind, ranked.id), items, language)
    return ranked.model_copy(update={"title": title, **told})


class Phrasebook:
    """What is said of the reasons of one list: a deed that speaks for many items is said once."""

    def __init__(self, titles: Titles, language: str) -> None:
        self.titles = titles
        self.language = language
        self._known: dict[tuple[str, ItemKey | None], tuple[str, str]] = {}

    def say(self, reason: Drawn, share: float) -> Said:
        """Say one reason in the reader's language."""
        code, _, value, _, source = reason
        phrase, title = self._known.get((code, source)) or self._find(reason)
        return Said(code, phrase, title, -share if value < 0 else share)

    def _find(self, reason: Drawn) -> tuple[str, str]:
        source = reason.source
        title = "" if source is None else title_of(source, self.titles, self.language)
        form = _form(reason.code, tuple(reason.params.items()), self.language)
        found = form.replace(TITLE, title), title
        if source is not None:
            self._known[reason.code, source] = found
        return found


def text_of(said: Said, language: str) -> str:
    """Return the line of one reason."""
    before, after = _line(round(abs(said.share) * 100), said.share < 0, language)
    return f"{before}{said.phrase}{after}"


def why_of(said: Sequence[Said], placed: Placed, language: str) -> str:
    """Return one sentence of all reasons.

    Each thing is said once: what counts in two parts of the score has one phrase and one share.
    """
    merged: dict[str, float] = {}
    for one in said:
        if one.code != "other":
            merged[one.phrase] = merged.get(one.phrase, 0.0) + one.share
    sentence = _sentence(merged, language)
    lead = LEADS.get(placed)
    return say(language, lead, sentence=sentence) if lead else sentence


def title_of(key: ItemKey, items: Titles, language: str) -> str:
    """Return the title of an item, its id where it is not known."""
    item = items.get(key)
    return pick(item.titles, language) if item else key.id


def _drawn_of(reason: Reason) -> Drawn:
    source = next((ItemKey(one.kind, one.id) for one in reason.evidence), None)
    return Drawn(reason.code, reason.part, reason.value, reason.params, source)


def _titled(reason: Reason, said: Said) -> tuple[Evidence, ...]:
    return tuple(Evidence(kind=one.kind, id=one.id, title=said.title) for one in reason.evidence)


@cache
def _line(percent: int, is_against: bool, language: str) -> Around:
    """Return the line of one reason, but for its phrase."""
    phrase = PHRASE.join(_with_share(percent, language))
    if is_against:
        return _around(say(language, "Against it speaks that {cons}.", cons=phrase))
    return _around(say(language, "Because {reasons}.", reasons=phrase))


def _sentence(told: Mapping[str, float], language: str) -> str:
    """Say what speaks for an item, then what speaks against it; what rounds to 0 % is left out.

    Args:
        told: Phrases with their shares, below 0 for what speaks against the item.
        language: The reader's.
    """
    sized = [(phrase, round(abs(share) * 100), share < 0) for phrase, share in told.items()]
    loud = [one for one in sized if one[1]] or sized
    phrases: tuple[list[str], list[str]] = ([], [])
    for phrase, percent, is_against in loud:
        before, after = _with_share(percent, language)
        phrases[is_against].append(f"{before}{phrase}{after}")
    pros, cons = (_join(one, language) for one in phrases)
    if pros and cons:
        return say(language, "Because {pros}; against it speaks that {cons}.", pros=pros, cons=cons)
    if cons:
        return say(language, "Against it speaks that {cons}.", cons=cons)
    return say(language, "Because {reasons}.", reasons=pros)


@cache
def _with_share(percent: int, language: str) -> Around:
    """Return a phrase with its share, but for the phrase."""
    return _around(say(language, "{phrase} ({percent} %)", phrase=PHRASE, percent=percent))


def _around(form: str) -> Around:
    before, _, after = form.partition(PHRASE)
    return before, after


@lru_cache(maxsize=5_000)
def _form(code: str, params: tuple[tuple[str, Any], ...], language: str) -> str:
    """Return the phrase of a reason, but for the title of its evidence."""
    words: dict[str, Any] = {"title": TITLE, **dict(params)}
    if "times" in words:
        words["often"] = _often(words["times"], language)
        words["period"] = say(language, PERIODS[words["period"]])
    return say(language, PHRASES[code], **words)


def _often(times: int, language: str) -> str:
    fixed = {1: "once", 2: "twice"}.get(times)
    return say(language, fixed) if fixed else say(language, "{n} times", n=times)


def _join(phrases: Sequence[str], language: str) -> str:
    if len(phrases) < 2:
        return "".join(phrases)
    first = say(language, ", ").join(phrases[:-1])
    return say(language, "{first} and {last}", first=first, last=phrases[-1])


def say_withheld(reason: str, language: str) -> str:
    """Say why something is withheld."""
    return say(language, WITHHELD.get(reason, reason))
