"""Three layouts become one: what two sides changed since they were the same.

The rule, side by side with what it is told of (`Merged.clashes`):

- A card is known by its id. What only one side changed is taken from that side.
- Both set the same field of a card: mine counts. Different fields are both kept.
- One took a card away (or hid it), the other one moved or resized it: it is away.
- One took a card away, the other one changed its settings: it stays, with the changes.
- Both moved the same card at a breakpoint, or both resized it: mine counts. Everything else of
  the arrangement is theirs, with my moves carried out on top, in reading order.
- A breakpoint is arranged by hand or follows, as the side says that changed it; mine first. What
  merely followed on one side is no change of that side.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from dashboard.layouts import edits, geometry
from dashboard.layouts.changes import OWN, Change, differences, moved
from dashboard.layouts.model import (
    BREAKPOINTS,
    COLUMNS,
    PRIMARY,
    Breakpoint,
    Layout,
    LayoutIn,
    Place,
    Places,
    Tile,
    TileId,
)

Side = Literal["mine", "theirs"]
_ABSENT = object()


@dataclass(frozen=True, slots=True)
class Mine:
    """What I made of version `base`: a whole layout, or the places of one breakpoint."""

    base: int
    wanted: LayoutIn | tuple[Breakpoint, Places]

    def of(self, base: Layout) -> Layout:
        """Return the layout that I want, made from the version that I saw."""
        if isinstance(self.wanted, LayoutIn):
            return edits.adopt(base, self.wanted)
        return edits.arrange(base, *self.wanted)


class Clash(BaseModel):
    """Where both sides changed the same, and whose change counts."""

    model_config = ConfigDict(frozen=True)

    counts: Side
    mine: Change
    theirs: Change


class Merged(BaseModel):
    """The one layout, and what was done to make it."""

    model_config = ConfigDict(frozen=True)

    layout: Layout
    mine: list[Change] = Field(description="What I had changed.")
    theirs: list[Change] = Field(description="What was changed elsewhere meanwhile.")
    clashes: list[Clash] = Field(description="Where only one of both could count.")


def merge(base: Layout, theirs: Layout, mine: Layout) -> Merged:
    """Put my changes since `base` on top of theirs, which keeps its version and its origin."""
    my_changes, their_changes = differences(base, mine), differences(base, theirs)
    return Merged(
        layout=_merged(base, theirs, mine),
        mine=my_changes,
        theirs=their_changes,
        clashes=list(_clashes(my_changes, their_changes)),
    )


def _merged(base: Layout, theirs: Layout, mine: Layout) -> Layout:
    tiles = dict(_tiles(base, theirs, mine))
    own = {
        one: _three(base.own.get(one, False), theirs.own.get(one, False), mine.own.get(one, False))
        for one in BREAKPOINTS
        if one != PRIMARY
    }
    places = {one: _places((base, theirs, mine), tiles, one) for one in BREAKPOINTS}
    update = {"tiles": tiles, "own": own, "places": places}
    return edits.follow(theirs.model_copy(update=update))


def _three(base: Any, theirs: Any, mine: Any) -> Any:
    return theirs if mine == base else mine


def _tiles(base: Layout, theirs: Layout, mine: Layout) -> Iterator[tuple[TileId, Tile]]:
    """Yield the cards that stay: theirs in their order, then those that only I have."""
    for tile_id in [*theirs.tiles, *(one for one in mine.tiles if one not in theirs.tiles)]:
        was, other, own = (one.tiles.get(tile_id) for one in (base, theirs, mine))
        if other is not None and own is not None:
            yield tile_id, _tile(was or Tile(kind=own.kind), other, own)
        elif was is None or was not in (other, own):
            # Only one side has it: new there, or changed there and taken away on the other.
            yield tile_id, other or own  # type: ignore[misc]  # one of both is there


def _tile(base: Tile, theirs: Tile, mine: Tile) -> Tile:
    settings = {
        name: _three(*(one.config.get(name, _ABSENT) for one in (base, theirs, mine)))
        for name in base.config.keys() | theirs.config.keys() | mine.config.keys()
    }
    config = {name: value for name, value in sorted(settings.items()) if value is not _ABSENT}
    rest = {one: _three(*(getattr(tile, one) for tile in (base, theirs, mine))) for one in OWN}
    return mine.model_copy(update={"config": config, **rest})


def _places(
    three: tuple[Layout, Layout, Layout], tiles: dict[TileId, Tile], breakpoint_: Breakpoint
) -> Places:
    base = three[0].places[breakpoint_]
    theirs, mine = (_by_hand(base, one, breakpoint_) for one in three[1:])
    is_mine_alone = theirs == base and set(tiles) == set(three[2].tiles)
    if is_mine_alone and mine == three[2].places[breakpoint_]:
        return mine
    was, other, own = ({place.tile: place for place in one} for one in (base, theirs, mine))
    hidden = {one for one in was if one in three[2].tiles and one not in own}
    lying = tuple(one for one in theirs if one.tile in tiles and one.tile not in hidden)
    hidden |= {one for one in was if one in three[1].tiles and one not in other}
    movers = set(moved(base, mine))
    for place in geometry.in_order(mine):
        if place.tile in tiles and place.tile not in hidden:
            before, there = was.get(place.tile), other.get(place.tile)
            wanted = _wanted((before, there, place), place.tile in movers, breakpoint_)
            lying = lying if wanted == there else geometry.settle(lying, wanted)
    return geometry.compact(lying)


def _by_hand(base: Places, side: Layout, breakpoint_: Breakpoint) -> Places:
    """Return a side's places; where it arranged nothing by hand, they are those of before."""
    if breakpoint_ == PRIMARY or side.own.get(breakpoint_):
        return side.places[breakpoint_]
    was = {place.tile: place for place in base}
    return tuple(was.get(place.tile, place) for place in side.places[breakpoint_])


def _wanted(
    three: tuple[Place | None, Place | None, Place], has_moved: bool, breakpoint_: Breakpoint
) -> Place:
    """Return where and how large a card shall lie: my move, my size, else theirs."""
    before, there, mine = three
    if before is None or there is None:
        return mine
    form = mine if (mine.w, mine.h) != (before.w, before.h) else there
    spot = mine if has_moved else there
    x = min(spot.x, COLUMNS[breakpoint_] - form.w)
    return mine.model_copy(update={"x": x, "y": spot.y, "w": form.w, "h": form.h})


def _clashes(mine: list[Change], theirs: list[Change]) -> Iterator[Clash]:
    for one in mine:
        for other in theirs:
            if one.tile == other.tile and (side := _counts(one, other)):
                yield Clash(counts=side, mine=one, theirs=other)


def _counts(mine: Change, theirs: Change) -> Side | None:
    """Say whose change counts, None where both can."""
    if mine.what == theirs.what == "configured":
        return "mine" if set(mine.fields) & set(theirs.fields) else None
    if mine.what == theirs.what and mine.what in ("moved", "resized"):
        is_same = mine.breakpoint == theirs.breakpoint and mine.after != theirs.after
        return "mine" if is_same else None
    whats = {mine.what, theirs.what}
    if "removed" in whats and whats != {"removed"}:
        kept = "removed" if "configured" not in whats else "configured"
        return "mine" if mine.what == kept else "theirs"
    if "hidden" in whats and whats & {"moved", "resized"} and mine.breakpoint == theirs.breakpoint:
        return "mine" if mine.what == "hidden" else "theirs"
    return None
