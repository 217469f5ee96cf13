"""The one message that tells a person how a step ended."""

from typing import Any

import reflex as rx

from dashboard.guard import allow, chained
from dashboard.people.roles import EVERYONE
from widgets.words import choose, t


class MessageState(rx.State):
    """What is said now, in every language; the page shows its own."""

    texts: dict[str, str] = {}
    level: str = "info"

    @chained
    async def show(self, texts: dict[str, str], level: str) -> None:
        """Say something; only handlers may."""
        self.texts, self.level = texts, level

    @allow(*EVERYONE)
    async def close(self) -> None:
        """Take the message away."""
        self.texts = {}


def message_view() -> rx.Component:
    """Draw the message where it covers nothing; a screen reader hears it at once."""
    box = rx.el.div(
        rx.el.span(choose(MessageState.texts), class_name="grow"),
        rx.el.button(
            rx.icon("x", size=16, aria_hidden=True),
            type="button",
            on_click=MessageState.close,
            aria_label=t("Close"),
            class_name="btn icon quiet",
        ),
        class_name="message",
        data_level=MessageState.level,
    )
    words: Any = choose(MessageState.texts)
    return rx.el.div(rx.cond(words != "", box), role="status", aria_live="polite")
