"""The playground's choices, and a face that somebody pasted."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from dashboard.parts.card_stage import staged
from widgets.words import t

Named = Sequence[tuple[str, str]]

OWN = ("", "As I see it")
SIZES: Named = (("S", "S"), ("M", "M"), ("L", "L"), ("XL", "XL"))
THEMES: Named = (OWN, ("light", "Light"), ("dark", "Dark"), ("contrast", "High contrast"))
TONGUES: Named = (OWN, ("en", "English"), ("zh-Hans", "简体中文"), ("zh-Hant", "繁體中文"))
EDITIONS: Named = (OWN, ("off", "Standard edition"), ("on", "Senior edition"))
DIRECTIONS: Named = (("ltr", "Left to right"), ("rtl", "Right to left"))


def choice(name: str, label: str, options: Named, chosen: Any, on_choose: Any) -> rx.Component:
    """Draw one choice as a list to choose from."""
    return rx.el.label(
        rx.el.span(t(label), class_name="caption"),
        rx.el.select(
            *[rx.el.option(_told(told), value=value) for value, told in options],
            id=f"play-{name}",
            value=chosen,
            on_change=on_choose,
            class_name="input",
        ),
        class_name="stack tight",
    )


def _told(words: str) -> Any:
    """Say an option; a language names itself."""
    return t(words) if words.isascii() else words


def pasted(tile: Any, faults: Any, size: Any) -> rx.Component:
    """Draw what was pasted: the card, or what is wrong with it, field by field."""
    wrong = rx.el.table(
        rx.el.thead(rx.el.tr(rx.el.th(t("Field")), rx.el.th(t("What is wrong")))),
        rx.el.tbody(
            rx.foreach(
                faults,
                lambda one: rx.el.tr(rx.el.td(rx.el.code(one.field)), rx.el.td(one.error)),
            )
        ),
        id="paste-faults",
        class_name="table",
    )
    return rx.cond(faults, wrong, rx.cond(tile.state == "ready", staged(tile, size)))
