"""Candidates of one kind: positions on a shelf, so that scores and masks are plain arrays."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Protocol, overload

import numpy as np
from numpy.typing import NDArray

from recommender.dataset import ItemKey

Positions = NDArray[np.int64]


class Ground(Protocol):
    """What positions count: a shelf, or any fixed list of keys."""

    @property
    def keys(self) -> tuple[ItemKey, ...]:
        """The key at each position."""
        ...

    @property
    def position(self) -> Mapping[ItemKey, int]:
        """Where each key stands."""
        ...

    @property
    def rank(self) -> NDArray[np.int64]:
        """Place of each item in the order of ids, (n_items,): what decides between equals."""
        ...


class Keys:
    """Keys in a fixed order."""

    def __init__(self, keys: Sequence[ItemKey]) -> None:
        self.keys = tuple(keys)

    @cached_property
    def position(self) -> Mapping[ItemKey, int]:
        """Where each key stands."""
        return {key: position for position, key in enumerate(self.keys)}

    @cached_property
    def rank(self) -> NDArray[np.int64]:
        """Place of each key in the order of ids."""
        return rank_of(self.keys)


class Pile(Sequence[ItemKey]):
    """Some items of a ground, as a sequence of their keys.

    Attributes:
        at: int64 (n,), rising positions on the ground.
    """

    def __init__(self, ground: Ground, at: Positions) -> None:
        self.ground = ground
        self.at = at

    @overload
    def __getitem__(self, index: int) -> ItemKey: ...

    @overload
    def __getitem__(self, index: slice) -> "Pile": ...

    def __getitem__(self, index: int | slice) -> "ItemKey | Pile":
        if isinstance(index, slice):
            return Pile(self.ground, self.at[index])
        return self.ground.keys[int(self.at[index])]

    def __len__(self) -> int:
        return len(self.at)

    def __iter__(self) -> Iterator[ItemKey]:
        keys = self.ground.keys
        return (keys[one] for one in self.at.tolist())

    def ranks(self, places: Positions) -> NDArray[np.int64]:
        """Return the place of some candidates in the order of ids."""
        return self.ground.rank[self.at[places]]

    def place(self, key: ItemKey) -> int | None:
        """Return where a key stands among these, None when it is not one of them."""
        position = self.ground.position.get(key)
        if position is None:
            return None
        place = int(self.at.searchsorted(position))
        return place if place < len(self.at) and self.at[place] == position else None


def pile_of(candidates: Sequence[ItemKey]) -> Pile:
    """Return the candidates as a pile; a pile is returned as it is."""
    if isinstance(candidates, Pile):
        return candidates
    return Pile(Keys(candidates), np.arange(len(candidates)))


def rank_of(keys: Sequence[ItemKey]) -> NDArray[np.int64]:
    """Return the place of each key in the order of ids."""
    order = np.array(sorted(range(len(keys)), key=lambda one: (keys[one].id, one)), np.int64)
    rank = np.empty(len(keys), np.int64)
    rank[order] = np.arange(len(keys))
    return rank
