"""Where the cards lie that are drawn, and where those lie that are not there now."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.layouts.model import Layout, Place


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
