"""Controls of the card form: texts that do not lag behind the typing, choices, a picture."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from dashboard.parts.views import card, field
from widgets.words import t

_LIBRARY = rx.asset("live_field.jsx", shared=True).importable_path


def _text(value: rx.Var[str]) -> tuple[rx.Var[str]]:
    """Hand one text to the handler."""
    return (value,)


class LiveField(rx.Component):
    """Keeps what is typed on the client; the handler hears of it when the typing rests."""

    library = _LIBRARY
    tag = "LiveField"

    value: rx.Var[str]
    multiline: rx.Var[bool]
    type: rx.Var[str]
    rows: rx.Var[int]
    max_length: rx.Var[int]
    disabled: rx.Var[bool]
    placeholder: rx.Var[str]
    lang: rx.Var[str]

    @classmethod
    def get_event_triggers(cls) -> dict[str, Any]:
        """Add the event of this component."""
        return super().get_event_triggers() | {"on_edit": _text}


class PictureUpload(rx.Component):
    """Sends a picture and tells the handler its name."""

    library = _LIBRARY
    tag = "PictureUpload"

    label: rx.Var[str]
    too_large: rx.Var[str]
    refused: rx.Var[str]

    @classmethod
    def get_event_triggers(cls) -> dict[str, Any]:
        """Add the event of this component."""
        return super().get_event_triggers() | {"on_uploaded": _text}


def panel(*children: Any, title: Any, **props: Any) -> rx.Component:
    """Draw a card whose parts stand below one another."""
    return card(rx.el.div(*children, class_name="stack"), title=title, **props)


def text_field(label: Any, *, name: str, help_text: Any = None, **props: Any) -> rx.Component:
    """Draw a labelled text field."""
    control = LiveField.create(id=name, class_name="input", **props)
    return field(label, control, name=name, help_text=help_text)


def choices(
    label: Any, options: Sequence[tuple[Any, Any]], *, chosen: Any, on_choose: Any
) -> rx.Component:
    """Draw a row of which one is chosen; `on_choose` makes the event of a value."""
    buttons = [
        rx.el.button(
            words,
            type="button",
            on_click=on_choose(value),
            aria_pressed=rx.cond(chosen == value, "true", "false"),
        )
        for value, words in options
    ]
    return rx.el.div(
        rx.el.span(label, class_name="label"),
        rx.el.div(*buttons, role="group", aria_label=label, class_name="tabs fit"),
        class_name="field",
    )


def toggles(
    label: Any, options: Sequence[tuple[str, Any]], *, chosen: Any, on_toggle: Any
) -> rx.Component:
    """Draw chips of which any number is on."""
    buttons = [
        rx.el.button(
            words,
            type="button",
            on_click=on_toggle(value),
            aria_pressed=rx.cond(chosen.contains(value), "true", "false"),
            class_name="toggle",
        )
        for value, words in options
    ]
    return rx.el.div(
        rx.el.span(label, class_name="label"),
        rx.el.div(*buttons, role="group", aria_label=label, class_name="row tight wrap"),
        class_name="field",
    )


def picture_upload(on_uploaded: Any) -> rx.Component:
    """Offer to upload a picture."""
    return PictureUpload.create(
        label=t("Upload a picture"),
        too_large=t("A picture may have at most 2 MB."),
        refused=t("Only PNG, JPEG and WebP pictures can be used."),
        on_uploaded=on_uploaded,
        class_name="row wrap",
    )
