"""The catalogue in memory: items with arrays for masks, made anew when its version rises."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from recommender.catalogue.model import CONTENT, OPEN, CatalogueItem
from recommender.catalogue.repository import CatalogueRepository
from recommender.database import Database

POLL_SECONDS = 0.5
"""A change in another process is seen after at most this time."""


@dataclass(frozen=True)
class Snapshot:
    """All items at one version, in a fixed order; every array has shape (n_items,).

    Attributes:
        version: Number of the catalogue's change; 0 is empty.
        items: Ordered by kind and id.
    """

    version: int
    items: tuple[CatalogueItem, ...]

    @cached_property
    def index(self) -> Mapping[tuple[str, str], int]:
        """Position of each (kind, id)."""
        return {one.key: place for place, one in enumerate(self.items)}

    @cached_property
    def grades(self) -> NDArray[np.int8]:
        """Risk 1 to 5, 0 for items without one."""
        return np.array([one.grade or 0 for one in self.items], dtype=np.int8)

    @cached_property
    def is_open(self) -> NDArray[np.bool_]:
        """True where the state allows promotion."""
        return np.array([one.state == OPEN for one in self.items], dtype=np.bool_)

    @cached_property
    def is_single_hold(self) -> NDArray[np.bool_]:
        """True where a customer needs the item only once."""
        return np.array([one.single_hold for one in self.items], dtype=np.bool_)

    @cached_property
    def is_private(self) -> NDArray[np.bool_]:
        """True where only qualified investors may be shown the item."""
        return np.array([one.private for one in self.items], dtype=np.bool_)

    @cached_property
    def starts(self) -> NDArray[np.float64]:
        """First instant of promotion, seconds since 1970 UTC."""
        return np.array([one.available_from.timestamp() for one in self.items], dtype=np.float64)

    @cached_property
    def ends(self) -> NDArray[np.float64]:
        """First instant after promotion, seconds since 1970 UTC; infinity is open-ended."""
        ends = (one.available_until for one in self.items)
        return np.array([one.timestamp() if one else np.inf for one in ends], dtype=np.float64)

    @cached_property
    def links(self) -> tuple[tuple[str, str, float], ...]:
        """Ties (content_id, product_id, weight) of content that is open."""
        contents = (one for one in self.items if one.kind == CONTENT and one.state == OPEN)
        return tuple((one.id, tie.product_id, tie.weight) for one in contents for tie in one.links)

    def get(self, kind: str, item_id: str) -> CatalogueItem | None:
        """Return an item, None when there is none."""
        place = self.index.get((kind, item_id))
        return None if place is None else self.items[place]

    def of_kinds(self, kinds: Sequence[str]) -> list[CatalogueItem]:
        """Return the items of some kinds, in order."""
        return [one for one in self.items if one.kind in kinds]

    def is_available(self, now: datetime) -> NDArray[np.bool_]:
        """Return True where an item is open and inside its dates."""
        instant = now.timestamp()
        return self.is_open & (self.starts <= instant) & (instant < self.ends)


class CatalogueCache:
    """One process's newest snapshot.

    Args:
        database: Where items are stored.
        built_in: Items that no table holds (each widget kind as a service).
    """

    def __init__(self, database: Database, built_in: Sequence[CatalogueItem] = ()) -> None:
        self._database = database
        self._built_in = tuple(built_in)
        self._snapshot = Snapshot(0, self._built_in)
        self._checked_at = -np.inf
        self._drops = 0
        self._lock = asyncio.Lock()

    async def now(self) -> Snapshot:
        """Return the snapshot, checked against the database if that is due."""
        if time.monotonic() - self._checked_at > POLL_SECONDS:
            async with self._lock:
                if time.monotonic() - self._checked_at > POLL_SECONDS:
                    await self._refresh()
        return self._snapshot

    async def newest(self) -> Snapshot:
        """Return the snapshot, checked against the database right now."""
        self.drop()
        return await self.now()

    def drop(self) -> None:
        """Have the next reader check the database: something changed in this process."""
        self._checked_at = -np.inf
        self._drops += 1

    async def _refresh(self) -> None:
        drops = self._drops
        async with self._database.reading() as session:
            repository = CatalogueRepository(session)
            version = await repository.version()
            if version != self._snapshot.version:
                items = (*await repository.every(), *self._built_in)
                self._snapshot = Snapshot(version, _ordered(items))
        if drops == self._drops:
            self._checked_at = time.monotonic()


def _ordered(items: Sequence[CatalogueItem]) -> tuple[CatalogueItem, ...]:
    return tuple(sorted(items, key=lambda one: one.key))
