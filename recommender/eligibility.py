"""Masks before ranking: what law, the bank and the customer rule out, each item with one reason."""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from recommender.catalogue.model import PRODUCT, CatalogueItem
from recommender.customers.model import Facts
from recommender.dataset import ItemKey
from recommender.ports import MARKETING, Eligible
from recommender.shelf import OLDEST, Flags, Shelf, shelf_of
from recommender.suitability.first import first
from recommender.suitability.model import LEVELS, ElderlyCare, RuleSet, SeniorEdition

UNAVAILABLE, AGE, PRIVATE, REASSESS = "unavailable", "age", "private", "reassess"
SUITABILITY, HELD, SENIOR, CONSENT = "suitability", "held", "senior", "consent"
SEGMENT, DISMISSED, READ = "segment", "dismissed", "read"
ELDERLY, KNOWLEDGE, TARGET_MARKET = "elderly", "knowledge", "target_market"
READ_AGAIN_AFTER = timedelta(days=30)
READ_JUST_NOW = timedelta(minutes=10)
Items = Sequence[CatalogueItem]
Customer = Facts | None
Today = Callable[[datetime], date]
"""Turns an instant into the day in the bank's time zone."""


class Available:
    """Open, and inside its window."""

    reason = UNAVAILABLE
    legal = True

    def allowed(self, customer: Customer, items: Items, now: datetime) -> Flags:
        """Flag what can be had now."""
        shelf, instant = shelf_of(items), now.timestamp()
        is_in_time: Flags = (shelf.opens <= instant) & (instant < shelf.closes)
        return shelf.is_open & is_in_time


class OfAge:
    """Inside the item's age bounds and those of its type.

    Who has no known age passes no bound of an item; the bounds of types are passed by who was
    assessed, for only adults are.
    """

    reason = AGE
    legal = True

    def __init__(self, today: Today, rules: RuleSet) -> None:
        self.today = today
        self.rules = rules

    def allowed(self, customer: Customer, items: Items, now: datetime) -> Flags:
        """Flag what the customer's age permits."""
        shelf = shelf_of(items)
        age = customer.age_on(self.today(now)) if customer else None
        if age is None:
            return ~shelf.has_age_rule
        youngest, oldest = kept(shelf, ("ages", self.rules.ages), self._ages)
        fits: Flags = (youngest <= age) & (age <= oldest)
        return fits

    def _ages(self, shelf: Shelf) -> NDArray[np.int16]:
        ages = shelf.ages.copy()
        for rule in self.rules.ages:
            typed = of_types(shelf, rule.types)
            most = OLDEST if rule.max_age is None else rule.max_age
            ages[0, typed] = np.maximum(ages[0, typed], rule.min_age or 0)
            ages[1, typed] = np.minimum(ages[1, typed], most)
        return ages


class Qualified:
    """Private products only with a qualified-investor proof that has not expired."""

    reason = PRIVATE
    legal = True

    def __init__(self, today: Today, rules: RuleSet) -> None:
        self.today = today
        self.rules = rules

    def allowed(self, customer: Customer, items: Items, now: datetime) -> Flags:
        """Flag what is public, or everything for a qualified investor."""
        shelf = shelf_of(items)
        if customer is not None and customer.is_qualified_on(self.today(now)):
            return np.ones(len(shelf), bool)
        return ~(shelf.private | of_types(shelf, self.rules.qualified_types))


class Assessed:
    """Graded items only with a risk assessment that counts today."""

    reason = REASSESS
    legal = True

    def __init__(self, today: Today) -> None:
        self.today = today

    def allowed(self, customer: Customer, items: Items, now: datetime) -> Flags:
        """Flag everything for an assessed customer, else what carries no grade."""
        shelf = shelf_of(items)
        if customer is not None and customer.capacity_on(self.today(now)) is not None:
            return np.ones(len(shelf), bool)
        is_ungraded: Flags = shelf.grade == 0
        return is_ungraded


