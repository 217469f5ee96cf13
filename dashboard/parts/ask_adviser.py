"""The way from an item to the own adviser: the message then names it, and why it was shown."""

from typing import Any
from urllib.parse import urlencode

import reflex as rx

from dashboard.parts.session import SessionState
from widgets.words import t


def ask_adviser(kind: str, item: Any, decision: Any) -> rx.Component:
    """Draw the link for customers.

    Args:
        kind: Of the item: product or content.
        item: Its id.
        decision: Id of the decision that showed it; empty for none.
    """
    path = f"/adviser?{urlencode({'about': f'{kind}:'})}"
    named = rx.cond(decision != "", "&d=" + decision.to(str), "")
    link = rx.el.a(
        rx.icon("message-circle", size=16, aria_hidden=True),
        t("Ask my adviser"),
        href=path + item.to(str) + named,
        class_name="btn start",
        data_ask=kind,
    )
    return rx.cond(SessionState.is_customer, link)
