"""Which cards are there now: each condition judged by a clock and a state that are passed in."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time

from dashboard.layouts.conditions import (
    Condition,
    DayOfMonth,
    InSituation,
    OnDevice,
    Situation,
    TimeOfDay,
)
from dashboard.layouts.geometry import compact
from dashboard.layouts.model import BREAKPOINTS, Breakpoint, Layout, Places, Tile

FRIDAY = 4
ASKS_THE_BANK: frozenset[Situation] = frozenset({"has_dues", "no_dues"})


@dataclass(frozen=True, slots=True)
class Moment:
    """What conditions are judged by.

    Attributes:
        now: In the bank's own time zone.
        states: The situations that hold.
    """

    now: datetime
    states: frozenset[Situation] = frozenset()


def situations(
    now: datetime, *, is_senior: bool, has_dues: bool | None = None
) -> frozenset[Situation]:
    """Return the situations that hold; None for dues is not known, and neither of them holds."""
    held: set[Situation] = {"weekday" if now.weekday() <= FRIDAY else "weekend"}
    if is_senior:
        held.add("senior")
    if has_dues is not None:
        held.add("has_dues" if has_dues else "no_dues")
    return frozenset(held)


def is_met(one: Condition, moment: Moment, device: Breakpoint) -> bool:
    """Say whether a condition holds."""
    match one:
        case TimeOfDay():
            return _within(moment.now.time(), one.since, one.until)
        case DayOfMonth():
            return _between(moment.now.day, one.first, one.last)
        case OnDevice():
            return device in one.devices
        case InSituation():
            return one.state in moment.states


def is_there(tile: Tile, moment: Moment, device: Breakpoint) -> bool:
    """Say whether all of a card's conditions hold."""
    return all(is_met(one, moment, device) for one in tile.show)


def asks_the_bank(tiles: Iterable[Tile]) -> bool:
    """Say whether a condition needs to know what is due."""
    states = {one.state for tile in tiles for one in tile.show if isinstance(one, InSituation)}
    return not ASKS_THE_BANK.isdisjoint(states)


def shown(layout: Layout, is_shown: Callable[[Tile, Breakpoint], bool]) -> Layout:
    """Return the layout without the cards that are not shown; the others close the gaps."""
    there = {
        device: {one for one, tile in layout.tiles.items() if is_shown(tile, device)}
        for device in BREAKPOINTS
    }
    somewhere = set().union(*there.values())
    return layout.model_copy(
        update={
            "places": {one: _only(layout.places[one], there[one]) for one in BREAKPOINTS},
            "tiles": {one: tile for one, tile in layout.tiles.items() if one in somewhere},
        }
    )


def _only(places: Places, there: set[str]) -> Places:
    left = tuple(place for place in places if place.tile in there)
    return places if len(left) == len(places) else compact(left)


def _within(now: time, since: time, until: time) -> bool:
    """Say whether a time lies in [since, until), over midnight where it ends earlier."""
    since, until = since.replace(tzinfo=None), until.replace(tzinfo=None)
    if since == until:
        return True
    return since <= now < until if since < until else now >= since or now < until


def _between(day: int, first: int, last: int) -> bool:
    """Say whether a day lies in [first, last], over the end of the month where last is smaller."""
    return first <= day <= last if first <= last else day >= first or day <= last
