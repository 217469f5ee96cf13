"""Products for you: what fits, why, and a way to say no."""

from datetime import UTC, datetime
from typing import Any

import reflex as rx
from pydantic import Field

from widgets import base
from widgets.errors import NoData
from widgets.ports import Reason, Suggestion
from widgets.products import grade_chip, type_name
from widgets.seen import dismiss_button, ignore_button, item_link, seen
from widgets.words import percent, t

PLACEMENT = "home.products"


class Config(base.Config):
    """How much is suggested."""

    count: int = Field(6, ge=1, le=8, description="Most products shown.")


class Data(base.Data):
    """Ranked products with their reasons."""

    personalised: bool
    reassess: bool
    rows: list[Suggestion]


async def load(context: base.Context, config: Config) -> Data:
    """Ask the engine; everything unsuitable is already withheld."""
    answer = await context.ports.recommend.products(
        context.customer_id, config.count, context.language
    )
    if not answer.items and not answer.reassess:
        raise NoData("Nothing fits right now. We will not push something that does not suit you.")
    return Data(
        as_of=context.now,
        decision_id=answer.decision_id,
        personalised=answer.personalised,
        reassess=answer.reassess,
        rows=answer.items,
    )


def view(data: Any) -> rx.Component:
    """List the products; each says why it is here."""
    return rx.fragment(
        rx.cond(data.reassess, _reassess()),
        rx.el.ul(
            rx.foreach(data.rows, lambda item, n: _item(item, data.decision_id, n)),
            class_name="list roomy offers",
        ),
        rx.cond(
            ~data.personalised,
            rx.el.p(t("Popular with all customers; personalisation is off."), class_name="caption"),
        ),
    )


def _item(item: Any, decision: Any, position: Any) -> rx.Component:
    told = {
        "kind": item.kind,
        "item": item.id,
        "decision": decision,
        "placement": PLACEMENT,
        "position": position,
    }
    name = item_link(
        item.title, href="/products/" + item.id.to(str), class_name="item-title", **told
    )
    facts = rx.el.div(
        rx.el.span(type_name(item.product_type), class_name="muted"),
        grade_chip(item.grade),
        rx.cond(item.rate != "", rx.el.span(item.rate, class_name="number muted")),
        class_name="row tight wrap",
    )
    because = rx.cond(
        item.reasons.length() > 0, rx.el.p(item.reasons[0].text, class_name="muted from-xl")
    )
    return rx.el.li(seen(name, facts, because, _why(item, told), **told), class_name="item")


def _why(item: Any, told: dict[str, Any]) -> rx.Component:
    no = {key: value for key, value in told.items() if key != "position"}
    return rx.el.details(
        rx.el.summary(t("Why this?")),
        rx.el.ul(rx.foreach(item.reasons, _reason), class_name="list"),
        dismiss_button(t("Not interested"), class_name="btn quiet", **no),
        class_name="why from-l",
    )


def _reason(reason: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(reason.text, class_name="grow"),
        rx.el.span(percent(reason.share), class_name="number muted"),
        rx.cond(
            reason.signal != "",
            ignore_button(t("Do not use this"), signal=reason.signal, class_name="btn quiet"),
        ),
        class_name="row wrap",
    )


def _reassess() -> rx.Component:
    return rx.el.p(
        t(
            "Your risk assessment is missing or has expired. "
            "Renew it, and investments that suit you are shown again."
        ),
        rx.el.a(t("Check my assessment"), href="/me", class_name="btn"),
        class_name="banner",
    )


WIDGET = base.Widget(
    kind="products",
    title="Products for you",
    summary="What suits you, each with its reason; say no, and it stays away.",
    icon="sparkles",
    category="wealth",
    sizes=("L", "M", "XL"),
    needs=("recommend",),
    config=Config,
    data=Data,
    load=load,
    view=view,
    sample=Data(
        as_of=datetime(2026, 11, 20, 1, 30, tzinfo=UTC),
        decision_id="",
        personalised=True,
        reassess=False,
        rows=[
            Suggestion(
                kind="product",
                id="example",
                title="Steady Income Bond Fund",
                grade=2,
                product_type="fund",
                reasons=[
                    Reason(
                        code="read",
                        text="You read about bonds twice this week",
                        share=0.62,
                        signal="content:example",
                    ),
                    Reason(code="held", text="You hold a 1-year deposit", share=0.38),
                ],
            )
        ],
    ),
)
