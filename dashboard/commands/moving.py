"""What a command does to the places of a home: pure functions over one breakpoint."""

from collections.abc import Sequence

from dashboard.commands.model import Direction
from dashboard.layouts import geometry
from dashboard.layouts.model import Breakpoint, Place, Places
from widgets.base import Size

SIZES: tuple[Size, ...] = ("S", "M", "L", "XL")


def moved(at: Breakpoint, places: Places, tile: str, direction: Direction) -> Places:
    """Move a card in the order of reading; at an end it stays."""
    order = geometry.in_order(places)
    place = next(one for one in order if one.tile == tile)
    here = order.index(place)
    there = {"first": 0, "last": len(order) - 1, "earlier": here - 1, "later": here + 1}
    order.insert(min(max(there[direction or "earlier"], 0), len(order) - 1), order.pop(here))
    return _flowed(at, order)


def resized(
    at: Breakpoint, places: Places, tile: str, *, sizes: Sequence[Size], step: int
) -> Places | None:
    """Give a card the next size of its kind, larger for +1; None where there is none."""
    order = geometry.in_order(places)
    place = next(one for one in order if one.tile == tile)
    ladder = [size for size in SIZES if size in sizes]
    size = geometry.size_of(at, place)
    wanted = ladder.index(size) + step if size in ladder else 0
    if not 0 <= wanted < len(ladder):
        return None
    return _flowed(at, order, {tile: ladder[wanted]})


def _flowed(at: Breakpoint, order: Sequence[Place], other: dict[str, Size] | None = None) -> Places:
    """Lay cards out in an order, some in another size."""
    changed = other or {}
    sized = [(one.tile, changed.get(one.tile) or geometry.size_of(at, one)) for one in order]
    return geometry.flow(at, [(tile, size) for tile, size in sized if size is not None])
