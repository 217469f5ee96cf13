"""What differs between two layouts, as a person would tell it: cards first, then their places."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from dashboard.layouts import geometry
from dashboard.layouts.model import BREAKPOINTS, PRIMARY, Breakpoint, Layout, Place, Tile, TileId
from widgets.base import Size

What = Literal[
    "added",
    "removed",
    "configured",
    "moved",
    "resized",
    "hidden",
    "shown",
    "taken_over",
    "given_back",
]


OWN = ("show", "pinned", "title")
"""What a customer sets on any card, whatever its kind."""


class Spot(BaseModel):
    """Where a card lies at one breakpoint."""

    model_config = ConfigDict(frozen=True)

    rank: int = Field(description="Its number in reading order, from 1.")
    column: int = Field(description="Its first column, from 1.")
    size: Size | None


class Change(BaseModel):
    """One thing that differs."""

    model_config = ConfigDict(frozen=True)

    what: What
    tile: TileId = Field(default="", description="Empty where a whole breakpoint changed.")
    kind: str = ""
    title: str = Field(default="", description="The customer's own title.")
    breakpoint: Breakpoint | None = Field(default=None, description="None: on all of them.")
    before: Spot | None = None
    after: Spot | None = None
    fields: tuple[str, ...] = Field(default=(), description="Names of the settings that changed.")


def differences(before: Layout, after: Layout) -> list[Change]:
    """List what differs; a breakpoint that follows another one is not told twice."""
    found = [*_of_tiles(before, after), *_of_owners(before, after)]
    for breakpoint_ in told(before, after):
        found += _of_places(before, after, breakpoint_)
    return found


def told(before: Layout, after: Layout) -> list[Breakpoint]:
    """Return the breakpoints that were arranged by hand, before and after."""
    return [
        one
        for one in BREAKPOINTS
        if one == PRIMARY or (before.own.get(one, False) and after.own.get(one, False))
    ]


def changed_fields(before: Tile, after: Tile) -> list[str]:
    """Name what was set on a card: its settings, and `show`, `pinned`, `title`."""
    names = sorted(before.config.keys() | after.config.keys())
    settings = [one for one in names if before.config.get(one) != after.config.get(one)]
    return [*settings, *(one for one in OWN if getattr(before, one) != getattr(after, one))]


def moved(before: Sequence[Place], after: Sequence[Place]) -> list[TileId]:
    """Name the tiles that somebody moved, not those that made room or rose.

    A tile was moved when it changed columns. Of tiles that share columns and changed their
    order, as few as possible are named: again and again the one that changed sides with most,
    of two that swapped the one that went up.
    """
    now = {place.tile: place for place in after}
    common = [one for one in geometry.in_order(before) if one.tile in now]
    sideways = [one.tile for one in common if one.x != now[one.tile].x]
    straight = [one for one in common if one.x == now[one.tile].x]
    return [*sideways, *_crossed(straight, now)]


def _crossed(straight: Sequence[Place], now: dict[TileId, Place]) -> list[TileId]:
    rivals: dict[TileId, set[TileId]] = {place.tile: set() for place in straight}
    for one, other in combinations(straight, 2):
        is_beside = one.x < other.x + other.w and other.x < one.x + one.w
        if is_beside and (one.y < other.y) != (now[one.tile].y < now[other.tile].y):
            rivals[one.tile].add(other.tile)
            rivals[other.tile].add(one.tile)
    crossed: list[TileId] = []
    while any(rivals.values()):
        mover = max(reversed(rivals), key=lambda name: len(rivals[name]))
        crossed.append(mover)
        for rival in rivals.pop(mover):
            rivals[rival].discard(mover)
    return crossed


def _of_tiles(before: Layout, after: Layout) -> Iterator[Change]:
    for tile_id, tile in after.tiles.items():
        was = before.tiles.get(tile_id)
        if was is None:
            yield _change("added", tile_id, tile)
        elif fields := changed_fields(was, tile):
            yield _change("configured", tile_id, tile).model_copy(update={"fields": tuple(fields)})
    for tile_id, tile in before.tiles.items():
        if tile_id not in after.tiles:
            yield _change("removed", tile_id, tile)


def _of_owners(before: Layout, after: Layout) -> Iterator[Change]:
    for breakpoint_ in BREAKPOINTS:
        was, is_own = before.own.get(breakpoint_, False), after.own.get(breakpoint_, False)
        if was != is_own:
            yield Change(what="taken_over" if is_own else "given_back", breakpoint=breakpoint_)


def _of_places(before: Layout, after: Layout, breakpoint_: Breakpoint) -> Iterator[Change]:
    was, now = _spots(before, breakpoint_), _spots(after, breakpoint_)
    movers = set(moved(before.places[breakpoint_], after.places[breakpoint_]))
    for tile_id, tile in after.tiles.items():
        if tile_id in before.tiles:
            spots = was.get(tile_id), now.get(tile_id)
            for what in _happened(*spots, has_moved=tile_id in movers):
                yield _change(what, tile_id, tile).model_copy(
                    update={"breakpoint": breakpoint_, "before": spots[0], "after": spots[1]}
                )


def _happened(was: Spot | None, now: Spot | None, *, has_moved: bool) -> Iterator[What]:
    if was is None or now is None:
        if was != now:
            yield "shown" if was is None else "hidden"
        return
    if has_moved:
        yield "moved"
    if was.size != now.size:
        yield "resized"


def _spots(layout: Layout, breakpoint_: Breakpoint) -> dict[TileId, Spot]:
    lying = geometry.in_order(layout.places[breakpoint_])
    return {
        place.tile: Spot(rank=rank, column=place.x + 1, size=geometry.size_of(breakpoint_, place))
        for rank, place in enumerate(lying, start=1)
    }


def _change(what: What, tile_id: TileId, tile: Tile) -> Change:
    return Change(what=what, tile=tile_id, kind=tile.kind, title=tile.title)
