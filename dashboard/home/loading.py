"""Loading the tiles of a home: all at once, each with its own limit, the last value at hand."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from dashboard.home.answers import Answers
from dashboard.home.arrivals import Load
from dashboard.home.sources import Sources
from dashboard.layouts.model import Tile as PlacedTile
from widgets.base import Context, Widget
from widgets.face import Note
from widgets.granting import granted
from widgets.tile import Tile, failed, load

SLOT = "smart"
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
        kinds = self._sources.kinds
        outside = {tile_id for tile_id, one in placed.items() if kinds[one.kind].provider}
        return Load(tasks, waiting, answers, from_outside=outside)

    async def _tile(self, tile_id: str, placed: PlacedTile, context: Context) -> Tile:
        kind, me = placed.kind, context.customer_id
        if not self._sources.breakers.admits(kind, me):
            resting = failed(tile_id, kind, context, "source")
            return self._settled(self._dated(resting, context), placed, context)
        known = self._sources.kinds[kind]
        tile = await load(tile_id, known, placed.config, granted_to(context, known))
        self._sources.breakers.note(kind, me, tile.cause, tile.since)
        filled = await self._filled(self._dated(tile, context), context)
        return self._settled(filled, placed, context)

    def _dated(self, tile: Tile, context: Context) -> Tile:
        """Say since when a tile fails: from the first failure of the row on."""
        if tile.state != "error":
            return tile
        since = self._sources.breakers.since(tile.kind, context.customer_id)
        return tile.model_copy(update={"since": since or tile.since})

    async def shown_by(self, tile_id: str, placed: PlacedTile, context: Context) -> Widget | None:
        """Return the kind whose card a slot shows now; None for any other card."""
        slot = self._sources.kinds[placed.kind]
        tile = await load(tile_id, slot, placed.config, granted_to(context, slot))
        found = await self._first(tile, context)
        return found[1] if found else None

    async def _filled(self, tile: Tile, context: Context) -> Tile:
        """Put the face of the card that a slot chose below the slot's reason."""
        found = await self._first(tile, context)
        if found is None:
            return tile
        reason, known, own = found
        blocks = _told(reason, own.data["blocks"])
        return own.model_copy(
            update={
                "kind": tile.kind,
                "decision_id": tile.decision_id or own.decision_id,
                "title": known.title_in(context.language),
                "icon": known.icon,
                "data": own.data | {"blocks": blocks},
            }
        )

    async def _first(
        self, tile: Tile, context: Context
    ) -> tuple[dict[str, Any], Widget, Tile] | None:
        """Load the cards that a slot chose until one has something to show."""
        for row in _chosen(tile):
            known = self._sources.kinds.get(row["id"])
            if known is None or not fits(known, context):
                continue
            own = await load(tile.id, known, {}, granted_to(context, known))
            if own.state in ("ready", "partial") and "blocks" in own.data:
                note = Note(text=row["title"], icon=row.get("icon", ""))
                return note.model_dump(mode="json"), known, own
        return None

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


def _chosen(tile: Tile) -> list[dict[str, Any]]:
    """Return the cards that a slot chose, each with its reason; none for any other card."""
    if tile.kind != SLOT or tile.state != "ready":
        return []
    return [row for block in tile.data["blocks"][:1] for row in block["rows"]]


def _told(reason: dict[str, Any], blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put the reason below the answer: the leading figures, or the first list."""
    leading = next((n for n, one in enumerate(blocks) if one["type"] != "figure"), len(blocks))
    at = leading or 1
    return [*blocks[:at], reason, *blocks[at:]]


def granted_to(context: Context, known: Widget) -> Context:
    """Return the context with the ports that a kind's needs name."""
    return replace(context, ports=granted(context.ports, known.kind, known.needs))


def fits(known: Widget, context: Context) -> bool:
    """Say whether the reader's edition shows a kind."""
    return known.senior or not context.senior
