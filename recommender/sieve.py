"""Masks applied to a shelf: every item is allowed or withheld for one reason, quickly."""

import hashlib
import zlib
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from recommender.catalogue.model import CatalogueItem
from recommender.customers.model import Facts
from recommender.dataset import ItemKey
from recommender.pile import Pile, Positions
from recommender.ports import Eligible
from recommender.shelf import Flags, Shelf, shelf_of

ALLOWED = 0
LETTERS = ".abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""The letter of each code: `.` for allowed, `a` for the first mask."""

LEVEL = 6
_TABLE = np.frombuffer(LETTERS.encode(), np.uint8)
Codes = NDArray[np.int16]
Asked = tuple[Eligible, Hashable]


class Keyed(ABC):
    """A mask of which many customers share the flags: they are kept as long as the shelf lives."""

    reason: str
    legal: bool

    @abstractmethod
    def key(self, customer: Facts | None, shelf: Shelf, now: datetime) -> Hashable:
        """Return what the flags depend on: with equal keys the mask flags a shelf alike."""

    @abstractmethod
    def allowed(
        self, customer: Facts | None, items: Sequence[CatalogueItem], now: datetime
    ) -> Flags:
        """Return one flag per item."""


class Listing(ABC):
    """A mask that blocks a few items of one customer's own."""

    reason: str
    legal: bool

    @abstractmethod
    def blocked(self, customer: Facts | None, shelf: Shelf, now: datetime) -> Collection[int]:
        """Return the positions of what is blocked."""

    def allowed(
        self, customer: Facts | None, items: Sequence[CatalogueItem], now: datetime
    ) -> Flags:
        """Return one flag per item."""
        shelf = shelf_of(items)
        flags = np.ones(len(shelf), bool)
        flags[list(self.blocked(customer, shelf, now))] = False
        return flags


def letters_of(codes: Codes) -> str:
    """Return one character per item: `.` for allowed, else the letter of its mask."""
    return _TABLE[codes].tobytes().decode()


def positions(keys: Collection[ItemKey], shelf: Shelf) -> list[int]:
    """Return where those keys stand that are on the shelf."""
    found = (shelf.position.get(key) for key in keys)
    return [one for one in found if one is not None]


@dataclass(frozen=True, eq=False)
class Common:
    """What many customers share of a split.

    Attributes:
        codes: As in `Split`, by the keyed masks alone.
    """

    codes: Codes
    _piles: dict[str, Positions] = field(default_factory=dict, repr=False)

    def __reduce__(self) -> tuple[type["Common"], tuple[Codes]]:
        """Leave behind what was worked out when another process gets a copy."""
        return Common, (self.codes,)

    def allowed(self, shelf: Shelf, kind: str) -> Positions:
        """Return the positions of a kind that are allowed."""
        if kind not in self._piles:
            everything = shelf.kinds.get(kind, np.empty(0, np.int64))
            self._piles[kind] = everything[self.codes[everything] == ALLOWED]
        return self._piles[kind]

    @cached_property
    def letters(self) -> str:
        """One character per item, as `letters_of` says."""
        return letters_of(self.codes)

    @cached_property
    def body(self) -> bytes:
        """The letters as decisions keep them."""
        return zlib.compress(self.letters.encode(), LEVEL)

    @cached_property
    def name(self) -> str:
        """Name of the body: 32 hex digits of its hash."""
        return hashlib.blake2b(self.body, digest_size=16).hexdigest()

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """How often each code occurs."""
        return np.bincount(self.codes)


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """A shelf split into what is allowed and what is withheld, nothing twice, nothing lost.

    Attributes:
        reasons: The reasons of the masks that were applied, in their order.
        codes: int16 (n_items,), 0 for allowed, else 1 + the index of the blocking reason.
        common: What is shared with others.
        own: Code at each position where this customer's differs from what is shared.
    """

    shelf: Shelf
    reasons: tuple[str, ...]
    codes: Codes
    common: Common
    own: dict[int, int]

    def __reduce__(self) -> tuple[Callable[..., "Split"], tuple[Any, ...]]:
        """Leave the codes behind, which follow from the rest, when another process gets a copy."""
        return _joined, (self.shelf, self.reasons, self.common, self.own)

    def pile(self, kind: str, but: ItemKey | None = None) -> Pile:
        """Return what may be ranked of a kind, one item left out if that is asked for."""
        at = self.common.allowed(self.shelf, kind)
        others = [*self.own] if but is None else [*self.own, self.shelf.position.get(but, -1)]
        if not others or not len(at):
            return Pile(self.shelf, at)
        places = at.searchsorted(others)
        gone = places[at.take(places, mode="clip") == others]
        return Pile(self.shelf, np.delete(at, gone))

    @property
    def allowed(self) -> list[CatalogueItem]:
        """The items that may be ranked, in the shelf's order."""
        return [self.shelf[int(position)] for position in np.flatnonzero(self.codes == ALLOWED)]

    @property
    def withheld(self) -> dict[ItemKey, str]:
        """Each withheld item with the first reason that blocked it."""
        blocked = np.flatnonzero(self.codes)
        return {self.shelf.keys[at]: self.reasons[self.codes[at] - 1] for at in blocked}

    def counts(self) -> dict[str, int]:
        """Count the withheld items by reason, in the masks' order."""
        counts = np.zeros(len(self.reasons) + 1, np.int64)
        counts[: len(self.common.counts)] = self.common.counts
        for position, code in self.own.items():
            counts[self.common.codes[position]] -= 1
            counts[code] += 1
        found: dict[str, int] = {}
        for reason, count in zip(self.reasons, counts[1:].tolist(), strict=True):
            if count:
                found[reason] = found.get(reason, 0) + count
        return found


