"""A follow-up in the shapes that the desk shows, and the views that it is made of."""

from typing import Any

import reflex as rx
from pydantic import BaseModel

from dashboard.bank.model import CustomerCard
from recommender.followups.model import FollowupView
from widgets.products import grade_chip
from widgets.words import choose, day, percent, t

SIGNALS = {
    "maturity_idle_cash": "Money comes back soon",
    "repeated_reading": "Reads and has not decided",
}
SEGMENTS = {
    "mass": "Personal",
    "affluent": "Affluent",
    "private": "Private banking",
    "young": "Young",
    "senior": "Senior",
    "sme": "Small business",
}


class Product(BaseModel):
    """A product that may be offered, or may not and why."""

    id: str
    title: str
    grade: int | None = None
    text: str = ""


class Row(BaseModel):
    """One follow-up."""

    id: str = ""
    customer_id: str = ""
    names: dict[str, str] = {}
    segment: str = ""
    signal: str = ""
    state: str = ""
    score: float = 0.0
    text: str = ""
    due: str = ""
    quiet_until: str = ""
    decision_id: str = ""
    evidence: list[str] = []
    offered: list[Product] = []
    withheld: list[Product] = []


def row_of(view: FollowupView, customer: CustomerCard | None) -> Row:
    """Return a follow-up with the customer's name."""
    return Row(
        id=view.id,
        customer_id=view.customer_id,
        names=customer.names if customer else {"en": view.customer_id},
        segment=customer.segment if customer else "",
        signal=view.signal,
        state=view.state,
        score=view.score,
        text=view.reason.text[:1].upper() + view.reason.text[1:],
        due=view.due.isoformat() if view.due else "",
        quiet_until=view.quiet_until.date().isoformat() if view.quiet_until else "",
        decision_id=view.decision_id,
        evidence=[one.title for one in view.evidence],
        offered=[Product(id=one.id, title=one.title, grade=one.grade) for one in view.products],
        withheld=[Product(id=one.id, title=one.title, text=one.text) for one in view.withheld],
    )


def signal_name(signal: Any) -> rx.Var[str]:
    """Name a signal in plain words."""
    return rx.match(signal, *[(key, t(text)) for key, text in SIGNALS.items()], signal)


def segment_name(segment: Any) -> rx.Var[str]:
    """Name a segment in plain words."""
    return rx.match(segment, *[(key, t(text)) for key, text in SEGMENTS.items()], segment)


def why_now(row: Any) -> rx.Component:
    """Say why this customer, now."""
    return rx.el.div(
        rx.el.p(row.text, class_name="lead"),
        rx.el.div(
            rx.el.span(signal_name(row.signal), class_name="chip accent"),
            rx.el.span(t("Score {n}", n=percent(row.score)), class_name="chip number"),
            rx.cond(row.due != "", rx.el.span(t("Due {day}", day=day(row.due)), class_name="chip")),
            rx.cond(
                row.quiet_until != "",
                rx.el.span(
                    t("No call before {day}", day=day(row.quiet_until)), class_name="chip warn"
                ),
            ),
            class_name="row tight wrap",
        ),
        class_name="stack tight",
    )


def what_to_say(row: Any) -> rx.Component:
    """List what the conversation can start from."""
    return _block(
        t("What to talk about"),
        rx.el.ul(
            rx.foreach(row.evidence, lambda text: rx.el.li(text, class_name="row")),
            class_name="list small",
        ),
    )


def may_be_offered(row: Any) -> rx.Component:
    """List the products that suit this customer, best first."""
    nothing = rx.el.p(t("Nothing may be offered to this customer now."), class_name="muted")
    rows = rx.el.ul(rx.foreach(row.offered, _offered), class_name="list")
    return _block(t("May be offered"), rx.cond(row.offered, rows, nothing))


def must_not_be_offered(row: Any) -> rx.Component:
    """List what is withheld, each with its reason."""
    rows = rx.el.ul(rx.foreach(row.withheld, _withheld), class_name="list")
    opened = rx.el.details(
        rx.el.summary(t("{n} products are withheld", n=row.withheld.length())),
        rows,
        class_name="why",
    )
    return _block(t("Not to be offered"), rx.cond(row.withheld, opened, rx.fragment()))


def customer_line(row: Any) -> rx.Component:
    """Name the customer and where they belong."""
    return rx.el.div(
        rx.el.h2(choose(row.names)),
        rx.el.span(segment_name(row.segment), class_name="muted"),
        class_name="row tight wrap",
    )


def _block(title: Any, content: rx.Component) -> rx.Component:
    return rx.el.section(rx.el.h3(title), content, class_name="stack tight")


def _offered(product: Any) -> rx.Component:
    link = rx.el.a(product.title, href="/products/" + product.id.to(str), class_name="item-title")
    return rx.el.li(
        rx.el.span(link, class_name="grow"),
        grade_chip(product.grade),
        class_name="row",
        data_offered=product.id,
    )


def _withheld(product: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(product.title, class_name="grow"),
        rx.el.span(product.text, class_name="muted"),
        class_name="row small wrap",
        data_withheld=product.id,
    )
