"""A form that the browser itself submits: Reflex's own always prevents that."""

from typing import Any

import reflex as rx
from reflex_components_core.el.element import Element


class NativeForm(Element):
    """The plain HTML element; answers 303, so it works without script too."""

    tag = "form"

    action: rx.Var[str]
    method: rx.Var[str]


def native_form(*children: Any, action: str, **props: Any) -> rx.Component:
    """Draw a form that posts to one of our own addresses."""
    return NativeForm.create(*children, action=action, method="post", **props)


def hidden(name: str, value: Any) -> rx.Component:
    """Draw a field that the person does not see."""
    return rx.el.input(type="hidden", name=name, value=value, read_only=True)
