"""Words for what rules do, where, and what the law's rule sets say."""

from typing import Any

import reflex as rx

from widgets.words import t

EFFECTS = {
    "pin": "Pin to the top",
    "boost": "Boost",
    "bury": "Bury",
    "exclude": "Leave out",
    "share": "Share of places",
}
EFFECT_HELP = {
    "pin": "The items stand first, in this order, for everybody who may be offered them.",
    "boost": "The items rise: this much is added to their scores.",
    "bury": "The items sink: this much is taken from their scores.",
    "exclude": "The items appear in no list; each is stored as left out by the bank.",
    "share": "At least this share of the places goes to the best of these items.",
}
SCENARIOS = {
    "home": "Home",
    "feed": "Feed",
    "discover": "Discover",
    "related": "Related items",
    "desk": "Adviser's desk",
}
KINDS = {"product": "Products", "content": "Contents", "service": "Services"}
STRENGTHS = ((0.5, "A little"), (1.0, "Clearly"), (2.0, "Strongly"))
SHARES = (0.1, 0.2, 0.3, 0.4, 0.5)
OUTCOMES = {"present": "is in the list", "absent": "is not in the list", "first": "stands first"}
PLACED = {
    "rank": "",
    "variety": "For variety",
    "new": "New",
    "pinned": "Pinned",
    "promoted": "By its share",
}
REGIONS = {"cn": "China", "eu": "European Union"}
USES = {
    "ranking": "Ranking by personal features",
    "marketing": "Marketing",
    "adviser": "Sharing with an adviser",
    "partner": "Sharing with partners",
}


FIELDS = {
    "name": "Name",
    "why": "Why",
    "effect": "Effect",
    "items": "Items",
    "topics": "Topics",
    "types": "Product types",
    "kinds": "Kinds",
    "scenarios": "Surfaces",
    "segments": "Segments",
    "minimum_capacity": "Minimum capacity",
    "starts_at": "Start",
    "ends_at": "End",
    "priority": "Priority",
    "strength": "Strength",
    "share": "Share",
    "cases": "Test cases",
    "version": "Version",
    "valid_from": "Valid from",
    "matrix": "Matrix",
    "assessment_months": "Assessment validity (months)",
    "ages": "Age rules",
    "qualified_types": "Types for qualified investors",
    "qualified_conditions": "Conditions for qualified investors",
    "complex_types": "Complex types",
    "knowledge_for_complex": "Knowledge proof for complex products",
    "negative_target_market": "Negative target market",
    "elderly": "Elderly care",
    "senior": "Senior edition",
    "cooling_off": "Cooling-off",
    "disclosures": "Disclosures",
    "consents": "Consent",
    "sources": "Sources",
}


def named(table: dict[str, str], key: Any) -> Any:
    """Say one of some words by its key."""
    return rx.match(key, *[(one, t(words) if words else "") for one, words in table.items()], key)
