"""One posting as the statistics read it, and what it is spent on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from widgets.ports.spending import Category

OWN_MOVES = frozenset(
    {"opening", "saving", "purchase", "redemption", "gain", "loss", "maturity", "card_payment"}
)
"""Kinds of transactions between own accounts and investments: neither income nor spending.

A purchase by credit card counts on the day of the purchase, so paying the card's bill does not.
"""

CATEGORY_OF_PARTY: Mapping[str, Category] = MappingProxyType(
    {
        "landlord": "housing",
        "lender": "housing",
        "grocer": "groceries",
        "restaurant": "dining",
        "shop": "shopping",
        "transport": "transport",
        "electricity": "home_bills",
        "water": "home_bills",
        "gas": "home_bills",
        "broadband": "home_bills",
        "mobile": "home_bills",
        "property": "home_bills",
        "heating": "home_bills",
        "streaming": "subscriptions",
        "music": "subscriptions",
        "cloud": "subscriptions",
        "gym": "subscriptions",
        "insurer": "insurance",
        "family": "family",
        "clinic": "health",
        "travel": "travel",
    }
)
CATEGORY_OF_KIND: Mapping[str, Category] = MappingProxyType({"premium": "insurance"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a customer's account: what came (positive) or went (negative)."""

    on: date
    kind: str
    party_id: str
    party_kind: str
    party: Mapping[str, str]
    minor: int

    @property
    def category(self) -> Category:
        """What the counterparty is paid for; `other` where its kind tells nothing."""
        by_kind = CATEGORY_OF_KIND.get(self.kind)
        return by_kind or CATEGORY_OF_PARTY.get(self.party_kind, "other")

    @property
    def month(self) -> date:
        """First day of the month."""
        return self.on.replace(day=1)
