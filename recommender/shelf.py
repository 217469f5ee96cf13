"""Items side by side with the columns that masks read."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import overload

import numpy as np
from numpy.typing import NDArray

from recommender.catalogue.model import CatalogueItem
from recommender.dataset import ItemKey
from recommender.pile import rank_of

OLDEST = 200
"""No customer is older: an upper age that never binds."""

Flags = NDArray[np.bool_]


class Shelf(Sequence[CatalogueItem]):
    """Items in a fixed order with one array per column that the masks read.

    Every array has the shape (n_items,): `grade` int8 with 0 for ungraded, `opens` and `closes`
    float64 in seconds since 1970 with infinities for no bound, ages int16 in full years.
    """

    def __init__(self, items: Sequence[CatalogueItem]) -> None:
        self._items = tuple(items)

    def __reduce__(self) -> tuple[type["Shelf"], tuple[Sequence[CatalogueItem]]]:
        """Leave the columns behind when another process gets a copy."""
        return Shelf, (self._items,)

    @overload
    def __getitem__(self, index: int) -> CatalogueItem: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[CatalogueItem, ...]: ...

    def __getitem__(self, index: int | slice) -> CatalogueItem | tuple[CatalogueItem, ...]:
        return self._items[index]

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[CatalogueItem]:
        return iter(self._items)

    def of_kinds(self, kinds: Collection[str]) -> "Shelf":
        """Return the items of some kinds, in the same order."""
        return Shelf([item for item in self._items if item.kind in kinds])

    @property
    def ties(self) -> list[tuple[str, str, float]]:
        """The links (content_id, product_id, weight) of the contents that are open."""
        contents = (one for one in self if one.kind == "content" and one.state == "open")
        return [(one.id, tie.product_id, tie.weight) for one in contents for tie in one.links]

    @cached_property
    def keys(self) -> tuple[ItemKey, ...]:
        """The key of each item."""
        return tuple(ItemKey(item.kind, item.id) for item in self._items)

    @cached_property
    def position(self) -> Mapping[ItemKey, int]:
        """Where each key stands."""
        return {key: position for position, key in enumerate(self.keys)}

    @cached_property
    def rank(self) -> NDArray[np.int64]:
        """Place of each item in the order of ids: what decides between equals."""
        return rank_of(self.keys)

    @cached_property
    def types(self) -> NDArray[np.int64]:
        """A number for each product type or first topic, so that a list can show several."""
        names = [item.product_type or next(iter(item.topics), "") for item in self._items]
        numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
        return np.array([numbers[name] for name in names], np.int64)

    @cached_property
    def kinds(self) -> Mapping[str, NDArray[np.int64]]:
        """The positions of each kind."""
        found: dict[str, list[int]] = {}
        for position, item in enumerate(self._items):
            found.setdefault(item.kind, []).append(position)
        return {kind: np.array(positions, np.int64) for kind, positions in found.items()}

    @cached_property
    def titled(self) -> Mapping[ItemKey, CatalogueItem]:
        """The item behind each key."""
        return dict(zip(self.keys, self._items, strict=True))

    @cached_property
    def grade(self) -> NDArray[np.int8]:
        """Risk grade 1 to 5, 0 where there is none."""
        return np.array([item.grade or 0 for item in self._items], np.int8)

    @cached_property
    def is_open(self) -> Flags:
        """Whether the item's state is open."""
        return np.array([item.state == "open" for item in self._items], bool)

    @cached_property
    def opens(self) -> NDArray[np.float64]:
        """First instant at which the item is available."""
        return np.array([_seconds(item.available_from, -np.inf) for item in self._items], float)

    @cached_property
    def closes(self) -> NDArray[np.float64]:
        """First instant at which the item is no longer available."""
        return np.array([_seconds(item.available_until, np.inf) for item in self._items], float)

    @cached_property
    def changes(self) -> NDArray[np.float64]:
        """The instants at which a window begins or ends, rising."""
        instants = np.unique(np.concatenate([self.opens, self.closes]))
        finite: NDArray[np.float64] = instants[np.isfinite(instants)]
        return finite

    @cached_property
    def single_hold(self) -> Flags:
        """Whether nobody may hold the item twice."""
        return np.array([item.single_hold for item in self._items], bool)

    @cached_property
    def private(self) -> Flags:
        """Whether only qualified investors may be offered the item."""
        return np.array([item.private for item in self._items], bool)

    @cached_property
    def ages(self) -> NDArray[np.int16]:
        """Shape (2, n_items): youngest and oldest customer."""
        oldest = (OLDEST if item.max_age is None else item.max_age for item in self)
        pairs = [(item.min_age or 0, most) for item, most in zip(self, oldest, strict=True)]
        return np.array(pairs, np.int16).reshape(-1, 2).T

    @cached_property
    def has_age_rule(self) -> Flags:
        """Whether an age bound is declared at all."""
        return np.array(
            [item.min_age is not None or item.max_age is not None for item in self], bool
        )

    @cached_property
    def purpose(self) -> tuple[str | None, ...]:
        """The purpose that the customer must have consented to, per item."""
        return tuple(item.attributes.get("purpose") for item in self._items)

    @cached_property
    def segments(self) -> tuple[frozenset[str], ...]:
        """The segments that each item is made for; empty for everybody."""
        named = (str(item.attributes.get("segments") or "") for item in self._items)
        return tuple(frozenset(filter(None, one.split(","))) for one in named)

    @cached_property
    def purposes(self) -> frozenset[str]:
        """The purposes that some item serves."""
        return frozenset(one for one in self.purpose if one is not None)

    @cached_property
    def made_for(self) -> frozenset[str]:
        """The segments that some item is made for."""
        return frozenset().union(*self.segments)

    @cached_property
    def is_complex(self) -> Flags:
        """Whether the item is marked as hard to understand (attribute `complex`)."""
        return np.array([bool(item.attributes.get("complex")) for item in self._items], bool)

    @cached_property
    def not_for(self) -> tuple[frozenset[str], ...]:
        """The segments of each item's negative target market (attribute `not_for`, by comma)."""
        named = (str(item.attributes.get("not_for") or "") for item in self._items)
        return tuple(frozenset(filter(None, one.split(","))) for one in named)


def shelf_of(items: Sequence[CatalogueItem]) -> Shelf:
    """Return the items as a shelf; a shelf is returned as it is."""
    return items if isinstance(items, Shelf) else Shelf(items)


def _seconds(at: datetime | None, absent: float) -> float:
    return absent if at is None else at.timestamp()
