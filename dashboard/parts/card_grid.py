"""The grid of cards as a component; pointer, keys and dock live in its JavaScript."""

from typing import Any

import reflex as rx
from reflex_base.constants.compiler import MemoizationMode

from dashboard.home.memory import RANKED
from dashboard.layouts.defaults import default_layout
from dashboard.layouts.model import COLUMNS, FORMS
from widgets.base import Widget
from widgets.registry import catalogue
from widgets.tile import Tile
from widgets.words import t

STRIDES = {"desktop": 3, "tablet": 3, "phone": 1}
"""Columns of one step: every size is a multiple of it, so cards always meet edge to edge."""

_FILES = (
    "grid_geometry.js",
    "card_grid_pointer.js",
    "card_grid_touch.js",
    "card_grid_parts.jsx",
    "card_grid_moves.js",
    "read_aloud_parts.js",
    "card_grid_keep.js",
    "card_grid_menu.jsx",
    "card_grid_card.jsx",
    "card_grid_dock.jsx",
    "card_grid.jsx",
)
_LIBRARY = [rx.asset(file, shared=True) for file in _FILES][-1].importable_path

LABELS = {
    "edit": "Arrange my home",
    "menu": "More about {title}",
    "settings": "Settings",
    "read": "Read aloud",
    "arrange": "Move it",
    "move": "Move {title}",
    "where": "{title}: row {row}, column {column}, {w} by {h}.",
    "edge": "It stays where it is.",
    "picked": (
        "{title} is picked up. Arrow keys move it, Shift with arrow keys resizes it, "
        "Space drops it, Escape puts it back."
    ),
    "dropped": "{title} is dropped.",
    "back": "{title} is back where it was.",
    "removed": "{title} is removed.",
    "fixed": "The bank has to show you this card: it can be moved, but not removed.",
    "help": (
        "Arrow keys move the card, Shift with arrow keys resizes it, Delete removes it. "
        "Space picks it up and drops it."
    ),
    "left": "Move left",
    "right": "Move right",
    "up": "Move up",
    "down": "Move down",
    "smaller": "Make smaller",
    "bigger": "Make bigger",
    "remove": "Remove",
    "close": "Close",
    "add": "Add a card",
    "gallery": "Add a card from the gallery",
    "undo": "Undo",
    "redo": "Redo",
    "reset": "Back to the bank's arrangement",
    "done": "Done",
    "offline": "Your home, without a connection",
    "offlineAge": "As it was on {time}. Nothing can be changed now.",
    "offlineAgain": "Try again",
}


def _on_arrange(breakpoint_: rx.Var[str], places: rx.Var[list[dict[str, Any]]]) -> list[Any]:
    return [breakpoint_, places]


def _on_tile(tile: rx.Var[str]) -> list[Any]:
    return [tile]


def _on_deed(tile: rx.Var[str], name: rx.Var[str], item: rx.Var[str]) -> list[Any]:
    return [tile, name, item]


def _on_query(tile: rx.Var[str], query: rx.Var[str]) -> list[Any]:
    return [tile, query]


class CardGrid(rx.Component):
    """Draws one child per item, in the items' order, where `places` says."""

    library = _LIBRARY
    tag = "CardGrid"
    _memoization_mode = MemoizationMode(recursive=False)

    items: rx.Var[list[Tile]]
    late: rx.Var[dict[str, Tile]]
    places: rx.Var[dict[str, list[dict[str, Any]]]]
    version: rx.Var[int]
    revision: rx.Var[int]
    editing: rx.Var[bool]
    senior: rx.Var[bool]
    focus: rx.Var[dict[str, Any]]
    can_undo: rx.Var[bool]
    can_redo: rx.Var[bool]
    columns: rx.Var[dict[str, int]]
    forms: rx.Var[dict[str, Any]]
    strides: rx.Var[dict[str, int]]
    sizes: rx.Var[dict[str, Any]]
    titles: rx.Var[dict[str, str]]
    labels: rx.Var[dict[str, str]]
    fixed: rx.Var[list[str]]
    locks: rx.Var[dict[str, dict[str, str]]]
    kept: rx.Var[list[str]]
    shape: rx.Var[dict[str, Any]]

    @classmethod
    def get_event_triggers(cls) -> dict[str, Any]:
        """Name what the grid tells the page."""
        plain = ("on_edit", "on_undo", "on_redo", "on_reset", "on_done", "on_changed")
        told = dict.fromkeys(plain, rx.event.no_args_event_spec)
        about = {
            "on_arrange": _on_arrange,
            "on_remove": _on_tile,
            "on_deed": _on_deed,
            "on_query": _on_query,
            "on_retry": _on_tile,
            "on_settings": _on_tile,
        }
        return super().get_event_triggers() | told | about


def card_grid(*children: Any, **props: Any) -> rx.Component:
    """Make the grid for the registered kinds; props carry the layout and the events."""
    kinds = catalogue()
    return CardGrid.create(
        *children,
        columns=COLUMNS,
        forms=FORMS,
        strides=STRIDES,
        sizes={kind: widget.sizes for kind, widget in kinds.items()},
        titles={kind: t(widget.title) for kind, widget in kinds.items()},
        labels={key: t(msgid) for key, msgid in LABELS.items()},
        fixed=[kind for kind, widget in kinds.items() if widget.mandatory],
        kept=[kind for kind, widget in kinds.items() if _may_be_kept(widget)],
        shape=_default_shape(),
        **props,
    )


def _may_be_kept(widget: Widget) -> bool:
    """Say whether the device may keep a card: not what was ranked, nor what others provide."""
    return RANKED.isdisjoint(widget.needs)


def _default_shape() -> dict[str, Any]:
    """Return where the cards of the common home lie: the skeleton of a first visit."""
    layout = default_layout("", catalogue())
    return {
        breakpoint_: [
            place.model_dump() | {"tile": f"s{number}"} for number, place in enumerate(places)
        ]
        for breakpoint_, places in layout.places.items()
    }
