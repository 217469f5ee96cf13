"""Faces: what a card shows as a few typed blocks, drawn alike on every end (page, embed, app).

A kind whose `Data` is a `Face` writes no view of its own: `view=face.view`. Figures stay typed
(minor units, scaled integers, dates) until the end that draws them formats them by its locale.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import reflex as rx
from babel.dates import format_skeleton
from babel.numbers import format_currency
from pydantic import ConfigDict, Field
from reflex_base.components.component import field

from recommender.language import LANGUAGES, pick, say
from recommender.money import Money
from widgets import base
from widgets.blocks import (
    MOST_ACTS,
    MOST_BLOCKS,
    MOST_LETTERS,
    MOST_POINTS,
    MOST_ROWS,
    Act,
    Acts,
    Amount,
    Block,
    Chart,
    Choice,
    Column,
    Day,
    Drawn,
    Figure,
    Href,
    Icon,
    Item,
    Line,
    Moment,
    Name,
    Note,
    Number,
    Option,
    Piece,
    Progress,
    Row,
    Rows,
    Search,
    Series,
    Share,
    Table,
    Text,
    Tone,
    Value,
    Words,
)
from widgets.words import t

__all__ = [
    "MOST_ACTS",
    "MOST_BLOCKS",
    "MOST_LETTERS",
    "MOST_POINTS",
    "MOST_ROWS",
    "Act",
    "Acts",
    "Amount",
    "Block",
    "CardFace",
    "Chart",
    "Choice",
    "Column",
    "Day",
    "Drawn",
    "Face",
    "FaceIcon",
    "Figure",
    "Href",
    "Icon",
    "Item",
    "Line",
    "Moment",
    "Name",
    "Note",
    "Number",
    "Option",
    "Piece",
    "Progress",
    "Retry",
    "Row",
    "Rows",
    "Search",
    "Series",
    "Share",
    "Table",
    "Text",
    "Tone",
    "Value",
    "Words",
    "amount",
    "brief",
    "said",
    "spoken",
    "view",
]

LOCALES = {"zh-Hans": "zh_Hans", "zh-Hant": "zh_Hant", "en": "en_GB"}


class Face(base.Data):
    """What a card shows, the answer first.

    Attributes:
        source: Whose figures these are.
    """

    model_config = ConfigDict(allow_inf_nan=False, extra="forbid")

    blocks: list[Drawn] = Field(default=[], max_length=MOST_BLOCKS)
    source: Text = ""


def amount(money: Money, *, signed: bool = False) -> Amount:
    """Return money as a value of a block."""
    return Amount(
        minor=money.minor, currency=money.currency, exponent=money.exponent, signed=signed
    )


def said(msgid: str, /, **params: object) -> dict[str, str]:
    """Say an English message in every language, for what is shown in any of them.

    Args:
        msgid: The English message.
        params: What its `{names}` stand for; `{language: words}` is chosen by language, a day
            an instant and an exact amount are said as in that language.
    """
    return {language: say(language, msgid, **_in(language, params)) for language in LANGUAGES}


def _in(language: str, params: Mapping[str, object]) -> dict[str, object]:
    return {name: _told(value, language) for name, value in params.items()}


def _told(value: object, language: str) -> object:
    """Say a day as one says it, an instant by its own clock, and texts in the language."""
    if isinstance(value, dict):
        return pick(value, language)
    if isinstance(value, Money):
        exact = Decimal(value.minor).scaleb(-value.exponent)
        said_so = format_currency(exact, value.currency, locale=LOCALES[language])
        return said_so.replace("CN¥", "¥")
    if isinstance(value, datetime):
        day = format_skeleton("MMMEd", value, locale=LOCALES[language])
        return f"{day} {value:%H:%M}"
    if isinstance(value, date):
        return format_skeleton("MMMd", value, locale=LOCALES[language])
    return value


def brief(texts: Mapping[str, str], most: int = MOST_LETTERS) -> dict[str, str]:
    """Cut long words of the bank to what a block holds."""
    return {
        language: text if len(text) <= most else f"{text[: most - 1]}…"
        for language, text in texts.items()
    }


def spoken(packed: Any, language: str) -> Any:
    """Return a face as JSON with every `{language: words}` turned into the reader's words."""
    if isinstance(packed, list):
        return [spoken(one, language) for one in packed]
    if not isinstance(packed, dict):
        return packed
    if packed and packed.keys() <= set(LANGUAGES):
        return pick(packed, language)
    return {name: spoken(one, language) for name, one in packed.items()}


_FILES = (
    "face.css",
    "face_values.js",
    "face_context.js",
    "face_room.js",
    "face_scales.js",
    "face_parts.jsx",
    "face_blocks.jsx",
    "face_deeds.jsx",
    "face_rows.jsx",
    "face_chart.jsx",
    "face_drawing.jsx",
    "face.jsx",
)
_LIBRARY = [rx.asset(file, shared=True) for file in _FILES][-1].importable_path

DRAWN_WITH = ("d3-array@3.2.5", "d3-shape@3.2.1")
LABELS = {"more": "{n} more", "table": "Show as a table", "cancel": "Cancel"}


class CardFace(rx.Component):
    """Draws a face; what is done on it leaves as the window's event `companion:deed`."""

    library = _LIBRARY
    tag = "CardFace"
    lib_dependencies: list[str] = field(default_factory=lambda: list(DRAWN_WITH))

    face: rx.Var[Any]
    icons: rx.Var[dict[str, Any]]
    labels: rx.Var[dict[str, str]]


class FaceIcon(rx.Component):
    """Draws an icon that is known on the client only, by its name."""

    library = _LIBRARY
    tag = "FaceIcon"

    name: rx.Var[str]
    icons: rx.Var[dict[str, Any]]


class Retry(rx.Component):
    """Asks the page to load this card again: the window's event `companion:retry`."""

    library = _LIBRARY
    tag = "Retry"

    label: rx.Var[str]


def view(data: Any, icons: Any = None) -> rx.Component:
    """Draw a face.

    Args:
        data: The face, as the tile holds it.
        icons: Name -> icon of those that its rows may name (`widgets.icons.icon_map`).
    """
    labels = {name: t(msgid) for name, msgid in LABELS.items()}
    given = {} if icons is None else {"icons": icons}
    return CardFace.create(face=data, labels=labels, **given)
