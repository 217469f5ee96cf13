"""What an edit does to a layout: pure functions from one layout to the next."""

from collections.abc import Collection, Mapping

from dashboard.errors import Invalid, NotFound
from dashboard.layouts import geometry
from dashboard.layouts.model import (
    BREAKPOINTS,
    PRIMARY,
    Breakpoint,
    Layout,
    LayoutIn,
    Places,
    Tile,
    TileChange,
    TileId,
)
from widgets.base import Size


def arrange(layout: Layout, breakpoint_: Breakpoint, places: Places) -> Layout:
    """Adopt the places of one breakpoint, which the customer thereby takes over.

    Raises:
        Invalid: Cards overlap, leave the grid, have no size or are not there.
    """
    demand_sound(layout.tiles, {breakpoint_: places})
    kept = layout.places | {breakpoint_: geometry.compact(places)}
    own = layout.own if breakpoint_ == PRIMARY else layout.own | {breakpoint_: True}
    return follow(layout.model_copy(update={"places": kept, "own": own}))


def add(layout: Layout, tile_id: TileId, tile: Tile, size: Size) -> Layout:
    """Add a tile on every breakpoint, where there is room first."""
    places = {
        breakpoint_: geometry.insert(breakpoint_, layout.places[breakpoint_], tile_id, size)
        for breakpoint_ in BREAKPOINTS
    }
    tiles = layout.tiles | {tile_id: tile}
    return follow(layout.model_copy(update={"tiles": tiles, "places": places}))


def remove(layout: Layout, tile_id: TileId) -> Layout:
    """Take a tile away from every breakpoint."""
    if tile_id not in layout.tiles:
        raise NotFound("This card is not on your home any more.")
    tiles = {one: tile for one, tile in layout.tiles.items() if one != tile_id}
    places = {
        breakpoint_: geometry.compact(place for place in lying if place.tile != tile_id)
        for breakpoint_, lying in layout.places.items()
    }
    return follow(layout.model_copy(update={"tiles": tiles, "places": places}))


def configure(layout: Layout, tile_id: TileId, change: TileChange) -> Layout:
    """Set what the customer says of one card; what is left out stays as it is."""
    if tile_id not in layout.tiles:
        raise NotFound("This card is not on your home any more.")
    told = {name: getattr(change, name) for name in change.model_fields_set}
    said = {name: value for name, value in told.items() if value is not None}
    tile = layout.tiles[tile_id].model_copy(update=said)
    return layout.model_copy(update={"tiles": layout.tiles | {tile_id: tile}})


def give_back(layout: Layout, breakpoint_: Breakpoint) -> Layout:
    """Let one breakpoint follow the primary one again."""
    if breakpoint_ == PRIMARY:
        raise Invalid("The other arrangements follow this one: it cannot be given back.")
    return follow(layout.model_copy(update={"own": layout.own | {breakpoint_: False}}))


def adopt(layout: Layout, wanted: LayoutIn) -> Layout:
    """Take a whole layout as a client sends it; refuse bad geometry with every fault named."""
    _demand_same_kinds(layout, wanted)
    own = {one: _is_own(layout, wanted, one) for one in BREAKPOINTS if one != PRIMARY}
    lying = {one: _lying(layout, wanted, one) for one in BREAKPOINTS}
    demand_sound(wanted.tiles, lying)
    places = {one: geometry.compact(lying[one]) for one in BREAKPOINTS}
    bare = layout.model_copy(update={"tiles": wanted.tiles, "places": places, "own": own})
    return follow(_with_newcomers(layout, follow(bare)))


def follow(layout: Layout) -> Layout:
    """Derive the breakpoints that the customer has not taken over from the primary one."""
    places = dict(layout.places)
    for breakpoint_ in BREAKPOINTS:
        if breakpoint_ != PRIMARY and not layout.own.get(breakpoint_):
            places[breakpoint_] = geometry.derive(breakpoint_, PRIMARY, places[PRIMARY])
    return layout.model_copy(update={"places": places})


def demand_sound(tiles: Collection[TileId], lying: Mapping[Breakpoint, Places]) -> None:
    """Refuse places that overlap, leave the grid, have no size or belong to no tile."""
    faults = [fault for one, places in lying.items() for fault in geometry.faults(one, places)]
    faults += [
        {"breakpoint": one, "tile": place.tile, "error": "There is no such card."}
        for one, places in lying.items()
        for place in places
        if place.tile not in tiles
    ]
    if faults:
        raise Invalid("The cards cannot lie like that.", details=faults)


def _demand_same_kinds(layout: Layout, wanted: LayoutIn) -> None:
    """Refuse a card that became another one: that is a removal and an addition."""
    for tile_id, tile in wanted.tiles.items():
        was = layout.tiles.get(tile_id)
        if was is not None and was.kind != tile.kind:
            fault = {"tile": tile_id, "error": "A card keeps its kind: add another one."}
            raise Invalid("A card cannot be like that.", details=[fault])


def _is_own(layout: Layout, wanted: LayoutIn, breakpoint_: Breakpoint) -> bool:
    """Own when said so, or when a derived breakpoint was sent with places of its own."""
    was = layout.own.get(breakpoint_, False)
    if wanted.own.get(breakpoint_, was):
        return True
    sent = wanted.places.get(breakpoint_)
    if was or sent is None:
        return False  # Said "not mine" about one that was: it is given back.
    primary = wanted.places.get(PRIMARY, layout.places[PRIMARY])
    derived = geometry.derive(breakpoint_, PRIMARY, primary)
    return not (_same(sent, layout.places[breakpoint_]) or _same(sent, derived))


def _lying(layout: Layout, wanted: LayoutIn, breakpoint_: Breakpoint) -> Places:
    sent = wanted.places.get(breakpoint_)
    if sent is not None:
        return sent
    return tuple(one for one in layout.places[breakpoint_] if one.tile in wanted.tiles)


def _with_newcomers(before: Layout, after: Layout) -> Layout:
    """Give tiles that are new a place wherever the client named none."""
    for breakpoint_ in BREAKPOINTS:
        lying = {place.tile for place in after.places[breakpoint_]}
        for tile_id in after.tiles:
            if tile_id not in before.tiles and tile_id not in lying:
                size = _size_elsewhere(after, tile_id)
                places = geometry.insert(breakpoint_, after.places[breakpoint_], tile_id, size)
                after = after.model_copy(update={"places": after.places | {breakpoint_: places}})
    return after


def _size_elsewhere(layout: Layout, tile_id: TileId) -> Size:
    sizes = (
        geometry.size_of(breakpoint_, place)
        for breakpoint_, places in layout.places.items()
        for place in places
        if place.tile == tile_id
    )
    return next((size for size in sizes if size is not None), "M")


def _same(one: Places, other: Places) -> bool:
    return geometry.in_order(one) == geometry.in_order(other)
