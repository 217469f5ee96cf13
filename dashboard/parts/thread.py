"""A thread between a customer and the bank: messages, and the field to write the next one."""

from typing import Any

import reflex as rx
from pydantic import BaseModel

from dashboard.life.advice.model import MOST_LETTERS, StoredMessage
from dashboard.life.advice.service import CALL_WISH
from recommender.catalogue.snapshot import Snapshot
from widgets.words import choose, t, when

PAGES = {"product": "/products", "content": "/read"}


class Said(BaseModel):
    """One message as a page shows it; the reader's own stand at the right."""

    id: str = ""
    is_own: bool = False
    asks_call: bool = False
    text: str = ""
    at: str = ""
    about: dict[str, str] = {}
    href: str = ""
    decision_id: str = ""


def told(
    messages: list[StoredMessage], *, by_customer: bool, titles: Snapshot | None = None
) -> list[Said]:
    """Return messages as the customer, or the customer's adviser, sees them."""
    return [
        Said(
            id=one.id,
            is_own=one.is_customer == by_customer,
            asks_call=one.asks_call,
            text=one.text,
            at=one.at.isoformat(),
            about=about_of(one, titles),
            href=f"{PAGES[one.kind]}/{one.item_id}" if one.kind in PAGES else "",
            decision_id=one.decision_id or "",
        )
        for one in messages
    ]


def about_of(message: StoredMessage, titles: Snapshot | None) -> dict[str, str]:
    """Return the title of what a message is about, by language; nothing where it is about none."""
    if message.kind is None or message.item_id is None:
        return {}
    item = titles.get(message.kind, message.item_id) if titles else None
    return dict(item.titles) if item else {"en": message.item_id}


def thread(messages: Any, nothing: Any) -> rx.Component:
    """Draw the messages, the newest last, or say that there are none."""
    listed = rx.el.ol(rx.foreach(messages, _message), class_name="thread", aria_live="polite")
    return rx.cond(messages, listed, rx.el.p(nothing, class_name="muted"))


def writing(on_submit: Any, **props: Any) -> rx.Component:
    """Draw the field for the next message."""
    return rx.el.form(
        rx.el.label(t("Message"), html_for="message"),
        rx.el.textarea(
            id="message",
            name="text",
            rows="3",
            max_length=MOST_LETTERS,
            required=True,
            class_name="input",
        ),
        rx.el.button(
            rx.icon("send", size=16, aria_hidden=True),
            t("Send"),
            type="submit",
            class_name="btn primary start",
        ),
        on_submit=on_submit,
        reset_on_submit=True,
        class_name="stack tight",
        **props,
    )


def _message(one: Any) -> rx.Component:
    return rx.el.li(
        rx.cond(one.href != "", _about(one)),
        rx.el.p(rx.cond(one.asks_call, t(CALL_WISH), one.text), class_name="said"),
        rx.el.span(when(one.at), class_name="caption"),
        class_name=rx.cond(one.is_own, "saying own", "saying"),
        key=one.id,
    )


def _about(one: Any) -> rx.Component:
    """Name what was written about, with the decision that showed it."""
    return rx.el.p(
        rx.el.a(t("About: {title}", title=choose(one.about)), href=one.href, class_name="link"),
        class_name="caption",
        data_decision=one.decision_id,
    )
