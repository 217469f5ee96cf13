"""A surface's model card: what contents and products give one another, and whether reasons hold."""

from collections.abc import Mapping
from typing import Any

import reflex as rx
from pydantic import BaseModel

from widgets.words import t

GROUPS = {"cold": "No product yet", "1-2": "1 or 2 products", "3+": "3 products or more"}


class GroupLine(BaseModel):
    """The gain of the customers who own so many products."""

    name: str
    customers: int
    recall: str
    interval: str


class ModelCard(BaseModel):
    """What a training measured beside the ranking."""

    known: bool = False
    claimed: bool = False
    link: str = ""
    company: str = ""
    recall: str = ""
    groups: list[GroupLine] = []
    tried: int = 0
    faithful: bool = False
    cited: str = ""
    other: str = ""


def model_card_of(surface: Mapping[str, Any], report: Mapping[str, Any]) -> ModelCard:
    """Read the card of one surface from a training's report; empty for older reports."""
    link, found = surface.get("link", {}), report.get("faithfulness", {}).get(surface["surface"])
    if "groups" not in link or found is None:
        return ModelCard()
    return ModelCard(
        known=True,
        claimed=link["claimed"],
        link=f"{link['learned_weight']:g}",
        company=f"{link['transfer_weight']:g}",
        recall=_gain(link["recall_gain"]),
        groups=[_group(name, link["groups"][name]) for name in GROUPS if name in link["groups"]],
        tried=found["customers"],
        faithful=found["faithful"],
        cited=f"{found['cited_loss']['mean']:.3f}",
        other=f"{found['other_loss']['mean']:.3f}",
    )


def _group(name: str, told: Mapping[str, Any]) -> GroupLine:
    recall = told["recall"]
    return GroupLine(
        name=name,
        customers=told["users"],
        recall=f"{recall['mean']:+.4f}",
        interval=f"{recall['low']:+.4f} … {recall['high']:+.4f}",
    )


def _gain(told: Mapping[str, float]) -> str:
    return f"{told['mean']:+.4f} ({told['low']:+.4f} … {told['high']:+.4f})"


def model_card(known: Any) -> rx.Component:
    """Draw the card; nothing for a run that did not measure it."""
    return rx.cond(
        known.known,
        rx.el.details(
            rx.el.summary(t("Link and reasons")),
            rx.el.div(_link(known), _faith(known), class_name="stack"),
            class_name="why",
        ),
    )


def _link(known: Any) -> rx.Component:
    claimed = t(
        "Content and products help one another: weight of links {link}, by company {company}; "
        "recall {recall}.",
        link=known.link,
        company=known.company,
        recall=known.recall,
    )
    none = t(
        "No uplift from content is claimed: on fresh customers it was not surely above zero "
        "(recall {recall}).",
        recall=known.recall,
    )
    head = rx.el.tr(
        rx.el.th(t("Customers"), scope="col"),
        rx.el.th(t("Number"), scope="col", class_name="number"),
        rx.el.th(t("Gain in recall"), scope="col", class_name="number"),
        rx.el.th(t("95 % interval"), scope="col", class_name="number"),
    )
    rows = rx.foreach(known.groups, _group_row)
    table = rx.el.table(rx.el.thead(head), rx.el.tbody(rows), class_name="table")
    return rx.el.div(
        rx.el.p(rx.cond(known.claimed, claimed, none)),
        rx.el.div(table, class_name="scroll-x"),
        class_name="stack tight",
        data_link=known.claimed,
    )


def _group_row(group: Any) -> rx.Component:
    name = rx.match(group.name, *[(key, t(text)) for key, text in GROUPS.items()], group.name)
    return rx.el.tr(
        rx.el.th(name, scope="row"),
        rx.el.td(group.customers, class_name="number"),
        rx.el.td(group.recall, class_name="number"),
        rx.el.td(group.interval, class_name="number"),
    )


def _faith(known: Any) -> rx.Component:
    told = t(
        "Without the item that the first reason names, a score falls by {cited}; without another "
        "one by {other} ({n} customers tried).",
        cited=known.cited,
        other=known.other,
        n=known.tried,
    )
    verdict = rx.cond(
        known.faithful,
        rx.el.span(t("Reasons hold"), class_name="chip good"),
        rx.el.span(t("Reasons not proven"), class_name="chip warn"),
    )
    return rx.cond(
        known.tried > 0,
        rx.el.p(verdict, " ", told, data_faithful=known.faithful),
        rx.el.p(t("No customer had reasons that could be tried."), class_name="muted"),
    )
