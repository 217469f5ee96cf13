"""The panel of a home's arrangements, and the button that opens it."""

from typing import Any

import reflex as rx

from dashboard.guard import allow
from dashboard.parts.arranging.devices import DeviceState, devices
from dashboard.parts.arranging.ground import arranging
from dashboard.parts.arranging.history import HistoryState, history
from dashboard.parts.arranging.sharing import ShareState, sharing
from dashboard.parts.side_panel import side_panel
from recommender.ports import CUSTOMER
from widgets.words import t


class ArrangingState(rx.State):
    """Whether the panel is open."""

    is_open: bool = False

    @allow(CUSTOMER)
    async def open(self) -> Any:
        """Open the panel with what is true now."""
        self.is_open = True
        return [HistoryState.load, DeviceState.load, ShareState.load]

    @allow(CUSTOMER)
    async def close(self) -> None:
        """Close the panel."""
        self.is_open = False


def arranging_entry() -> rx.Component:
    """Draw the button beside the one that unlocks the home."""
    return rx.el.button(
        rx.icon("history", size=20, aria_hidden=True),
        type="button",
        id="open-arrangements",
        on_click=ArrangingState.open,
        aria_label=t("Versions, screens and sharing"),
        title=t("Versions, screens and sharing"),
        class_name="btn icon quiet",
    )


def arranging_panel() -> rx.Component:
    """Draw the panel; it stands closed in the page until it is asked for."""
    parts = arranging(history(), devices(), sharing())
    return side_panel(
        rx.cond(ArrangingState.is_open, parts),
        is_open=ArrangingState.is_open,
        label=t("Arrangements"),
        on_close=ArrangingState.close,
    )
