"""What stands in the head of every page: the first paint, the manifest, the icons."""

from pathlib import Path

import reflex as rx

from dashboard.parts.early_home import early_script

GROUND = {"light": "#f4f4f2", "dark": "#101110"}
"""The colours of the page's ground, for the frame that the device draws around the page."""


def head_components() -> list[rx.Component]:
    """Return the components of every page's head."""
    script = (Path(__file__).parent / "first_paint.js").read_text(encoding="utf-8")
    return [
        rx.el.script(script),
        early_script(),
        rx.el.link(rel="manifest", href="/manifest.webmanifest"),
        rx.el.link(rel="icon", href="/icons/icon.svg", type="image/svg+xml"),
        rx.el.link(rel="apple-touch-icon", href="/icons/icon-192.png"),
        *(_frame(scheme, colour) for scheme, colour in GROUND.items()),
    ]


def _frame(scheme: str, colour: str) -> rx.Component:
    return rx.el.meta(
        name="theme-color",
        content=colour,
        custom_attrs={"media": f"(prefers-color-scheme: {scheme})"},
    )
