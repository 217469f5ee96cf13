"""The home that a new customer finds, one a segment, until the bank publishes its own."""

from collections.abc import Mapping

from dashboard.layouts.bank_home import BankHome, Card
from dashboard.layouts.model import Layout
from widgets.base import Size, Widget

Arrangement = tuple[tuple[str, Size], ...]

_FALLBACK: Arrangement = (
    ("balances", "M"),
    ("notices", "M"),
    ("spending", "L"),
    ("dues", "L"),
    ("smart", "M"),
    ("billers", "M"),
    ("allocation", "L"),
    ("products", "L"),
    ("goals", "L"),
    ("feed", "L"),
)
ARRANGEMENTS: Mapping[str, Arrangement] = {
    "mass": _FALLBACK,
    "affluent": (
        ("balances", "M"),
        ("notices", "M"),
        ("allocation", "L"),
        ("performance", "L"),
        ("smart", "M"),
        ("idle_cash", "M"),
        ("dues", "L"),
        ("products", "L"),
        ("journey", "L"),
        ("feed", "L"),
    ),
    "private": (
        ("allocation", "L"),
        ("performance", "L"),
        ("balances", "M"),
        ("notices", "M"),
        ("holdings", "L"),
        ("dues", "L"),
        ("manager", "M"),
        ("smart", "M"),
        ("products", "L"),
        ("feed", "L"),
    ),
    "young": (
        ("balances", "M"),
        ("notices", "M"),
        ("goals", "L"),
        ("spending", "L"),
        ("smart", "M"),
        ("subscriptions", "M"),
        ("feed", "L"),
        ("dues", "L"),
        ("products", "L"),
        ("allocation", "L"),
    ),
    "senior": (
        ("balances", "L"),
        ("dues", "L"),
        ("notices", "M"),
        ("alerts", "M"),
        ("calendar", "L"),
        ("allocation", "L"),
        ("products", "L"),
        ("feed", "L"),
    ),
    "sme": (
        ("balances", "L"),
        ("business", "L"),
        ("notices", "M"),
        ("smart", "M"),
        ("dues", "L"),
        ("cash_flow", "L"),
        ("allocation", "L"),
        ("products", "L"),
        ("documents", "L"),
        ("feed", "L"),
    ),
}
"""Eight to ten cards: rows of two figures between rows of two charts or lists, none ragged."""


def built_in(segment: str) -> BankHome:
    """Return the home that a segment has before the bank publishes one of its own."""
    wanted = ARRANGEMENTS.get(segment, _FALLBACK)
    return BankHome(cards=tuple(Card(kind=kind, size=size) for kind, size in wanted))


def default_layout(segment: str, kinds: Mapping[str, Widget]) -> Layout:
    """Build a segment's built-in home from those of its kinds that are registered."""
    return built_in(segment).layout(kinds)
