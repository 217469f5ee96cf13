"""The last good value of each tile, kept in the process for when its source fails."""

from collections import OrderedDict
from datetime import datetime, timedelta

from widgets.base import Need, Widget
from widgets.tile import Tile

MOST_TILES = 5_000
KEEP = timedelta(hours=12)
RANKED: frozenset[Need] = frozenset({"recommend", "feed", "shelf"})
"""A ranked list is never shown again without asking: consent and suitability may have changed."""

Key = tuple[str, str, str]


class LastGood:
    """Tiles by customer, tile and language; the oldest are forgotten first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, tuple[datetime, Tile]] = OrderedDict()

    def keep(self, key: Key, tile: Tile, widget: Widget, now: datetime) -> None:
        """Remember a good tile, unless its kind ranks."""
        if tile.state != "ready" or not RANKED.isdisjoint(widget.needs):
            return
        self._kept[key] = (now, tile)
        self._kept.move_to_end(key)
        while len(self._kept) > MOST_TILES:
            self._kept.popitem(last=False)

    def instead_of(self, key: Key, failed: Tile, now: datetime) -> Tile:
        """Return the last good value, marked as partial with its own age, or what failed."""
        at, tile = self._kept.get(key, (now, failed))
        if tile is failed or tile.kind != failed.kind or now - at > KEEP:
            return failed
        return tile.model_copy(update={"state": "partial"})

    def forget(self, customer_id: str | None) -> None:
        """Drop the tiles of a customer, None: of everybody."""
        gone = [key for key in self._kept if customer_id in (None, key[0])]
        for key in gone:
            del self._kept[key]
