"""Masks that a rule set makes: what the law of a region lets the bank promote to whom."""

from collections.abc import Callable, Collection, Hashable, Sequence
from datetime import date, datetime
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from recommender.catalogue.model import PRODUCT, CatalogueItem
from recommender.customers.model import Facts
from recommender.ports import MARKETING
from recommender.shelf import OLDEST, Flags, Shelf, shelf_of
from recommender.sieve import Keyed
from recommender.suitability.model import LEVELS, ElderlyCare, RuleSet, SeniorEdition

AGE, PRIVATE, REASSESS, SUITABILITY = "age", "private", "reassess", "suitability"
SENIOR, ELDERLY, KNOWLEDGE, TARGET_MARKET = "senior", "elderly", "knowledge", "target_market"
Items = Sequence[CatalogueItem]
Customer = Facts | None
Today = Callable[[datetime], date]
"""Turns an instant into the day in the bank's time zone."""


class OfAge(Keyed):
    """Inside the item's age bounds and those of its type.

    Who has no known age passes no bound of an item; the bounds of types are passed by who was
    assessed, for only adults are.
    """

    reason = AGE
    legal = True

    def __init__(self, today: Today, rules: RuleSet) -> None:
        self.today = today
        self.rules = rules

    def key(self, customer: Customer, shelf: Shelf, now: datetime) -> Hashable:
        """Return how many of the ages at which something changes the customer has reached."""
        age = customer.age_on(self.today(now)) if customer else None
        return None if age is None else int(self._steps(shelf).searchsorted(age, "right"))

    def allowed(self, customer: Customer, items: Items, now: datetime) -> Flags:
        """Flag what the customer's age permits."""
        shelf = shelf_of(items)
        age = customer.age_on(self.today(now)) if customer else None
        if age is None:
            return ~shelf.has_age_rule
        youngest, oldest = kept(shelf, ("ages", self.rules.ages), self._ages)
        fits: Flags = (youngest <= age) & (age <= oldest)
        return fits

    def _steps(self, shelf: Shelf) -> NDArray[np.int16]:
        """Return the ages at which something changes, rising."""
        first_after = np.array([[0], [1]], np.int16)
        return kept(shelf, (self, "steps"), lambda one: np.unique(self._ages(one) + first_after))

    def _ages(self, shelf: Shelf) -> NDArray[np.int16]:
        ages = shelf.ages.copy()
        for rule in self.rules.ages:
            typed = of_types(shelf, rule.types)
            most = OLDEST if rule.max_age is None else rule.max_age
            ages[0, typed] = np.maximum(ages[0, typed], rule.min_age or 0)
            ages[1, typed] = np.minimum(ages[1, typed], most)
        return ages


class Qualified(Keyed):
    """Private products only with a qualified-investor proof that has not expired."""

    reason = PRIVATE
    legal = True

    def __init__(self, today: Today, rules: RuleSet) -> None:
        self.today = today
        self.rules = rules

    def key(self, customer: Customer, shelf: Shelf, now: datetime) -> Hashable:
        """Return what the flags depend on."""
        return customer is not None and customer.is_qualified_on(self.today(now))

    def allowed(self, customer: Customer, items: Items, now: datetime) -> Flags:
        """Flag what is public, or everything for a qualified investor."""
        shelf = shelf_of(items)
        if customer is not None and customer.is_qualified_on(self.today(now)):
            return np.ones(len(shelf), bool)
        return ~(shelf.private | of_types(shelf, self.rules.qualified_types))


class Assessed(Keyed):
    """Graded items only with a risk assessment that counts today."""

    reason = REASSESS
    legal = True

    def __init__(self, today: Today) -> None:
        self.today = today

    def key(self, customer: Customer, shelf: Shelf, now: datetime) -> Hashable:
        """Return what the flags depend on."""
        return customer is not None and customer.capacity_on(self.today(now)) is not None

    def allowed(self, customer: Customer, items: Items, now: datetime) -> Flags:
        """Flag everything for an assessed customer, else what carries no grade."""
        shelf = shelf_of(items)
        if customer is not None and customer.capacity_on(self.today(now)) is not None:
            return np.ones(len(shelf), bool)
        is_ungraded: Flags = shelf.grade == 0
        return is_ungraded