class Suitable:
    """No grade that the rule set does not match with the customer's capacity on the day."""

    reason = SUITABILITY
    legal = True

    def __init__(self, today: Today, rules: RuleSet) -> None:
        self.today = today
        self._rows = {level: _row(rules.grades(level)) for level in (None, *LEVELS)}

    def allowed(self, customer: Customer, items: Items, now: datetime) -> Flags:
        """Flag the grades of the capacity; without one, only what carries no grade."""
        capacity = customer.capacity_on(self.today(now)) if customer else None
        fits: Flags = self._rows[capacity][shelf_of(items).grade]
        return fits


def _row(grades: Collection[int]) -> Flags:
    """Flag each grade, 0 (for none) being free: bool (6,)."""
    return np.array([grade == 0 or grade in grades for grade in (0, *LEVELS)], bool)


class Knowing:
    """Complex products only with a proof of knowledge of their type."""

    reason = KNOWLEDGE
    legal = True

    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules

    def allowed(self, customer: Customer, items: Items, now: datetime) -> Flags:
        """Flag what is not complex, and what the customer is known to understand."""
        shelf = shelf_of(items)
        types = tuple(sorted(customer.knowledge)) if customer else ()
        is_complex = shelf.is_complex | of_types(shelf, self.rules.complex_types)
        fits: Flags = ~is_complex | of_types(shelf, types)
        return fits


class InTargetMarket:
    """Nothing whose negative target market (attribute `not_for`) holds the customer."""

    reason = TARGET_MARKET
    legal = True

    def allowed(self, customer: Customer, items: Items, now: datetime) -> Flags:
        """Flag what is not refused to the customer's segment."""
        segment = customer.segment if customer else ""
        return np.array([segment not in one for one in shelf_of(items).not_for], bool)


class ElderlySafe:
    """From an age on nothing above a grade is promoted."""

    reason = ELDERLY
    legal = True

    def __init__(self, today: Today, care: ElderlyCare) -> None:
        self.today = today
        self.care = care

    def allowed(self, customer: Customer, items: Items, now: datetime) -> Flags:
        """Flag everything below the age, else grades up to the highest."""
        shelf = shelf_of(items)
        age = customer.age_on(self.today(now)) if customer else None
        if age is None or age < self.care.from_age:
            return np.ones(len(shelf), bool)
        fits: Flags = shelf.grade <= self.care.highest_grade
        return fits


class NotHeld:
    """Nothing that is already held and may be held only once."""

    reason = HELD
    legal = True

    def allowed(self, customer: Customer, items: Items, now: datetime) -> Flags:
        """Flag what is not held, or may be held again."""
        shelf = shelf_of(items)
        flags = np.ones(len(shelf), bool)
        for product in customer.held if customer else ():
            position = shelf.position.get(ItemKey("product", product))
            if position is not None:
                flags[position] = not shelf.single_hold[position]
        return flags


class FitForSeniors:
    """The senior edition suggests R1 deposits only, and no marketing."""

    reason = SENIOR
    legal = True

    def __init__(self, rules: SeniorEdition) -> None:
        self.rules = rules

    def allowed(self, customer: Customer, items: Items, now: datetime) -> Flags:
        """Flag what a customer of the senior edition may be offered."""
        shelf = shelf_of(items)
        if customer is None or not customer.senior:
            return np.ones(len(shelf), bool)
        return kept(shelf, ("senior", self.rules), self._calm)

    def _calm(self, shelf: Shelf) -> Flags:
        return np.array([self._is_calm(item) for item in shelf], bool)

    def _is_calm(self, item: CatalogueItem) -> bool:
        if item.kind == PRODUCT:
            is_low = 0 < (item.grade or 0) <= self.rules.highest_grade
            return is_low and item.product_type in self.rules.types
        return item.attributes.get("purpose") != MARKETING


class Consented:
    """What serves a purpose (attribute `purpose`) only with the customer's consent to it."""

    reason = CONSENT
    legal = True

    def allowed(self, customer: Customer, items: Items, now: datetime) -> Flags:
        """Flag items without a purpose and those whose purpose is consented to."""
        granted = customer.scope.purposes if customer else frozenset()
        return np.array([one is None or one in granted for one in shelf_of(items).purpose], bool)


class ForSegment:
    """What is made for some segments (attribute `segments`, by comma) is not for the others."""

    reason = SEGMENT
    legal = False

    def allowed(self, customer: Customer, items: Items, now: datetime) -> Flags:
        """Flag what is for everybody or for the customer's segment."""
        segment = customer.segment if customer else ""
        return np.array([not one or segment in one for one in shelf_of(items).segments], bool)