Numbered = tuple[int, Keyed]
"""A mask and the code of its reason."""


class Memory:
    """What keyed masks said of one shelf, so that it is not asked again."""

    MOST_FLAGS, MOST_COMMON = 500, 500

    def __init__(self) -> None:
        self._flags: OrderedDict[Asked, Flags] = OrderedDict()
        self._common: OrderedDict[Hashable, Common] = OrderedDict()

    def common(
        self, masks: Sequence[Numbered], customer: Facts | None, shelf: Shelf, now: datetime
    ) -> Common:
        """Return the split by the keyed masks, each with its code."""
        asked = tuple((code, mask, mask.key(customer, shelf, now)) for code, mask in masks)
        found = self._common.get(asked)
        if found is None:
            codes = np.zeros(len(shelf), np.int16)
            for code, mask, key in reversed(asked):
                codes[~self._flag(mask, key, customer, shelf, now)] = code
            found = self._common[asked] = Common(codes)
            _trim(self._common, self.MOST_COMMON)
        return found

    def _flag(
        self, mask: Keyed, key: Hashable, customer: Facts | None, shelf: Shelf, now: datetime
    ) -> Flags:
        found = self._flags.get((mask, key))
        if found is None:
            found = self._flags[mask, key] = mask.allowed(customer, shelf, now)
            _trim(self._flags, self.MOST_FLAGS)
        return found


_memories: WeakKeyDictionary[Shelf, Memory] = WeakKeyDictionary()


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
    memory = _memories.setdefault(shelf, Memory())
    keyed = [(code, one) for code, one in enumerate(binding, 1) if isinstance(one, Keyed)]
    common = memory.common(keyed, customer, shelf, now)
    own: dict[int, int] = {}
    for code, mask in reversed(list(enumerate(binding, 1))):
        if not isinstance(mask, Keyed):
            blocked = _blocked(mask, customer, shelf, now)
            own |= {at: code for at in blocked if not 0 < common.codes[at] < code}
    return _joined(shelf, tuple(mask.reason for mask in binding), common, own)


def _joined(shelf: Shelf, reasons: tuple[str, ...], common: Common, own: dict[int, int]) -> Split:
    return Split(shelf, reasons, _with(common, own), common, own)


def _blocked(
    mask: Eligible, customer: Facts | None, shelf: Shelf, now: datetime
) -> Collection[int]:
    if isinstance(mask, Listing):
        return mask.blocked(customer, shelf, now)
    flags = np.array(list(mask.allowed(customer, shelf, now)), bool)
    blocked: list[int] = np.flatnonzero(~flags).tolist()
    return blocked


def _with(common: Common, own: dict[int, int]) -> Codes:
    if not own:
        return common.codes
    codes = common.codes.copy()
    codes[list(own)] = list(own.values())
    return codes


def _trim(kept: OrderedDict[Any, Any], most: int) -> None:
    while len(kept) > most:
        kept.popitem(last=False)