class Suitable(Keyed):
    """No grade that the rule set does not match with the customer's capacity on the day."""

    reason = SUITABILITY
    legal = True

    def __init__(self, today: Today, rules: RuleSet) -> None:
        self.today = today
        self._rows = {level: _row(rules.grades(level)) for level in (None, *LEVELS)}

    def key(self, customer: Customer, shelf: Shelf, now: datetime) -> Hashable:
        """Return what the flags depend on."""
        return customer.capacity_on(self.today(now)) if customer else None

    def allowed(self, customer: Customer, items: Items, now: datetime) -> Flags:
        """Flag the grades of the capacity; without one, only what carries no grade."""
        capacity = customer.capacity_on(self.today(now)) if customer else None
        fits: Flags = self._rows[capacity][shelf_of(items).grade]
        return fits


def _row(grades: Collection[int]) -> Flags:
    """Flag each grade, 0 (for none) being free: bool (6,)."""
    return np.array([grade == 0 or grade in grades for grade in (0, *LEVELS)], bool)


class Knowing(Keyed):
    """Complex products only with a proof of knowledge of their type."""

    reason = KNOWLEDGE
    legal = True

    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules

    def key(self, customer: Customer, shelf: Shelf, now: datetime) -> Hashable:
        """Return what the flags depend on."""
        return customer.knowledge if customer else frozenset()

    def allowed(self, customer: Customer, items: Items, now: datetime) -> Flags:
        """Flag what is not complex, and what the customer is known to understand."""
        shelf = shelf_of(items)
        types = tuple(sorted(customer.knowledge)) if customer else ()
        is_complex = shelf.is_complex | of_types(shelf, self.rules.complex_types)
        fits: Flags = ~is_complex | of_types(shelf, types)
        return fits


class InTargetMarket(Keyed):
    """Nothing whose negative target market (attribute `not_for`) holds the customer."""

    reason = TARGET_MARKET
    legal = True

    def key(self, customer: Customer, shelf: Shelf, now: datetime) -> Hashable:
        """Return what the flags depend on."""
        return customer.segment if customer else ""

    def allowed(self, customer: Customer, items: Items, now: datetime) -> Flags:
        """Flag what is not refused to the customer's segment."""
        segment = customer.segment if customer else ""
        return np.array([segment not in one for one in shelf_of(items).not_for], bool)


class ElderlySafe(Keyed):
    """From an age on nothing above a grade is promoted."""

    reason = ELDERLY
    legal = True

    def __init__(self, today: Today, care: ElderlyCare) -> None:
        self.today = today
        self.care = care

    def key(self, customer: Customer, shelf: Shelf, now: datetime) -> Hashable:
        """Return what the flags depend on."""
        return self._is_elderly(customer, now)

    def allowed(self, customer: Customer, items: Items, now: datetime) -> Flags:
        """Flag everything below the age, else grades up to the highest."""
        shelf = shelf_of(items)
        if not self._is_elderly(customer, now):
            return np.ones(len(shelf), bool)
        fits: Flags = shelf.grade <= self.care.highest_grade
        return fits

    def _is_elderly(self, customer: Customer, now: datetime) -> bool:
        age = customer.age_on(self.today(now)) if customer else None
        return age is not None and age >= self.care.from_age


class FitForSeniors(Keyed):
    """The senior edition suggests R1 deposits only, and no marketing."""

    reason = SENIOR
    legal = True

    def __init__(self, rules: SeniorEdition) -> None:
        self.rules = rules

    def key(self, customer: Customer, shelf: Shelf, now: datetime) -> Hashable:
        """Return what the flags depend on."""
        return customer is not None and customer.senior

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
