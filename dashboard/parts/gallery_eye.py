"""What has come into view in the gallery."""

from typing import Any

import reflex as rx

_FILES = ("gallery.css", "gallery_eye.jsx")
_LIBRARY = [rx.asset(file, shared=True) for file in _FILES][-1].importable_path


def _on_seen(kinds: rx.Var[list[str]]) -> list[Any]:
    return [kinds]


class GalleryEye(rx.Component):
    """Draws nothing; tells which offers are in view, a few at a time."""

    library = _LIBRARY
    tag = "GalleryEye"

    kinds: rx.Var[list[str]]

    @classmethod
    def get_event_triggers(cls) -> dict[str, Any]:
        """Name what is told."""
        return super().get_event_triggers() | {"on_seen": _on_seen}
