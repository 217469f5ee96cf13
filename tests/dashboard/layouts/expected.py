"""What a home should be after each change, said a second time and more simply than the code does.

The model knows nothing of rows: only which cards there are, what is set on them, how large each
is where, in which columns those lie that somebody moved, and which breakpoints are arranged.
"""

from dataclasses import dataclass, field, replace

from dashboard.layouts import geometry
from dashboard.layouts.changes import moved
from dashboard.layouts.model import BREAKPOINTS, COLUMNS, FORMS, PRIMARY, Layout, Tile


@dataclass(frozen=True)
class Expected:
    """Cards, sizes by breakpoint (a card without one is hidden), and who arranges what."""

    tiles: dict[str, Tile] = field(default_factory=dict)
    sizes: dict[str, dict[str, str]] = field(default_factory=dict)
    own: frozenset[str] = frozenset()

    def added(self, tile_id: str, tile: Tile, size: str) -> "Expected":
        sizes = {one: known | {tile_id: size} for one, known in self.sizes.items()}
        return replace(self, tiles=self.tiles | {tile_id: tile}, sizes=sizes)

    def removed(self, tile_id: str) -> "Expected":
        sizes = {one: _without(known, tile_id) for one, known in self.sizes.items()}
        return replace(self, tiles=_without(self.tiles, tile_id), sizes=sizes)

    def configured(self, tile_id: str, tile: Tile) -> "Expected":
        return replace(self, tiles=self.tiles | {tile_id: tile})

    def resized(self, breakpoint_: str, tile_id: str, size: str) -> "Expected":
        """Resize a card at one breakpoint; those that follow the first one do so."""
        follows = [one for one in BREAKPOINTS if one not in {PRIMARY, *self.own}]
        at = [breakpoint_, *follows] if breakpoint_ == PRIMARY else [breakpoint_]
        sizes = {
            one: known | {tile_id: size} if one in at else known
            for one, known in self.sizes.items()
        }
        return replace(self, sizes=sizes)

    def taken_over(self, breakpoint_: str) -> "Expected":
        return self if breakpoint_ == PRIMARY else replace(self, own=self.own | {breakpoint_})

    def given_back(self, breakpoint_: str) -> "Expected":
        sizes = self.sizes | {breakpoint_: self.sizes[PRIMARY]}
        return replace(self, own=self.own - {breakpoint_}, sizes=sizes)


def expected_of(layout: Layout) -> Expected:
    """Read the model's view from a layout."""
    return Expected(
        tiles=dict(layout.tiles),
        sizes={
            one: {place.tile: geometry.size_of(one, place) or "" for place in lying}
            for one, lying in layout.places.items()
        },
        own=frozenset(one for one, is_own in layout.own.items() if is_own),
    )


def expected_merge(base: Layout, theirs: Layout, mine: Layout) -> Expected:
    """Say what three versions should become: a card, a size, an owner at a time; mine first."""
    was, other, own = (expected_of(one) for one in (base, theirs, mine))
    tiles = _merged_tiles(was.tiles, other.tiles, own.tiles)
    arranged = frozenset(
        one
        for one in ("tablet", "phone")
        if (one in own.own if (one in own.own) != (one in was.own) else one in other.own)
    )
    sizes = {one: _merged_sizes(_by_hand(one, was, other, own), tiles) for one in BREAKPOINTS}
    for one in BREAKPOINTS:
        if one not in {PRIMARY, *arranged}:
            sizes[one] = sizes[PRIMARY]
    return Expected(tiles, sizes, arranged)


def expected_columns(base: Layout, theirs: Layout, mine: Layout, at: str) -> dict[str, int]:
    """Say in which column each card that all three have lies after a merge."""
    was, other, own = (
        {place.tile: place for place in one.places[at]} for one in (base, theirs, mine)
    )
    movers = set(moved(base.places[at], mine.places[at]))
    if at != PRIMARY and not theirs.own[at]:
        other = was | {one: place for one, place in other.items() if one not in was}
    if at != PRIMARY and not mine.own[at]:
        movers, own = set(), was | {one: place for one, place in own.items() if one not in was}
    columns = {}
    for tile_id in was.keys() & other.keys() & own.keys():
        mine_resized = (own[tile_id].w, own[tile_id].h) != (was[tile_id].w, was[tile_id].h)
        width = own[tile_id].w if mine_resized else other[tile_id].w
        x = own[tile_id].x if tile_id in movers else other[tile_id].x
        columns[tile_id] = min(x, COLUMNS[at] - width)
    return columns


def form(breakpoint_: str, size: str) -> dict[str, int]:
    """Return a size's width and height, as an update of a place."""
    width, height = FORMS[breakpoint_][size]
    return {"w": width, "h": height}


def _merged_tiles(was: dict, other: dict, own: dict) -> dict[str, Tile]:
    tiles = {}
    for tile_id in was.keys() | other.keys() | own.keys():
        versions = [known.get(tile_id) for known in (was, other, own)]
        tile = _merged_tile(*versions)
        if tile is not None:
            tiles[tile_id] = tile
    return tiles


def _merged_tile(was: Tile | None, other: Tile | None, own: Tile | None) -> Tile | None:
    if other is None or own is None:
        left = other or own
        return None if left == was else left
    if was is None:
        return own
    parts = {
        name: getattr(own if getattr(own, name) != getattr(was, name) else other, name)
        for name in ("show", "pinned", "title")
    }
    names = was.config.keys() | other.config.keys() | own.config.keys()
    config = {}
    for name in names:
        chosen = own if own.config.get(name) != was.config.get(name) else other
        if name in chosen.config:
            config[name] = chosen.config[name]
    return own.model_copy(update={**parts, "config": config})


def _by_hand(at: str, was: Expected, *sides: Expected) -> list[dict[str, str]]:
    """Return the sizes at one breakpoint; a side that did not arrange it changed none."""
    sizes = [was.sizes[at]]
    for side in sides:
        is_own = at == PRIMARY or at in side.own
        known = side.sizes[at]
        sizes.append(known if is_own else known | _only(was.sizes[at], known))
    return sizes


def _only(known: dict, names: dict) -> dict:
    return {one: value for one, value in known.items() if one in names}


def _merged_sizes(three: list[dict[str, str]], tiles: dict[str, Tile]) -> dict[str, str]:
    was, other, own = three
    sizes = {}
    for tile_id in tiles:
        if tile_id in was and tile_id in other and tile_id in own:
            is_mine = own[tile_id] != was[tile_id]
            sizes[tile_id] = own[tile_id] if is_mine else other[tile_id]
        elif tile_id in own or tile_id in other:
            sizes[tile_id] = own.get(tile_id) or other[tile_id]
    return sizes


def _without(known: dict, tile_id: str) -> dict:
    return {one: value for one, value in known.items() if one != tile_id}
