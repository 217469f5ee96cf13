"""The greeting of the home, by the reader's own clock."""

from typing import Any

import reflex as rx

from widgets.words import t


class Greeting(rx.Component):
    """A heading that knows the time of day."""

    library = rx.asset("greeting.jsx", shared=True).importable_path
    tag = "Greeting"

    morning: rx.Var[str]
    afternoon: rx.Var[str]
    evening: rx.Var[str]
    name: rx.Var[str]


def greeting(name: Any) -> rx.Component:
    """Greet a person by name; the words are there before the name is."""
    return Greeting.create(
        morning=t("Good morning"),
        afternoon=t("Good afternoon"),
        evening=t("Good evening"),
        name=name,
    )
