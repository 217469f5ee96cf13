"""What a customer may do to a layout: known kinds, allowed kinds, and tiles that stay."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from dashboard.errors import Invalid, Mandatory, NotAllowed
from dashboard.layouts import edits, geometry
from dashboard.layouts.bank_home import BankHome, nearest
from dashboard.layouts.locks import STAYS, Locks, Reasons
from dashboard.layouts.model import (
    BREAKPOINTS,
    TILES_MAX,
    Breakpoint,
    Layout,
    Place,
    Tile,
    TileId,
)
from recommender.ports import Actor
from widgets.base import Size, Widget


class Policy:
    """The rules over layouts: what the widget kinds declare, and what the bank's home says.

    Args:
        kinds: The registered widget kinds.
        home: The bank's home of the customer's segment.
    """

    def __init__(self, kinds: Mapping[str, Widget], home: BankHome) -> None:
        self._kinds = kinds
        self._home = home
        self._cards = {card.kind: card for card in reversed(home.lasting) if card.kind in kinds}

    def check(self, actor: Actor, before: Layout, after: Layout) -> None:
        """Refuse a change whose result or whose steps break a rule.

        Raises:
            Invalid: An unknown kind, settings it does not accept, or a size it has not.
            NotAllowed: A kind that this actor may not place.
            Mandatory: A tile that the bank requires is missing or hidden.
            Locked: The operation policy denies a step.
        """
        if len(after.tiles) > max(TILES_MAX, len(before.tiles)):
            raise Invalid(f"A home holds {TILES_MAX} cards: remove one first.")
        self.check_state(actor, after)
        Locks(self._home, actor).demand_open(before, after)

    def check_state(self, actor: Actor, layout: Layout) -> None:
        """Refuse a layout that breaks a rule, whatever it was made from."""
        faults = list(self._faults(layout))
        if faults:
            raise Invalid("A card cannot be like that.", details=faults)
        for tile in layout.tiles.values():
            self.demand_allowed(actor, tile.kind)
        self.demand_kept(layout.tiles)
        self._demand_visible(layout)

    def may(self, actor: Actor, layout: Layout, language: str) -> Reasons:
        """Say of each card why an operation is closed to this actor; empty where it is open."""
        return Locks(self._home, actor).may(layout, set(self._mandatory()), language)

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

    def size_of(self, kind: str) -> Size:
        """Return the size that a new tile of this kind gets."""
        return self._known(kind).sizes[0]

    def complete(self, layout: Layout) -> Layout:
        """Make an older layout lawful: kinds that are gone leave, mandatory ones appear."""
        for tile_id in [one for one, tile in layout.tiles.items() if tile.kind not in self._kinds]:
            layout = edits.remove(layout, tile_id)
        for kind in self._mandatory():
            layout = self._made_visible(layout, kind)
        return layout

    def _known(self, kind: str) -> Widget:
        if kind not in self._kinds:
            raise Invalid(f"There is no widget named '{kind}'.")
        return self._kinds[kind]

    def _mandatory(self) -> list[str]:
        own = [kind for kind, widget in self._kinds.items() if widget.mandatory]
        return [*own, *(kind for kind in self._cards if kind not in own)]

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
        for kind, widget in self._kinds.items():
            if widget.mandatory and counts[kind] > 1:
                yield {"kind": kind, "error": "One card of this kind is enough."}

    def _demand_visible(self, layout: Layout) -> None:
        for kind in self._mandatory():
            tile_id = tile_of(layout.tiles, kind)
            if not all(_lies(layout, one, tile_id) for one in BREAKPOINTS):
                raise _stays(kind)

    def _made_visible(self, layout: Layout, kind: str) -> Layout:
        """Put a card of a required kind wherever none lies."""
        card, size = self._cards.get(kind), self.size_of(kind)
        if card is not None:
            size = nearest(card.size, self._kinds[kind])
        tile_id = tile_of(layout.tiles, kind)
        if tile_id is None:
            tile = Tile(kind=kind, config=card.config if card else {})
            return edits.add(layout, self._free_id(layout, card.tile if card else kind), tile, size)
        for breakpoint_ in BREAKPOINTS:
            if not _lies(layout, breakpoint_, tile_id):
                places = geometry.insert(breakpoint_, layout.places[breakpoint_], tile_id, size)
                lying = layout.places | {breakpoint_: places}
                layout = layout.model_copy(update={"places": lying})
        return layout

    def _free_id(self, layout: Layout, wanted: TileId) -> TileId:
        """Return the id, or one made from it where another card has it."""
        ids = (wanted, *(f"{wanted}-{n}" for n in range(2, TILES_MAX + 2)))
        return next(one for one in ids if one not in layout.tiles)


def tile_of(tiles: Mapping[TileId, Tile], kind: str) -> TileId | None:
    """Return the first tile of a kind."""
    return next((one for one, tile in tiles.items() if tile.kind == kind), None)


def _stays(kind: str) -> Mandatory:
    return Mandatory(STAYS, details=[{"kind": kind}])


def _lies(layout: Layout, breakpoint_: Breakpoint, tile_id: TileId | None) -> bool:
    return any(place.tile == tile_id for place in layout.places[breakpoint_])
