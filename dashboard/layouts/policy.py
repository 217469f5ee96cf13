"""What a customer may do to a layout: known kinds, allowed kinds, and tiles that stay."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from dashboard.errors import Invalid, Mandatory, NotAllowed
from dashboard.layouts import edits, geometry
from dashboard.layouts.model import BREAKPOINTS, Breakpoint, Layout, Place, Tile, TileId
from recommender.ports import Actor
from widgets.base import Size, Widget


class Policy:
    """The rules over layouts, from what the registered widget kinds declare."""

    def __init__(self, kinds: Mapping[str, Widget]) -> None:
        self._kinds = kinds

    def check(self, actor: Actor, layout: Layout) -> None:
        """Refuse a layout that breaks a rule.

        Raises:
            Invalid: An unknown kind, settings it does not accept, or a size it has not.
            NotAllowed: A kind that this actor may not place.
            Mandatory: A tile that the bank requires is missing or hidden.
        """
        faults = list(self._faults(layout))
        if faults:
            raise Invalid("A card cannot be like that.", details=faults)
        for tile in layout.tiles.values():
            self.demand_allowed(actor, tile.kind)
        self.demand_kept(layout.tiles)
        self._demand_visible(layout)

    def demand_allowed(self, actor: Actor, kind: str) -> None:
        """Refuse a kind that this actor may not place."""
        known = self._kinds.get(kind)
        if known is not None and not actor.has(*known.roles):
            raise NotAllowed("This card is not for you to place.")

    def demand_kept(self, tiles: Mapping[TileId, Tile]) -> None:
        """Refuse tiles among which one that the bank requires is missing."""
        for kind in self._mandatory():
            if tile_of(tiles, kind) is None:
                raise _stays(kind)

    def demand_valid(self, tile: Tile) -> None:
        """Refuse settings that the tile's kind does not accept, naming each field."""
        try:
            self._known(tile.kind).config.model_validate(tile.config)
        except ValidationError as error:
            found = [
                {"field": ".".join(map(str, one["loc"])), "error": one["msg"], "type": one["type"]}
                for one in error.errors(include_url=False, include_context=False)
            ]
            raise Invalid("A setting cannot be like that.", details=found) from error

    def may_remove(self, kind: str) -> bool:
        """Say whether a tile of this kind may go."""
        known = self._kinds.get(kind)
        return known is None or not known.mandatory

    def size_of(self, kind: str) -> Size:
        """Return the size that a new tile of this kind gets."""
        return self._known(kind).sizes[0]

    def complete(self, layout: Layout) -> Layout:
        """Make an older layout lawful: kinds that are gone leave, mandatory ones appear."""
        for tile_id in [one for one, tile in layout.tiles.items() if tile.kind not in self._kinds]:
            layout = edits.remove(layout, tile_id)
        for kind in self._mandatory():
            layout = _made_visible(layout, kind, self.size_of(kind))
        return layout

    def _known(self, kind: str) -> Widget:
        if kind not in self._kinds:
            raise Invalid(f"There is no widget named '{kind}'.")
        return self._kinds[kind]

    def _mandatory(self) -> list[str]:
        return [kind for kind, widget in self._kinds.items() if widget.mandatory]

    def _faults(self, layout: Layout) -> Iterator[dict[str, Any]]:
        for tile_id, tile in layout.tiles.items():
            error = self._wrong_tile(tile)
            if error:
                yield {"tile": tile_id, "error": error}
        for breakpoint_, places in layout.places.items():
            yield from (
                {"breakpoint": breakpoint_, "tile": place.tile, "error": error}
                for place in places
                if (error := self._wrong_size(layout, breakpoint_, place))
            )
        yield from self._doubled(layout)

    def _wrong_tile(self, tile: Tile) -> str:
        known = self._kinds.get(tile.kind)
        if known is None:
            return f"There is no widget named '{tile.kind}'."
        try:
            known.config.model_validate(tile.config)
        except ValidationError as error:
            first = error.errors()[0]
            return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
        return ""

    def _wrong_size(self, layout: Layout, breakpoint_: Breakpoint, place: Place) -> str:
        known = self._kinds.get(layout.tiles[place.tile].kind)
        size = geometry.size_of(breakpoint_, place)
        if known is None or size in known.sizes:
            return ""
        return f"It comes in {', '.join(known.sizes)}, not in {size}."

    def _doubled(self, layout: Layout) -> Iterator[dict[str, Any]]:
        counts = Counter(tile.kind for tile in layout.tiles.values())
        for kind in self._mandatory():
            if counts[kind] > 1:
                yield {"kind": kind, "error": "One card of this kind is enough."}

    def _demand_visible(self, layout: Layout) -> None:
        for kind in self._mandatory():
            tile_id = tile_of(layout.tiles, kind)
            if not all(_lies(layout, one, tile_id) for one in BREAKPOINTS):
                raise _stays(kind)


def tile_of(tiles: Mapping[TileId, Tile], kind: str) -> TileId | None:
    """Return the first tile of a kind."""
    return next((one for one, tile in tiles.items() if tile.kind == kind), None)


def _stays(kind: str) -> Mandatory:
    return Mandatory(
        "The bank has to show you this card: it can be moved, but not removed.",
        details=[{"kind": kind}],
    )


def _lies(layout: Layout, breakpoint_: Breakpoint, tile_id: TileId | None) -> bool:
    return any(place.tile == tile_id for place in layout.places[breakpoint_])


def _made_visible(layout: Layout, kind: str, size: Size) -> Layout:
    tile_id = tile_of(layout.tiles, kind)
    if tile_id is None:
        return edits.add(layout, kind, Tile(kind=kind), size)
    for breakpoint_ in BREAKPOINTS:
        if not _lies(layout, breakpoint_, tile_id):
            places = geometry.insert(breakpoint_, layout.places[breakpoint_], tile_id, size)
            layout = layout.model_copy(update={"places": layout.places | {breakpoint_: places}})
    return layout
