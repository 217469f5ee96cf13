"""The facts of a product as a list of names and values."""

from typing import Any

import reflex as rx
from pydantic import BaseModel

from dashboard.bank.model import ProductSheet
from recommender.language import LANGUAGES, say
from widgets.words import choose, money

INVESTED, APPLIED_FOR = ("Minimum", "Getting the money back"), ("Smallest amount", "How it ends")
"""What minimum and way out are called, with a grade and without one."""


class Fact(BaseModel):
    """One fact: ready words, or an amount that is shown by locale."""

    label: dict[str, str] = {}
    texts: dict[str, str] = {}
    text: str = ""
    minor: int | None = None
    currency: str = "CNY"


def facts_of(sheet: ProductSheet) -> list[Fact]:
    """List minimum, term and how the money comes back."""
    least, way_out = INVESTED if sheet.grade else APPLIED_FOR
    facts = [Fact(label=_all(least), minor=sheet.minimum.minor, currency=sheet.minimum.currency)]
    if sheet.term_days:
        facts.append(Fact(label=_all("Term"), texts=_all("{n} days", n=sheet.term_days)))
    facts.append(Fact(label=_all(way_out), texts=sheet.exit))
    return facts


def cooling_off(days: int) -> Fact:
    """Say how long a purchase can be taken back."""
    return Fact(label=_all("Can be taken back"), texts=_all("within {n} days", n=days))


def fact_list(facts: Any) -> rx.Component:
    """Draw the list."""
    return rx.el.dl(rx.foreach(facts, _fact), class_name="facts")


def _fact(fact: Any) -> rx.Component:
    value = rx.cond(
        fact.minor != None,  # noqa: E711  # a Var, compared on the client
        money(fact.minor, fact.currency),
        rx.cond(fact.text != "", fact.text, choose(fact.texts)),
    )
    return rx.el.div(
        rx.el.dt(choose(fact.label), class_name="muted"), rx.el.dd(value, class_name="strong")
    )


def _all(message: str, **params: object) -> dict[str, str]:
    return {language: say(language, message, **params) for language in LANGUAGES}
