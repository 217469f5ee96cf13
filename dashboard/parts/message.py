"""The one message that tells a person how a step ended."""

import reflex as rx

from dashboard.guard import allow, chained
from dashboard.people.roles import EVERYONE
from widgets.words import t


class MessageState(rx.State):
    """What is said now, already in the person's language."""

    text: str = ""
    level: str = "info"

    @chained
    async def show(self, text: str, level: str) -> None:
        """Say something; only handlers may."""
        self.text, self.level = text, level

    @allow(*EVERYONE)
    async def close(self) -> None:
        """Take the message away."""
        self.text = ""


def message_view() -> rx.Component:
    """Draw the message where it covers nothing; a screen reader hears it at once."""
    box = rx.el.div(
        rx.el.span(MessageState.text, class_name="grow"),
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
    return rx.el.div(rx.cond(MessageState.text != "", box), role="status", aria_live="polite")
