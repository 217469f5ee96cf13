"""Where cards lie, drawn or not there now, and what stands in their place until they arrive."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.layouts.model import Layout, Place
from widgets.tile import Tile


def away(stored: Layout, drawn: Layout) -> dict[str, list[Place]]:
    """Return the places of the cards that are not drawn, so that no drop takes them away."""
    seen = {one: {place.tile for place in places} for one, places in drawn.places.items()}
    rest = {
        one: [place for place in places if place.tile not in seen[one]]
        for one, places in stored.places.items()
    }
    return {one: places for one, places in rest.items() if places}


def below(places: Sequence[Place], hidden: Sequence[Place]) -> list[Place]:
    """Put the places of hidden cards below all others."""
    floor = max((one.y + one.h for one in places), default=0)
    return [one.model_copy(update={"y": one.y + floor}) for one in hidden]


def lying(layout: Layout, hidden: Mapping[str, Sequence[Place]]) -> dict[str, list[dict[str, Any]]]:
    """Return where the cards lie that are drawn."""
    gone = {one: {place.tile for place in places} for one, places in hidden.items()}
    return {
        one: [place.model_dump() for place in places if place.tile not in gone.get(one, ())]
        for one, places in layout.places.items()
    }


def standing(new: Tile, old: Tile | None) -> Tile:
    """Let the old value stand in, marked, until the new one arrives; what is ranked never does."""
    if new.state != "loading" or old is None or old.decision_id:
        return new
    return old.model_copy(update={"stale": True})
