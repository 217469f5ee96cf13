"""Reasons in the reader's language: one line each, and one sentence of them all."""

from collections.abc import Mapping, Sequence
from typing import Any

from recommender.answer import Evidence, Ranked, Reason
from recommender.catalogue.model import CatalogueItem
from recommender.dataset import ItemKey
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
PERIODS = {"week": "this week", "month": "this month", "earlier": "earlier"}


Titles = Mapping[ItemKey, CatalogueItem]


def tell(ranked: Ranked, items: Titles, language: str) -> Ranked:
    """Write the title, each reason's line and the whole sentence in the reader's language."""
    reasons = tuple(_told(one, items, language) for one in ranked.reasons)
    sentence = _sentence(
        _merged([one for one in reasons if one.code != "other"], language), language
    )
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
        Evidence(kind=one.kind, id=one.id, title=_title(ItemKey(one.kind, one.id), items, language))
        for one in reason.evidence
    )
    phrase = _phrase(reason, evidence[0].title if evidence else "", language)
    text = _sentence({phrase: _signed(reason)}, language)
    return reason.model_copy(update={"evidence": evidence, "text": text})


def _merged(reasons: Sequence[Reason], language: str) -> dict[str, float]:
    """Say each thing once: what counts in two parts of the score has one phrase and one share."""
    merged: dict[str, float] = {}
    for one in reasons:
        phrase = _phrase(one, one.evidence[0].title if one.evidence else "", language)
        merged[phrase] = merged.get(phrase, 0.0) + _signed(one)
    return merged


def _signed(reason: Reason) -> float:
    return -reason.share if reason.value < 0 else reason.share


def _sentence(told: Mapping[str, float], language: str) -> str:
    """Say what speaks for an item, then what speaks against it; what rounds to 0 % is left out.

    Args:
        told: Phrase to share, negative for what speaks against the item.
        language: The reader's.
    """
    loud = {phrase: share for phrase, share in told.items() if round(abs(share) * 100)} or told
    pros = _join([_with_share(*one, language) for one in loud.items() if one[1] >= 0], language)
    cons = _join([_with_share(*one, language) for one in loud.items() if one[1] < 0], language)
    if pros and cons:
        return say(language, "Because {pros}; against it speaks that {cons}.", pros=pros, cons=cons)
    if cons:
        return say(language, "Against it speaks that {cons}.", cons=cons)
    return say(language, "Because {reasons}.", reasons=pros)


def _with_share(phrase: str, share: float, language: str) -> str:
    return say(language, "{phrase} ({percent} %)", phrase=phrase, percent=round(abs(share) * 100))


def _phrase(reason: Reason, title: str, language: str) -> str:
    words: dict[str, Any] = {"title": title, **reason.params}
    if "times" in words:
        words["often"] = _often(words["times"], language)
        words["period"] = say(language, PERIODS[words["period"]])
    return say(language, PHRASES[reason.code], **words)


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
