"""The operation policy at work: what a change does to each card, and what of it is denied."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dashboard.errors import Locked
from dashboard.layouts.bank_home import OPERATIONS, BankHome, Operation
from dashboard.layouts.changes import changed_fields
from dashboard.layouts.model import PRIMARY, Breakpoint, Layout, Place, TileId
from recommender.language import pick, say
from recommender.ports import Actor

PINNED = "You pinned this card: release it first."
STAYS = "The bank has to show you this card: it can be moved, but not removed."
Reasons = dict[TileId, dict[Operation, str]]


@dataclass(frozen=True, slots=True)
class Done:
    """One operation on one card."""

    operation: Operation
    tile: TileId
    kind: str


class Locks:
    """What the rules of a bank's home deny, to whom.

    Args:
        home: The bank's home of the customer's segment.
        actor: Who acts.
    """

    def __init__(self, home: BankHome, actor: Actor) -> None:
        self._home = home
        self._actor = actor
        self._given = {card.kind for card in home.lasting}

    def demand_open(self, before: Layout, after: Layout) -> None:
        """Refuse a change that does what the policy denies, saying why."""
        if not self._home.rules:
            return
        for done in self._all_done(before, after):
            reason = self.reason(done.operation, done.tile, done.kind)
            if reason is not None:
                told = {"tile": done.tile, "kind": done.kind, "operation": done.operation}
                raise Locked(reason, details=[told])

    def reason(self, operation: Operation, tile_id: TileId, kind: str) -> Mapping[str, str] | None:
        """Return why this may not be done, None where it may."""
        if operation == "insert" and kind in self._given:
            return None  # The bank itself puts it there.
        return self._home.reason(operation, tile_id, kind, self._actor.roles)

    def may(self, layout: Layout, staying: set[str], language: str) -> Reasons:
        """Say of each card why an operation is closed, in words; empty where it is open."""
        return {
            tile_id: {
                one: self._closed(one, layout, tile_id, language)
                or (say(language, STAYS) if one == "remove" and tile.kind in staying else "")
                for one in OPERATIONS
            }
            for tile_id, tile in layout.tiles.items()
        }

    def _closed(self, one: Operation, layout: Layout, tile_id: TileId, language: str) -> str:
        tile = layout.tiles[tile_id]
        if tile.pinned and one in ("move", "resize"):
            return say(language, PINNED)
        return pick(self.reason(one, tile_id, tile.kind) or {}, language)

    def _all_done(self, before: Layout, after: Layout) -> Iterator[Done]:
        yield from _done_to_cards(before, after)
        for breakpoint_ in after.places:
            if breakpoint_ == PRIMARY or after.own.get(breakpoint_):
                yield from self._done_at(before, after, breakpoint_)

    def _done_at(self, before: Layout, after: Layout, breakpoint_: Breakpoint) -> Iterator[Done]:
        was = {place.tile: place for place in before.places[breakpoint_]}
        now = {place.tile: place for place in after.places[breakpoint_]}
        for tile_id in before.tiles.keys() & after.tiles.keys():
            kind = after.tiles[tile_id].kind
            yield from (Done(one, tile_id, kind) for one in _operations(tile_id, was, now))


def demand_unpinned(before: Layout, after: Layout) -> None:
    """Refuse an arrangement that moves or resizes a card that the customer pinned."""
    for tile_id, tile in before.tiles.items():
        if tile.pinned:
            for breakpoint_ in after.places:
                if breakpoint_ == PRIMARY or after.own.get(breakpoint_):
                    _demand_still(tile_id, before, after, breakpoint_)


def _demand_still(tile_id: TileId, before: Layout, after: Layout, at: Breakpoint) -> None:
    was, now = ({place.tile: place for place in one.places[at]} for one in (before, after))
    done = {*_operations(tile_id, was, now)} & {"move", "resize"}
    if done:
        told = {"tile": tile_id, "operation": min(done)}
        raise Locked({"en": PINNED, "zh-Hans": say("zh-Hans", PINNED)}, details=[told])


def _done_to_cards(before: Layout, after: Layout) -> Iterator[Done]:
    for tile_id, tile in after.tiles.items():
        was = before.tiles.get(tile_id)
        if was is None:
            yield Done("insert", tile_id, tile.kind)
        elif changed_fields(was, tile):
            yield Done("configure", tile_id, tile.kind)
    for tile_id, tile in before.tiles.items():
        if tile_id not in after.tiles:
            yield Done("remove", tile_id, tile.kind)


def _operations(
    tile_id: TileId, was: Mapping[TileId, Place], now: Mapping[TileId, Place]
) -> Iterator[Operation]:
    before, after = was.get(tile_id), now.get(tile_id)
    if before is None or after is None:
        if before is not after:
            yield "insert" if before is None else "remove"
        return
    if (before.w, before.h) != (after.w, after.h):
        yield "resize"
    if before.x != after.x or after.y > before.y or _has_crossed(tile_id, was, now):
        yield "move"


def _has_crossed(tile_id: TileId, was: Mapping[TileId, Place], now: Mapping[TileId, Place]) -> bool:
    """Say whether the tile changed sides with one that it shares columns with."""
    me, here = was[tile_id], now[tile_id]
    return any(
        me.x < other.x + other.w
        and other.x < me.x + me.w
        and (me.y < other.y) != (here.y < now[one].y)
        for one, other in was.items()
        if one in now and one != tile_id and now[one].x == other.x
    )