class NotDismissed:
    """Nothing that the customer, or a relationship manager for them, has turned down."""

    reason = DISMISSED
    legal = False

    def __init__(self, dismissed: Collection[ItemKey]) -> None:
        self.dismissed = dismissed

    def allowed(self, customer: Customer, items: Items, now: datetime) -> Flags:
        """Flag what was never turned down."""
        return _all_but(self.dismissed, shelf_of(items))


class Unread:
    """No content that was read lately; what was read just now may be gone back to."""

    reason = READ
    legal = False

    def __init__(self, read_at: Mapping[ItemKey, datetime]) -> None:
        self.read_at = read_at

    def allowed(self, customer: Customer, items: Items, now: datetime) -> Flags:
        """Flag what was not read for a month, or only minutes ago."""
        ages = {key: now - at for key, at in self.read_at.items()}
        lately = [key for key, age in ages.items() if READ_JUST_NOW < age < READ_AGAIN_AFTER]
        return _all_but(lately, shelf_of(items))


def _all_but(keys: Collection[ItemKey], shelf: Shelf) -> Flags:
    flags = np.ones(len(shelf), bool)
    for key in keys:
        if key in shelf.position:
            flags[shelf.position[key]] = False
    return flags


_kept: WeakKeyDictionary[Shelf, dict[Hashable, NDArray[Any]]] = WeakKeyDictionary()


def kept(shelf: Shelf, key: Hashable, make: Callable[[Shelf], NDArray[Any]]) -> NDArray[Any]:
    """Return what `make` makes of a shelf, made once as long as the shelf lives."""
    known = _kept.setdefault(shelf, {})
    if key not in known:
        known[key] = make(shelf)
    return known[key]


def of_types(shelf: Shelf, types: tuple[str, ...]) -> Flags:
    """Flag the items of some product types."""
    return kept(
        shelf,
        ("types", types),
        lambda one: np.array([item.product_type in types for item in one], bool),
    )


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


@dataclass(frozen=True, slots=True)
class Split:
    """A shelf split into what is allowed and what is withheld, nothing twice, nothing lost.

    Attributes:
        reasons: The reasons of the masks that were applied, in their order.
        codes: int16 (n_items,), 0 for allowed, else 1 + the index of the blocking reason.
    """

    shelf: Shelf
    reasons: tuple[str, ...]
    codes: NDArray[np.int16]

    @property
    def allowed(self) -> list[CatalogueItem]:
        """The items that may be ranked, in the shelf's order."""
        return [self.shelf[int(position)] for position in np.flatnonzero(self.codes == 0)]

    @property
    def withheld(self) -> dict[ItemKey, str]:
        """Each withheld item with the first reason that blocked it."""
        blocked = np.flatnonzero(self.codes)
        return {self.shelf.keys[at]: self.reasons[self.codes[at] - 1] for at in blocked}

    def counts(self) -> dict[str, int]:
        """Count the withheld items by reason, in the masks' order."""
        counted = Counter(self.withheld.values())
        return {
            reason: counted[reason] for reason in dict.fromkeys(self.reasons) if counted[reason]
        }


def split(
    items: Sequence[CatalogueItem],
    customer: Facts | None,
    masks: Sequence[Eligible],
    *,
    now: datetime,
    legal_only: bool = False,
) -> Split:
    """Apply the masks in order and keep each item's first blocking reason.

    Args:
        items: The catalogue, or the part of it that is asked for.
        customer: None for somebody unknown, who passes only what is open to everybody.
        masks: In the order in which their reasons count.
        now: The instant of the decision.
        legal_only: True when personalisation is off: only masks that law demands bind.
    """
    shelf = shelf_of(items)
    binding = [mask for mask in masks if mask.legal or not legal_only]
    codes = np.zeros(len(shelf), np.int16)
    for code, mask in enumerate(binding, start=1):
        flags = mask.allowed(customer, shelf, now)
        flags = flags if isinstance(flags, np.ndarray) else np.array(list(flags), bool)
        codes[(codes == 0) & ~flags] = code
    return Split(shelf, tuple(mask.reason for mask in binding), codes)
