"""A panel beside the page, on a phone a sheet from below."""

from typing import Any

import reflex as rx
from reflex_base.constants.compiler import MemoizationMode

from widgets.words import t

_FILES = ("side_panel.css", "side_panel.jsx")
_LIBRARY = [rx.asset(file, shared=True) for file in _FILES][-1].importable_path


class SidePanel(rx.Component):
    """A modal dialog that the server opens, and that tells when it was closed."""

    library = _LIBRARY
    tag = "SidePanel"
    _memoization_mode = MemoizationMode(recursive=False)

    is_open: rx.Var[bool]
    label: rx.Var[str]
    close: rx.Var[str]

    @classmethod
    def get_event_triggers(cls) -> dict[str, Any]:
        """Name what the panel tells the page."""
        return super().get_event_triggers() | {"on_close": rx.event.no_args_event_spec}


def side_panel(*children: Any, **props: Any) -> rx.Component:
    """Draw a panel; `label` is its title."""
    return SidePanel.create(*children, close=t("Close"), **props)
