"""Names of the topics that cards and products carry; other codes stand for themselves."""

from collections.abc import Mapping
from types import MappingProxyType

TOPICS: Mapping[str, str] = MappingProxyType(
    {
        "basics": "Basics",
        "saving": "Saving",
        "cash": "Cash",
        "bonds": "Bonds",
        "funds": "Funds",
        "index": "Index investing",
        "gold": "Gold",
        "pension": "Pension",
        "insurance": "Insurance",
        "tax": "Tax",
        "family": "Family",
        "housing": "Housing",
        "safety": "Safety",
        "currency": "Currencies",
        "market": "Markets",
        "business": "Business",
        "legacy": "Legacy",
    }
)
"""Topic code to its English name, which is the key of its translation."""
