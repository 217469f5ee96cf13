"""When cards are loaded again by themselves: by their kind's time, while the page is seen."""

from typing import Any

import reflex as rx

from widgets.registry import catalogue
from widgets.tile import Tile


def _on_due(tiles: rx.Var[list[str]]) -> list[Any]:
    return [tiles]


class TileClock(rx.Component):
    """Draws nothing; tells which cards are due, and each minute where conditions are watched."""

    library = rx.asset("tile_clock.jsx", shared=True).importable_path
    tag = "TileClock"

    items: rx.Var[list[Tile]]
    seconds: rx.Var[dict[str, int]]
    watches: rx.Var[bool]

    @classmethod
    def get_event_triggers(cls) -> dict[str, Any]:
        """Name what the clock tells the page."""
        told = {"on_due": _on_due, "on_minute": rx.event.no_args_event_spec}
        return super().get_event_triggers() | told


def tile_clock(**props: Any) -> rx.Component:
    """Make the clock of the registered kinds."""
    seconds = {kind: one.refresh_seconds for kind, one in catalogue().items()}
    return TileClock.create(
        seconds={kind: every for kind, every in seconds.items() if every}, **props
    )
