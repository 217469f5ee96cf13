"""The grid's arithmetic: pure functions over places."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dashboard.layouts.model import COLUMNS, FORMS, Breakpoint, Place, Places
from widgets.base import Size

_SIZES: dict[Breakpoint, dict[tuple[int, int], Size]] = {
    breakpoint_: {form: size for size, form in forms.items()}
    for breakpoint_, forms in FORMS.items()
}


def size_of(breakpoint_: Breakpoint, place: Place) -> Size | None:
    """Name the size of a place, or None when it has the form of no size."""
    return _SIZES[breakpoint_].get((place.w, place.h))


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
    if _is_sound(breakpoint_, places):
        return
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
    floor = [0] * max(COLUMNS.values())
    placed: list[Place] = []
    for place in in_order(places):
        y = max(floor[place.x : place.x + place.w])
        floor[place.x : place.x + place.w] = [y + place.h] * place.w
        placed.append(_lowered(place, y))
    return tuple(in_order(placed))


def settle(places: Iterable[Place], mover: Place) -> Places:
    """Put one tile where it is wanted; those in its way move down."""
    placed = [mover]
    for place in in_order(place for place in places if place.tile != mover.tile):
        placed.append(_sink(place, placed))
    return compact(placed)


def insert(breakpoint_: Breakpoint, places: Places, tile: str, size: Size) -> Places:
    """Add a tile at the first spot, in reading order, that is large enough."""
    shelf = Shelf(breakpoint_, places)
    return tuple(in_order((*places, shelf.put(tile, size))))


def flow(breakpoint_: Breakpoint, tiles: Iterable[tuple[str, Size]]) -> Places:
    """Lay tiles out one after the other, filling gaps."""
    shelf = Shelf(breakpoint_)
    return tuple(in_order([shelf.put(tile, size) for tile, size in tiles]))


class Shelf:
    """The taken cells of a grid, one whole number a row with one bit a column."""

    def __init__(self, breakpoint_: Breakpoint, places: Places = ()) -> None:
        self._breakpoint = breakpoint_
        self._rows: list[int] = []
        self._ends = {0}
        self._first = 0
        for place in places:
            self._take(place)

    def put(self, tile: str, size: Size) -> Place:
        """Take the first spot, in reading order, that is large enough."""
        width, height = FORMS[self._breakpoint][size]
        x, y = next(self._spots(width, height))
        place = Place.model_construct(tile=tile, x=x, y=y, w=width, h=height)
        self._take(place)
        return place

    def _spots(self, width: int, height: int) -> Iterator[tuple[int, int]]:
        columns = COLUMNS[self._breakpoint]
        form = (1 << width) - 1
        for y in sorted(end for end in self._ends if end >= self._first):
            taken = self._taken(y, height)
            for x in range(columns - width + 1):
                if not taken & (form << x):
                    yield x, y

    def _taken(self, y: int, height: int) -> int:
        taken = 0
        for row in self._rows[y : y + height]:
            taken |= row
        return taken

    def _take(self, place: Place) -> None:
        bottom = place.y + place.h
        self._rows += [0] * (bottom - len(self._rows))
        for y in range(place.y, bottom):
            self._rows[y] |= ((1 << place.w) - 1) << place.x
        self._ends.add(bottom)
        full = (1 << COLUMNS[self._breakpoint]) - 1
        while self._first < len(self._rows) and self._rows[self._first] == full:
            self._first += 1


def derive(breakpoint_: Breakpoint, source: Breakpoint, places: Places) -> Places:
    """Make one breakpoint's places from another's: same order, same sizes in their own form."""
    sized = [(place.tile, size_of(source, place)) for place in in_order(places)]
    return flow(breakpoint_, [(tile, size) for tile, size in sized if size is not None])


def _is_sound(breakpoint_: Breakpoint, places: Sequence[Place]) -> bool:
    """Say whether nothing is wrong, without comparing every place with every other one."""
    cells: set[int] = set()
    columns, area = COLUMNS[breakpoint_], 0
    for place in places:
        if place.x + place.w > columns or size_of(breakpoint_, place) is None:
            return False
        area += place.w * place.h
        for y in range(place.y, place.y + place.h):
            cells.update(range(y * columns + place.x, y * columns + place.x + place.w))
    return len(cells) == area and len({place.tile for place in places}) == len(places)


def _sink(place: Place, placed: Sequence[Place]) -> Place:
    while bottoms := [other.y + other.h for other in placed if overlap(place, other)]:
        place = _lowered(place, max(bottoms))
    return place


def _lowered(place: Place, y: int) -> Place:
    return place if place.y == y else place.model_copy(update={"y": y})


def _forms(breakpoint_: Breakpoint) -> str:
    named = (f"{size} {w} x {h}" for size, (w, h) in FORMS[breakpoint_].items())
    return ", ".join(named) + "."
