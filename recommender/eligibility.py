"""Masks before ranking: what law, the bank and the customer rule out, each item with one reason."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from recommender.catalogue.model import CatalogueItem
from recommender.customers.model import Facts
from recommender.dataset import ItemKey
from recommender.ports import Eligible
from recommender.shelf import Flags, Shelf, shelf_of

UNAVAILABLE, AGE, PRIVATE, REASSESS = "unavailable", "age", "private", "reassess"
SUITABILITY, HELD, SENIOR, CONSENT = "suitability", "held", "senior", "consent"
SEGMENT, DISMISSED, READ = "segment", "dismissed", "read"
READ_AGAIN_AFTER = timedelta(days=30)
READ_JUST_NOW = timedelta(minutes=10)
RULE_SET = "cn-2"
"""Names the rules below in each decision record; a change of any of them needs a new name."""

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
    """Inside the item's age bounds; who has no known age passes no bound."""

    reason = AGE
    legal = True

    def __init__(self, today: Today) -> None:
        self.today = today

    def allowed(self, customer: Customer, items: Items, now: datetime) -> Flags:
        """Flag what the customer's age permits."""
        shelf = shelf_of(items)
        age = customer.age_on(self.today(now)) if customer else None
        if age is None:
            return ~shelf.has_age_rule
        youngest, oldest = shelf.ages
        fits: Flags = (youngest <= age) & (age <= oldest)
        return fits


class Qualified:
    """Private products only with a qualified-investor proof that has not expired."""

    reason = PRIVATE
    legal = True

    def __init__(self, today: Today) -> None:
        self.today = today

    def allowed(self, customer: Customer, items: Items, now: datetime) -> Flags:
        """Flag what is public, or everything for a qualified investor."""
        shelf = shelf_of(items)
        if customer is not None and customer.is_qualified_on(self.today(now)):
            return np.ones(len(shelf), bool)
        return ~shelf.private


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
    """No item's grade above the customer's capacity on the day."""

    reason = SUITABILITY
    legal = True

    def __init__(self, today: Today) -> None:
        self.today = today

    def allowed(self, customer: Customer, items: Items, now: datetime) -> Flags:
        """Flag grades up to the capacity; without one, only what carries no grade."""
        capacity = customer.capacity_on(self.today(now)) if customer else None
        fits: Flags = shelf_of(items).grade <= (capacity or 0)
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

    def allowed(self, customer: Customer, items: Items, now: datetime) -> Flags:
        """Flag what a customer of the senior edition may be offered."""
        shelf = shelf_of(items)
        return shelf.is_calm if customer and customer.senior else np.ones(len(shelf), bool)


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


def standing_masks(today: Today) -> tuple[Eligible, ...]:
    """Return the masks that hold for every ranking; the first that blocks an item names it."""
    return (
        Available(),
        OfAge(today),
        Qualified(today),
        Assessed(today),
        Suitable(today),
        NotHeld(),
        FitForSeniors(),
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
