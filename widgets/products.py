"""How products are named: kinds of product and risk grades in plain words."""

from typing import Any

import reflex as rx
from reflex.vars import Var

from widgets.words import t

PRODUCT_TYPES = {
    "deposit": "Deposit",
    "wealth": "Wealth management",
    "money_market": "Money market fund",
    "fund": "Fund",
    "bond": "Bond",
    "gold": "Gold",
    "insurance": "Insurance",
    "structured": "Structured deposit",
    "private": "Private fund",
    "pension": "Pension",
    "trust": "Trust",
    "loan": "Loan",
    "exchange": "Foreign exchange",
    "other": "Other",
}
GRADES = {
    1: "Low risk",
    2: "Fairly low risk",
    3: "Medium risk",
    4: "Fairly high risk",
    5: "High risk",
}

WITHHELD = {
    "suitability": "Above your risk capacity: it is not offered to you.",
    "reassess": "Your risk assessment is missing or has expired: it is not offered to you.",
    "unavailable": "Closed to new money.",
    "age": "Meant for another age.",
    "senior": "Not offered in the senior edition.",
    "elderly": "Not offered at your age.",
    "knowledge": "Offered with a proof of knowledge only.",
    "target_market": "Not made for customers like you.",
    "private": "For qualified investors only.",
    "segment": "Made for other customers.",
}
"""Why the engine's masks keep a product from being offered, for those who look at it anyway."""


def type_name(kind: Any) -> Var[str]:
    """Return the translated name of a kind of product."""
    return rx.match(kind, *[(key, t(text)) for key, text in PRODUCT_TYPES.items()], kind)


def grade_chip(grade: Any) -> rx.Component:
    """Show a risk grade as letter and plain words; nothing where there is no grade."""
    words = rx.match(grade, *[(key, t(text)) for key, text in GRADES.items()], "")
    chip = rx.el.span(rx.el.b("R", grade), " ", words, class_name="chip", data_grade=grade)
    return rx.cond(grade, chip, rx.fragment())
