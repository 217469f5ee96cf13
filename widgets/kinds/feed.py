"""Content feed: articles and videos that fit, newest signals first."""

from datetime import UTC, datetime
from typing import Any

import reflex as rx
from pydantic import Field

from widgets import base
from widgets.errors import NoData
from widgets.ports import Suggestion
from widgets.seen import dismiss_button, item_link, seen
from widgets.words import t

PLACEMENT = "home.feed"


class Config(base.Config):
    """How much is shown."""

    count: int = Field(6, ge=1, le=10, description="Most cards shown.")


class Data(base.Data):
    """Ranked cards."""

    rows: list[Suggestion]


async def load(context: base.Context, config: Config) -> Data:
    """Ask for the published cards that this customer may see."""
    answer = await context.ports.feed.cards(context.customer_id, config.count, context.language)
    if not answer.items:
        raise NoData("You have seen everything. New articles appear here.")
    return Data(as_of=context.now, decision_id=answer.decision_id, rows=answer.items)


def view(data: Any) -> rx.Component:
    """List the cards with picture, title and one line."""
    return rx.el.ul(
        rx.foreach(data.rows, lambda item, n: _card(item, data.decision_id, n)),
        class_name="list roomy offers",
    )


def _card(item: Any, decision: Any, position: Any) -> rx.Component:
    told = {
        "kind": item.kind,
        "item": item.id,
        "decision": decision,
        "placement": PLACEMENT,
        "position": position,
    }
    no = {key: value for key, value in told.items() if key != "position"}
    picture = rx.cond(
        item.image != "", rx.el.img(src=item.image, alt="", class_name="thumb", loading="lazy")
    )
    words = rx.el.div(
        item_link(item.title, href="/read/" + item.id.to(str), class_name="item-title", **told),
        rx.el.p(item.summary, class_name="muted clip-2 from-l"),
        rx.cond(item.minutes, rx.el.span(t("{n} min", n=item.minutes), class_name="caption")),
        class_name="grow",
    )
    close = dismiss_button(
        rx.icon("x", size=16, aria_hidden=True),
        aria_label=t("Not interested"),
        class_name="btn icon quiet",
        **no,
    )
    return rx.el.li(seen(picture, words, close, class_name="row top", **told), class_name="item")


WIDGET = base.Widget(
    kind="feed",
    title="Worth reading",
    summary="Articles and videos that fit what you are busy with.",
    icon="newspaper",
    category="messages",
    sizes=("L", "M", "XL"),
    needs=("feed",),
    config=Config,
    data=Data,
    load=load,
    view=view,
    sample=Data(
        as_of=datetime(2026, 11, 20, 1, 30, tzinfo=UTC),
        rows=[
            Suggestion(
                kind="content",
                id="example",
                title="Bonds in a falling market",
                summary="What happens to a bond's price when rates move, in five minutes.",
                minutes=5,
            )
        ],
    ),
)
