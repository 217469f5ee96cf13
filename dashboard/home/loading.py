"""Loading the tiles of a home: all at once, each with its own limit, the last value at hand."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from dashboard.home.answers import Answers
from dashboard.home.arrivals import Load
from dashboard.home.sources import Sources
from dashboard.layouts.model import Tile as PlacedTile
from widgets.base import Context, Widget
from widgets.granting import granted
from widgets.tile import Tile, failed, load

Placed = Mapping[str, PlacedTile]


class Loader:
    """Starts loads; keeps last good values, and rests what keeps failing."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources

    def start(
        self, placed: Placed, context: Context, queries: Mapping[str, str] | None = None
    ) -> Load:
        """Begin to load these tiles, all at once."""
        answers = Answers(context.ports)
        context = replace(context, ports=answers.ports)
        asked = queries or {}
        tasks = {
            tile_id: asyncio.ensure_future(
                self._tile(tile_id, one, replace(context, query=asked.get(tile_id, "")))
            )
            for tile_id, one in placed.items()
        }
        waiting = {tile_id: self._waiting(tile_id, one, context) for tile_id, one in placed.items()}
        return Load(tasks, waiting, answers)

    async def _tile(self, tile_id: str, placed: PlacedTile, context: Context) -> Tile:
        kind, me = placed.kind, context.customer_id
        if not self._sources.breakers.admits(kind, me):
            resting = failed(tile_id, kind, context, "source")
            return self._settled(resting, placed, context)
        known = self._sources.kinds[kind]
        tile = await load(tile_id, known, placed.config, granted_to(context, known))
        self._sources.breakers.note(kind, me, tile.cause)
        return self._settled(tile, placed, context)

    def _settled(self, tile: Tile, placed: PlacedTile, context: Context) -> Tile:
        """Put the last good value in the place of a failure, and remember what is good."""
        memory, now = self._sources.memory, context.now
        known = self._sources.kinds[placed.kind]
        key = (context.customer_id, tile.id, context.language)
        shown = tile if tile.state != "error" else memory.instead_of(key, tile, now)
        if shown is tile and not context.query:
            memory.keep(key, tile, known, now)
        is_old = shown is not tile or _is_old(tile, known, now)
        return shown.model_copy(update={"title": placed.title or tile.title, "stale": is_old})

    def _waiting(self, tile_id: str, placed: PlacedTile, context: Context) -> Tile:
        """Return what stands in a tile's place until it arrives: its last value, or a skeleton."""
        key = (context.customer_id, tile_id, context.language)
        empty = Tile(id=tile_id, kind=placed.kind)
        tile = self._sources.memory.instead_of(key, empty, context.now)
        if tile is not empty:
            tile = tile.model_copy(update={"state": "ready", "stale": True})
        return tile.model_copy(update={"title": placed.title or tile.title})


def _is_old(tile: Tile, known: Widget, now: datetime) -> bool:
    if tile.state not in ("ready", "partial") or not tile.as_of:
        return False
    at = datetime.fromisoformat(tile.as_of)
    return at.tzinfo is not None and (now - at).total_seconds() > known.stale_seconds


def granted_to(context: Context, known: Widget) -> Context:
    """Return the context with the ports that a kind's needs name."""
    return replace(context, ports=granted(context.ports, known.kind, known.needs))


def fits(known: Widget, context: Context) -> bool:
    """Say whether the reader's edition shows a kind."""
    return known.senior or not context.senior
