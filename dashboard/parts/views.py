"""Small views that several pages share."""

from typing import Any

import reflex as rx

from widgets.words import t


def page_head(title: Any, *actions: rx.Component, caption: Any = None) -> rx.Component:
    """Draw a page's title with its actions."""
    words = rx.el.div(
        rx.el.h1(title),
        rx.el.p(caption, class_name="muted") if caption is not None else rx.fragment(),
        class_name="stack tight",
    )
    return rx.el.div(words, rx.el.div(*actions, class_name="row wrap"), class_name="page-head")


def empty(icon: str, text: Any, *actions: rx.Component, is_page: bool = False) -> rx.Component:
    """Say in one sentence that there is nothing, and what can be done.

    Args:
        icon: Name of the icon above the sentence.
        text: The sentence.
        actions: What can be done.
        is_page: It is all that the page shows, and so its heading.
    """
    words = rx.el.h1(text, class_name="empty-title") if is_page else rx.el.p(text)
    return rx.el.div(rx.icon(icon, size=28, aria_hidden=True), words, *actions, class_name="empty")


def field(label: Any, control: rx.Component, *, name: str, help_text: Any = None) -> rx.Component:
    """Put a label and a help line around a control whose id is `name`."""
    return rx.el.div(
        rx.el.label(label, html_for=name),
        control,
        rx.el.p(help_text, class_name="help", id=f"{name}-help")
        if help_text is not None
        else rx.fragment(),
        class_name="field",
    )


def loading(rows: int = 3) -> rx.Component:
    """Draw grey bars of about the final size while something is on its way."""
    bars = [
        rx.el.span(class_name=f"skeleton {('w-70', 'w-55', 'w-40')[n % 3]}") for n in range(rows)
    ]
    return rx.el.div(*bars, class_name="card stack", aria_hidden=True)


def more_button(**props: Any) -> rx.Component:
    """Draw the button that lengthens a list."""
    button = rx.el.button(t("Show more"), type="button", class_name="btn", **props)
    return rx.el.div(button, class_name="row centred")


def card(*children: Any, title: Any = None, **props: Any) -> rx.Component:
    """Draw a card, with an optional heading."""
    head = [rx.el.h2(title, class_name="card-title")] if title is not None else []
    return rx.el.section(*head, *children, class_name=props.pop("class_name", "card"), **props)
