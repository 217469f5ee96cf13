"""A decision in the shapes that a page shows, and the table of its events."""

from typing import Any

import reflex as rx
from pydantic import BaseModel

from dashboard.parts.views import card
from recommender.decisions.model import DecisionView
from widgets.words import t, when


class Drop(BaseModel):
    """One reason that withheld items, with the items."""

    text: str
    count: int
    width: str
    titles: list[str]


class Line(BaseModel):
    """One contribution to a score."""

    text: str
    part: str
    value: str
    share: float


class Shown(BaseModel):
    """One item of the answer."""

    position: int
    kind: str
    id: str
    title: str
    score: str
    placed: str
    lines: list[Line]


class Used(BaseModel):
    """One event that the decision used."""

    action: str
    item: str
    at: str
    weight: str


class Opened(BaseModel):
    """A decision as the page shows it."""

    id: str = ""
    customer_id: str = ""
    at: str = ""
    scenario: str = ""
    personalised: bool = False
    model: str = ""
    rules: str = ""
    consent: str = ""
    capacity: str = ""
    candidates: int = 0
    allowed: int = 0
    allowed_width: str = "0%"
    digest: str = ""


def opened_of(view: DecisionView) -> Opened:
    """Return what the head of the page shows."""
    facts = view.facts
    return Opened(
        id=view.id,
        customer_id=view.customer_id or "",
        at=view.at.isoformat(),
        scenario=view.scenario,
        personalised=view.personalised,
        model=view.model,
        rules=view.rules,
        consent=f"{view.consent_version}: {', '.join(view.purposes)}",
        capacity=f"C{facts.capacity}" if facts and facts.capacity else "",
        candidates=view.candidates,
        allowed=view.allowed,
        allowed_width=_width(view.allowed / max(view.candidates, 1)),
        digest=view.digest,
    )


def _width(share: float) -> str:
    return f"{share * 100:.1f}%"


def drops_of(view: DecisionView) -> list[Drop]:
    """Group what was withheld by its reason, the largest group first."""
    titles: dict[str, list[str]] = {}
    for item in view.withheld:
        titles.setdefault(item.text or item.reason, []).append(item.title or item.id)
    most = max(view.candidates, 1)
    drops = [
        Drop(text=text, count=len(names), width=_width(len(names) / most), titles=sorted(names))
        for text, names in titles.items()
    ]
    return sorted(drops, key=lambda drop: -drop.count)


def shown_of(view: DecisionView) -> list[Shown]:
    """Return the answer with every contribution to each score."""
    return [
        Shown(
            position=n,
            kind=item.kind,
            id=item.id,
            title=item.title,
            score=f"{item.score:.4f}",
            placed=item.placed,
            lines=[
                Line(text=one.text, part=one.part, value=f"{one.value:+.4f}", share=one.share)
                for one in item.reasons
            ],
        )
        for n, item in enumerate(view.items, start=1)
    ]


def used_of(view: DecisionView) -> list[Used]:
    """Return the events that the decision used."""
    return [
        Used(
            action=one.action,
            item=f"{one.kind} {one.item_id}",
            at=one.at.isoformat(),
            weight=f"{one.weight:g}",
        )
        for one in view.events
    ]


def used_events(used: Any) -> rx.Component:
    """List the events that a decision used, with their weights."""
    rows = rx.el.table(
        rx.el.thead(
            rx.el.tr(
                rx.el.th(t("When"), scope="col"),
                rx.el.th(t("Action"), scope="col"),
                rx.el.th(t("Item"), scope="col"),
                rx.el.th(t("Weight"), scope="col", class_name="number"),
            )
        ),
        rx.el.tbody(rx.foreach(used, _event)),
        class_name="table",
    )
    nothing = rx.el.p(t("No personal event was used."), class_name="muted")
    return card(
        rx.cond(used, rx.el.div(rows, class_name="scroll-x"), nothing),
        title=t("Events that were used"),
    )


def _event(event: Any) -> rx.Component:
    return rx.el.tr(
        rx.el.td(when(event.at)),
        rx.el.td(event.action),
        rx.el.td(event.item),
        rx.el.td(event.weight, class_name="number"),
    )
