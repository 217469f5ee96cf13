"""Live business rules as decisions use them: pure, equal inputs give equal placings."""

import hashlib
import json
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, Literal
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from recommender.catalogue.model import CatalogueItem
from recommender.customers.model import Facts
from recommender.dataset import ItemKey
from recommender.ports import PERSONALISATION, Eligible
from recommender.shelf import Flags, Shelf, shelf_of

RULE = "rule"
"""The reason of what a rule excludes, and the part of a score that a rule adds."""

Effect = Literal["pin", "boost", "bury", "exclude", "share"]
Doubles = NDArray[np.float64]
Meant = WeakKeyDictionary[Shelf, dict["Target", Flags]]


@dataclass(frozen=True, slots=True)
class Target:
    """The items that a rule speaks of: inside a list any one, and every list that is not empty."""

    items: tuple[ItemKey, ...] = ()
    topics: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def flags(self, shelf: Shelf) -> Flags:
        """Flag the items that are meant, bool (n_items,)."""
        return np.array([self.means(item) for item in shelf], bool)

    def means(self, item: CatalogueItem) -> bool:
        """Say whether an item is meant."""
        return (
            (not self.items or item.key in self.items)
            and (not self.topics or not set(self.topics).isdisjoint(item.topics))
            and (not self.types or item.product_type in self.types)
            and (not self.kinds or item.kind in self.kinds)
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """One live rule.

    Attributes:
        number: The version that went live.
        priority: Where two rules want different things, the higher one decides; then the id.
        scenarios: Surfaces on which it acts, empty for all.
        segments: Customers for whom it acts, empty for all.
        starts: First instant, seconds since 1970; minus infinity for no bound.
        ends: First instant after it, infinity for no bound.
        strength: What boost adds and bury takes, in standard deviations of the scores.
        share: Least share of the places for `share`, above 0, at most 1.
    """

    id: str
    number: int
    effect: Effect
    target: Target
    priority: int = 0
    scenarios: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    minimum_capacity: int | None = None
    starts: float | None = None
    ends: float | None = None
    strength: float = 1.0
    share: float = 0.0

    def acts(self, scenario: str, customer: Facts, now: datetime, today: date) -> bool:
        """Say whether the rule acts on a surface, for a customer, at an instant."""
        instant = now.timestamp()
        if self.starts is not None and instant < self.starts:
            return False
        if self.ends is not None and instant >= self.ends:
            return False
        if self.scenarios and scenario not in self.scenarios:
            return False
        if self.segments and customer.segment not in self.segments:
            return False
        needed = self.minimum_capacity
        return needed is None or (customer.capacity_on(today) or 0) >= needed


@dataclass(frozen=True, slots=True)
class Share:
    """At least so many places of a list for some of its candidates.

    Attributes:
        flags: bool (n_items,), which items of the shelf count.
    """

    rule_id: str
    flags: Flags
    places: int


class Excluded:
    """What a rule takes out of every list that it acts on."""

    reason = RULE
    legal = False

    def __init__(self, ruling: "Ruling") -> None:
        self._ruling = ruling

    def allowed(
        self, customer: Facts | None, items: Sequence[CatalogueItem], now: datetime
    ) -> Flags:
        """Flag what no rule excludes."""
        shelf = shelf_of(items)
        flags = np.ones(len(shelf), bool)
        for rule in self._ruling.of("exclude"):
            flags &= ~self._ruling.meant(rule, shelf)
        return flags


@dataclass(frozen=True, eq=False)
class Ruling:
    """Rules that are published, the most important first; `acting` narrows them to one decision.

    Nothing here overrides a mask: what a mask withheld is no candidate, so no rule can place it.
    """

    rules: tuple[Rule, ...] = ()
    _meant: Meant = field(default_factory=WeakKeyDictionary, repr=False)
    _acting: dict[tuple[Rule, ...], "Ruling"] = field(default_factory=dict, repr=False)

    def __reduce__(self) -> tuple[type["Ruling"], tuple[tuple[Rule, ...]]]:
        """Leave behind what was worked out when another process gets a copy."""
        return Ruling, (self.rules,)

    @classmethod
    def made_of(cls, rules: Collection[Rule]) -> "Ruling":
        """Put rules in the order in which they decide."""
        return cls(tuple(sorted(rules, key=lambda one: (-one.priority, one.id))))

    @classmethod
    def unpack(cls, body: bytes) -> "Ruling":
        """Return the rules of packed bytes, as `body` made them."""
        return (
            cls(tuple(_rule(one) for one in json.loads(zlib.decompress(body)))) if body else cls()
        )

    def __bool__(self) -> bool:
        """Say whether there is any rule."""
        return bool(self.rules)

    @cached_property
    def body(self) -> bytes:
        """What a decision's sources keep; empty for no rules."""
        if not self.rules:
            return b""
        told = json.dumps([asdict(one) for one in self.rules], separators=(",", ":"))
        return zlib.compress(told.encode(), 6)

    @cached_property
    def name(self) -> str:
        """The hash of `body`, empty for no rules."""
        return hashlib.blake2b(self.body, digest_size=16).hexdigest() if self.rules else ""

    def acting(self, scenario: str, customer: Facts | None, now: datetime, today: date) -> "Ruling":
        """Return the rules for one decision: none with personalisation off or for a stranger.

        Args:
            scenario: The surface that is filled.
            customer: None for somebody unknown.
            now: The instant of the decision.
            today: Its day in the bank's time zone.
        """
        if not self.rules or customer is None or not customer.scope.allows(PERSONALISATION):
            return NO_RULES
        found = tuple(one for one in self.rules if one.acts(scenario, customer, now, today))
        if not found:
            return NO_RULES
        known = self._acting.get(found)
        if known is None:
            known = self._acting[found] = Ruling(found, self._meant)
        return known

    def of(self, *effects: Effect) -> tuple[Rule, ...]:
        """Return the rules of some effects, in order."""
        return tuple(one for one in self.rules if one.effect in effects)

    def meant(self, rule: Rule, shelf: Shelf) -> Flags:
        """Flag the items of a shelf that a rule speaks of; kept as long as the shelf lives."""
        known = self._meant.setdefault(shelf, {})
        if rule.target not in known:
            known[rule.target] = rule.target.flags(shelf)
        return known[rule.target]

    def mask(self) -> Eligible | None:
        """Return the mask of what is excluded, None when nothing is."""
        return Excluded(self) if self.of("exclude") else None

    def shifts(self, shelf: Shelf) -> Doubles | None:
        """Return what boost adds and bury takes, float64 (n_items,) in score units; None for 0.

        Where several rules speak of one item, the most important one alone counts.
        """
        rules = self.of("boost", "bury")
        if not rules:
            return None
        shifts = np.zeros(len(shelf))
        for rule in reversed(rules):
            shifts[self.meant(rule, shelf)] = rule.strength * (1 if rule.effect == "boost" else -1)
        return shifts

    def pins(self) -> tuple[ItemKey, ...]:
        """Return the pinned items in the order of their places, each once."""
        keys = (key for rule in self.of("pin") for key in rule.target.items)
        return tuple(dict.fromkeys(keys))

    def shares(self, limit: int, shelf: Shelf) -> tuple[Share, ...]:
        """Return how many of `limit` places each group has at least, rounded to the nearest."""
        return tuple(
            Share(rule.id, self.meant(rule, shelf), int(rule.share * limit + 0.5))
            for rule in self.of("share")
        )


NO_RULES = Ruling()


def place(
    order: Sequence[int],
    chosen: Mapping[int, str],
    *,
    pins: Sequence[int],
    shares: Sequence[Share],
) -> dict[int, str]:
    """Give pins and shares their places in a list that was chosen without them.

    The list keeps its length: for each item that enters, the worst one leaves that is neither
    pinned nor needed by a share.

    Args:
        order: Every candidate (its position in the shelf), best first.
        chosen: Position to how it was placed, without any rule.
        pins: Positions in the order of their places; others than candidates are left out.
        shares: In the order of their importance.

    Returns:
        Position to how it is placed: pinned first, in their order, the others best first.
    """
    size, candidates = len(chosen), set(order)
    pinned = [one for one in pins if one in candidates][:size]
    listed = [one for one in order if one in chosen and one not in pinned]
    placed = set(pinned) | set(listed[: size - len(pinned)])
    kept, promoted = set(pinned), set[int]()
    for share in shares:
        for entering in _entering(order, placed, share):
            leaving = _worst(order, placed, kept | _needed(order, placed, share))
            if leaving is None:
                break
            placed = (placed - {leaving}) | {entering}
            promoted.add(entering)
        kept |= _needed(order, placed, share)
    result = dict.fromkeys(pinned, "pinned")
    rest = (one for one in order if one in placed and one not in result)
    return result | {one: "promoted" if one in promoted else chosen[one] for one in rest}


def _entering(order: Sequence[int], placed: Collection[int], share: Share) -> list[int]:
    missing = max(0, share.places - sum(bool(share.flags[one]) for one in placed))
    return [one for one in order if share.flags[one] and one not in placed][:missing]


def _needed(order: Sequence[int], placed: Collection[int], share: Share) -> set[int]:
    members = [one for one in order if one in placed and share.flags[one]]
    return set(members[: share.places])


def _worst(order: Sequence[int], placed: Collection[int], kept: Collection[int]) -> int | None:
    return next((one for one in reversed(order) if one in placed and one not in kept), None)


def _rule(stored: dict[str, Any]) -> Rule:
    target = stored.pop("target")
    items = tuple(ItemKey(*key) for key in target.pop("items"))
    words = {name: tuple(value) for name, value in target.items()}
    for name in ("scenarios", "segments"):
        stored[name] = tuple(stored[name])
    return Rule(target=Target(items=items, **words), **stored)
