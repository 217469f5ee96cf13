"""The home before the socket: its data is asked for beside the page's script."""

from pathlib import Path
from typing import Any

import reflex as rx
from reflex_base.constants.state import FIELD_MARKER

FIELDS = ("tiles", "places", "revision", "worth")


def early_script() -> rx.Component:
    """Return the script of the page's head; the policy knows it by its hash."""
    script = (Path(__file__).parent / "early_home.js").read_text(encoding="utf-8")
    return rx.el.script(script)


class EarlyHome(rx.Component):
    """Puts what was asked for early where the state's first delta will put it."""

    library = rx.asset("early_home.jsx", shared=True).importable_path
    tag = "EarlyHome"

    state: rx.Var[str]
    fields: rx.Var[dict[str, str]]


def early_home(state: type[rx.State]) -> Any:
    """Fill the fields of a state that shows a home until the socket does."""
    names = {name: f"{name}{FIELD_MARKER}" for name in FIELDS}
    return EarlyHome.create(state=state.get_full_name(), fields=names)
