"""What risk grades mean for the money, in plain words."""

from typing import Any

import reflex as rx

from widgets.words import t

MEANINGS = {
    1: "Small swings; a loss is unlikely, but not impossible.",
    2: "The value can dip for a while before it recovers.",
    3: "Losses are possible, above all over short periods.",
    4: "Large swings; a large part of the money can be lost.",
    5: "Very large swings; all of the money can be lost.",
}


def grade_meaning(grade: Any) -> Any:
    """Say in one sentence what a grade means for the money."""
    return rx.match(grade, *[(n, t(meaning)) for n, meaning in MEANINGS.items()], "")
