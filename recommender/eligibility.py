"""Masks before ranking: what law, the bank and the customer rule out, each item with one reason."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from datetime import datetime, timedelta

import numpy as np

from recommender.catalogue.model import PRODUCT, CatalogueItem
from recommender.customers.model import Facts
from recommender.dataset import ItemKey
from recommender.ports import Eligible
from recommender.shelf import Flags, Shelf, shelf_of
from recommender.sieve import Keyed, Listing, positions
from recommender.suitability.first import first
from recommender.suitability.masks import (
    Assessed,
    ElderlySafe,
    FitForSeniors,
    InTargetMarket,
    Knowing,
    OfAge,
    Qualified,
    Suitable,
    Today,
)
from recommender.suitability.model import RuleSet

UNAVAILABLE, HELD, CONSENT = "unavailable", "held", "consent"
SEGMENT, DISMISSED, READ = "segment", "dismissed", "read"
READ_AGAIN_AFTER = timedelta(days=30)
READ_JUST_NOW = timedelta(minutes=10)
Items = Sequence[CatalogueItem]
Customer = Facts | None


class Available(Keyed):
    """Open, and inside its window."""

    reason = UNAVAILABLE
    legal = True

    def key(self, customer: Customer, shelf: Shelf, now: datetime) -> Hashable:
        """Return how many windows have begun and ended until now."""
        return int(shelf.changes.searchsorted(now.timestamp(), "right"))

    def allowed(self, customer: Customer, items: Items, now: datetime) -> Flags:
        """Flag what can be had now."""
        shelf, instant = shelf_of(items), now.timestamp()
        is_in_time: Flags = (shelf.opens <= instant) & (instant < shelf.closes)
        return shelf.is_open & is_in_time


class NotHeld(Listing):
    """Nothing that is already held and may be held only once."""

    reason = HELD
    legal = True

    def blocked(self, customer: Customer, shelf: Shelf, now: datetime) -> Collection[int]:
        """Return what is held and may not be held again."""
        held = [ItemKey(PRODUCT, one) for one in customer.held] if customer else []
        return [one for one in positions(held, shelf) if shelf.single_hold[one]]


class Consented(Keyed):
    """What serves a purpose (attribute `purpose`) only with the customer's consent to it."""

    reason = CONSENT
    legal = True

    def key(self, customer: Customer, shelf: Shelf, now: datetime) -> Hashable:
        """Return the purposes that are agreed to, of those that matter."""
        return shelf.purposes & customer.scope.purposes if customer else frozenset()

    def allowed(self, customer: Customer, items: Items, now: datetime) -> Flags:
        """Flag items without a purpose and those whose purpose is consented to."""
        granted = customer.scope.purposes if customer else frozenset()
        return np.array([one is None or one in granted for one in shelf_of(items).purpose], bool)


class ForSegment(Keyed):
    """What is made for some segments (attribute `segments`, by comma) is not for the others."""

    reason = SEGMENT
    legal = False

    def key(self, customer: Customer, shelf: Shelf, now: datetime) -> Hashable:
        """Return what the flags depend on."""
        return customer.segment if customer and customer.segment in shelf.made_for else ""

    def allowed(self, customer: Customer, items: Items, now: datetime) -> Flags:
        """Flag what is for everybody or for the customer's segment."""
        segment = customer.segment if customer else ""
        return np.array([not one or segment in one for one in shelf_of(items).segments], bool)


class NotDismissed(Listing):
    """Nothing that the customer, or a relationship manager for them, has turned down."""

    reason = DISMISSED
    legal = False

    def __init__(self, dismissed: Collection[ItemKey]) -> None:
        self.dismissed = dismissed

    def blocked(self, customer: Customer, shelf: Shelf, now: datetime) -> Collection[int]:
        """Return what was ever turned down."""
        return positions(self.dismissed, shelf)


class Unread(Listing):
    """No content that was read lately; what was read just now may be gone back to."""

    reason = READ
    legal = False

    def __init__(self, read_at: Mapping[ItemKey, datetime]) -> None:
        self.read_at = read_at

    def blocked(self, customer: Customer, shelf: Shelf, now: datetime) -> Collection[int]:
        """Return what was read in the last month, but not only minutes ago."""
        ages = {key: now - at for key, at in self.read_at.items()}
        lately = [key for key, age in ages.items() if READ_JUST_NOW < age < READ_AGAIN_AFTER]
        return positions(lately, shelf)


def standing_masks(today: Today, rules: RuleSet | None = None) -> tuple[Eligible, ...]:
    """Return the masks that hold for every ranking; the first that blocks an item names it.

    Args:
        today: Turns an instant into the bank's day.
        rules: What the law of a region demands; the first Chinese rule set if None.
    """
    law = rules or first("cn")
    elderly = [ElderlySafe(today, law.elderly)] if law.elderly else []
    return (
        Available(),
        OfAge(today, law),
        Qualified(today, law),
        Assessed(today),
        Suitable(today, law),
        *([Knowing(law)] if law.knowledge_for_complex else []),
        *([InTargetMarket()] if law.negative_target_market else []),
        *elderly,
        NotHeld(),
        FitForSeniors(law.senior),
        Consented(),
        ForSegment(),
    )
