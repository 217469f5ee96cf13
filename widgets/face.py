"""Faces: what a card shows as a few typed blocks, drawn alike on every end (page, embed, app).

A kind whose `Data` is a `Face` writes no view of its own: `view=face.view`. Figures stay typed
(minor units, scaled integers, dates) until the end that draws them formats them by its locale.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

import reflex as rx
from babel.dates import format_skeleton
from babel.numbers import format_currency
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
)
from reflex_base.components.component import field

from recommender.language import LANGUAGES, pick, say
from recommender.money import Money
from widgets import base
from widgets.base import Size
from widgets.words import t

LOCALES = {"zh-Hans": "zh_Hans", "zh-Hant": "zh_Hant", "en": "en_GB"}
MOST_LETTERS = 400
ALWAYS = frozenset({"type", "unit", "currency"})
"""Fields that are written even where they have their default."""

MOST_BLOCKS, MOST_ROWS, MOST_POINTS, MOST_ACTS = 24, 60, 400, 6

Line = Annotated[str, Field(max_length=MOST_LETTERS)]
Text = Line | Annotated[dict[str, Line], Field(max_length=4)]
"""Words in the reader's language, or `{language: words}`; the tile keeps the reader's alone."""

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Item = Annotated[str, Field(pattern=r"^[A-Za-z0-9._:-]{0,64}$")]
Href = Annotated[
    str, Field(pattern=r"^(/([^/\s\\][^\s\\]{0,300})?)?$", description="A page of ours.")
]
Icon = Annotated[str, Field(pattern=r"^[a-z0-9-]{0,40}$", description="Name of a Lucide icon.")]
Tone = Literal["plain", "good", "warn", "bad", "info", "up", "down"]


class Piece(BaseModel):
    """Something frozen of which faces are made."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @model_serializer(mode="wrap")
    def _lean(self, pack: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Leave out what a reader of the schema knows: a home's JSON is half as long."""
        known = type(self).model_fields
        return {
            name: value
            for name, value in pack(self).items()
            if name in ALWAYS or value != known[name].default
        }


class Amount(Piece):
    """Money in minor units."""

    unit: Literal["money"] = "money"
    minor: int
    currency: str = Field("CNY", pattern=r"^[A-Z]{3}$")
    exponent: int = Field(2, ge=0, le=4)
    signed: bool = Field(False, description="Show + where it is above 0.")


class Share(Piece):
    """A share, 1.0 is 100 %."""

    unit: Literal["percent"] = "percent"
    share: float
    digits: int = Field(0, ge=0, le=4)
    signed: bool = False


class Number(Piece):
    """A scaled integer: the value is `scaled / 10 ** digits`."""

    unit: Literal["number"] = "number"
    scaled: int
    digits: int = Field(0, ge=0, le=8)
    suffix: Text = ""


class Day(Piece):
    """A date."""

    unit: Literal["day"] = "day"
    on: date


class Moment(Piece):
    """An instant: told relative to now, after a day as a date."""

    unit: Literal["when"] = "when"
    at: datetime


class Words(Piece):
    """A value in words."""

    unit: Literal["text"] = "text"
    text: Text


Value = Annotated[Amount | Share | Number | Day | Moment | Words, Field(discriminator="unit")]


class Act(Piece):
    """One button: a link to a page of ours, or a deed that the kind's `act` carries out.

    Attributes:
        name: Of the deed, one of the kind's `acts`; empty for a link.
        item: What it is done to.
        confirm: What is asked before it is done; empty where nothing is risked.
    """

    label: Text
    name: Name | Literal[""] = ""
    item: Item = ""
    href: Href = ""
    confirm: Text = ""
    tone: Literal["plain", "primary", "danger"] = "plain"


class Block(Piece):
    """What every block has: the sizes of card on which it is drawn."""

    since: Size = Field("S", description="Drawn from this size up.")
    until: Size = Field("XL", description="Drawn up to this size.")


class Figure(Block):
    """The answer of the card: one value with its label."""

    type: Literal["figure"] = "figure"
    label: Text = ""
    value: Value
    delta: Value | None = None
    tone: Tone = "plain"
    note: Text = ""


class Row(Piece):
    """One line of a list."""

    id: Item = ""
    title: Text
    note: Text = ""
    icon: Icon = ""
    value: Value | None = None
    delta: Value | None = None
    tone: Tone = Field("plain", description="Of the delta, or of the value where there is none.")
    chip: Text = ""
    chip_tone: Tone = "plain"
    progress: float | None = Field(None, ge=0, le=1)
    href: Href = ""
    acts: list[Act] = Field(default=[], max_length=3)


class Rows(Block):
    """A list; a card shows as many of them as it has room for, an XL all."""

    type: Literal["rows"] = "rows"
    label: Text = ""
    rows: list[Row] = Field(max_length=MOST_ROWS)
    more: int = Field(0, ge=0, description="Further ones that are not in the list.")


class Series(Piece):
    """One line or one set of bars; `values` stand over the chart's labels."""

    name: Text = ""
    values: list[Value] = Field(max_length=MOST_POINTS)
    start: int = Field(0, ge=0, le=MOST_POINTS, description="Label of the first value, from 0.")
    dashed: bool = Field(False, description="A projection, not a fact.")


class Chart(Block):
    """A chart without frame, with direct labels; it always has its figures as a table too."""

    type: Literal["chart"] = "chart"
    shape: Literal["line", "bars", "ring"]
    alt: Text = Field(description="What the chart says, in one sentence.")
    labels: list[Value] = Field(max_length=MOST_POINTS)
    series: list[Series] = Field(min_length=1, max_length=4)
    goal: Value | None = None


class Progress(Block):
    """How far something has come."""

    type: Literal["progress"] = "progress"
    label: Text
    share: float = Field(ge=0, le=1)
    note: Text = ""
    tone: Tone = "plain"


class Note(Block):
    """One sentence: a hint, a warning, what the figures rest on."""

    type: Literal["note"] = "note"
    text: Text
    tone: Tone = "plain"
    icon: Icon = ""


class Column(Piece):
    """A column of a table."""

    title: Text
    is_number: bool = False


class Table(Block):
    """A table, the first column names the rows; by itself it is drawn on XL cards only."""

    type: Literal["table"] = "table"
    since: Size = "XL"
    columns: list[Column] = Field(max_length=8)
    rows: list[list[Value]] = Field(max_length=MOST_ROWS)


class Acts(Block):
    """Buttons at the end of a card; the first is the one that matters."""

    type: Literal["acts"] = "acts"
    acts: list[Act] = Field(max_length=MOST_ACTS)


class Search(Block):
    """A field whose words the card is loaded again with (`context.query`)."""

    type: Literal["search"] = "search"
    label: Text
    query: Line = ""


class Option(Piece):
    """One of several things to choose from."""

    value: Item
    label: Text


class Choice(Block):
    """One of several, chosen on the card: the deed `name` is done with the option as its item."""

    type: Literal["choice"] = "choice"
    name: Name
    label: Text
    options: list[Option] = Field(max_length=60)
    chosen: Item = ""


Drawn = Annotated[
    Figure | Rows | Chart | Progress | Note | Table | Acts | Search | Choice,
    Field(discriminator="type"),
]


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
