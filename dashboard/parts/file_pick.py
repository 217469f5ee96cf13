"""A button that reads a small text file of the device."""

from typing import Any

import reflex as rx

MOST_BYTES = 100_000
MOST_LETTERS = MOST_BYTES
"""A file of more bytes arrives as an empty text, which nothing accepts."""


def _on_text(text: rx.Var[str]) -> list[Any]:
    return [text]


class _FilePick(rx.Component):
    """A button; what is chosen arrives as text."""

    library = rx.asset("file_pick.jsx", shared=True).importable_path
    tag = "FilePick"

    label: rx.Var[str]
    most: rx.Var[int]

    @classmethod
    def get_event_triggers(cls) -> dict[str, Any]:
        """Name what it tells the page."""
        return super().get_event_triggers() | {"on_text": _on_text}


def file_pick(label: Any, on_text: Any) -> rx.Component:
    """Draw the button; `on_text` is handed the file's text."""
    return _FilePick.create(label=label, on_text=on_text, most=MOST_BYTES)
