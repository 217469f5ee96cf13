"""The ground on which arrangements are told: one element that brings the style."""

from typing import Any

import reflex as rx
from reflex_base.constants.compiler import MemoizationMode

_FILES = ("arranging.css", "arranging.jsx")
_LIBRARY = [rx.asset(file, shared=True) for file in _FILES][-1].importable_path


class Arranging(rx.Component):
    """A plain element with the style of arrangements."""

    library = _LIBRARY
    tag = "Arranging"
    _memoization_mode = MemoizationMode(recursive=False)


def arranging(*children: Any, class_name: str = "arranging") -> rx.Component:
    """Draw what is told of arrangements."""
    return Arranging.create(*children, class_name=class_name)
