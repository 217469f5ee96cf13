"""The grid's arithmetic: pure functions over places."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dashboard.layouts.model import COLUMNS, FORMS, Breakpoint, Place, Places
from widgets.base import Size


def size_of(breakpoint_: Breakpoint, place: Place) -> Size | None:
    """Name the size of a place, or None when it has the form of no size."""
    forms = FORMS[breakpoint_]
    return next((size for size, form in forms.items() if form == (place.w, place.h)), None)


def in_order(places: Iterable[Place]) -> list[Place]:
    """Sort places as they are read: by row, then by column."""
    return sorted(places, key=lambda place: (place.y, place.x, place.tile))


def overlap(one: Place, other: Place) -> bool:
    """Say whether two places share a cell."""
    return (
        one.x < other.x + other.w
        and other.x < one.x + one.w
        and one.y < other.y + other.h
        and other.y < one.y + one.h
    )


def faults(breakpoint_: Breakpoint, places: Sequence[Place]) -> Iterator[dict[str, Any]]:
    """Yield what is wrong with places: outside the grid, no known size, twice, overlapping."""
    seen: list[Place] = []
    for place in places:
        where = {"breakpoint": breakpoint_, "tile": place.tile}
        if place.x + place.w > COLUMNS[breakpoint_]:
            yield where | {"error": f"It leaves the grid of {COLUMNS[breakpoint_]} columns."}
        if size_of(breakpoint_, place) is None:
            yield where | {"error": f"{place.w} x {place.h} is no size here: {_forms(breakpoint_)}"}
        for other in seen:
            if other.tile == place.tile:
                yield where | {"error": "It has two places."}
            elif overlap(place, other):
                yield where | {"error": f"It overlaps {other.tile}."}
        seen.append(place)


def compact(places: Iterable[Place]) -> Places:
    """Let every tile rise until it rests on another one or on the top."""
    placed: list[Place] = []
    for place in in_order(places):
        placed.append(_rise(place, placed))
    return tuple(in_order(placed))


def settle(places: Iterable[Place], mover: Place) -> Places:
    """Put one tile where it is wanted; those in its way move down."""
    placed = [mover]
    for place in in_order(place for place in places if place.tile != mover.tile):
        placed.append(_sink(place, placed))
    return compact(placed)


def insert(breakpoint_: Breakpoint, places: Places, tile: str, size: Size) -> Places:
    """Add a tile at the first spot, in reading order, that is large enough."""
    width, height = FORMS[breakpoint_][size]
    rows = sorted({0, *(place.y + place.h for place in places)})
    spots = ((x, y) for y in rows for x in range(COLUMNS[breakpoint_] - width + 1))
    x, y = next(spot for spot in spots if _is_free(places, *spot, width, height))
    return tuple(in_order((*places, Place(tile=tile, x=x, y=y, w=width, h=height))))


def flow(breakpoint_: Breakpoint, tiles: Iterable[tuple[str, Size]]) -> Places:
    """Lay tiles out one after the other, filling gaps."""
    places: Places = ()
    for tile, size in tiles:
        places = insert(breakpoint_, places, tile, size)
    return places


def derive(breakpoint_: Breakpoint, source: Breakpoint, places: Places) -> Places:
    """Make one breakpoint's places from another's: same order, same sizes in their own form."""
    sized = [(place.tile, size_of(source, place)) for place in in_order(places)]
    return flow(breakpoint_, [(tile, size) for tile, size in sized if size is not None])


def _is_free(places: Places, x: int, y: int, width: int, height: int) -> bool:
    return not any(
        x < place.x + place.w
        and place.x < x + width
        and y < place.y + place.h
        and place.y < y + height
        for place in places
    )


def _rise(place: Place, placed: Sequence[Place]) -> Place:
    below = [
        other.y + other.h
        for other in placed
        if other.x < place.x + place.w and place.x < other.x + other.w
    ]
    return place.model_copy(update={"y": max(below, default=0)})


def _sink(place: Place, placed: Sequence[Place]) -> Place:
    while any(overlap(place, other) for other in placed):
        place = place.model_copy(update={"y": place.y + 1})
    return place


def _forms(breakpoint_: Breakpoint) -> str:
    named = (f"{size} {w} x {h}" for size, (w, h) in FORMS[breakpoint_].items())
    return ", ".join(named) + "."
