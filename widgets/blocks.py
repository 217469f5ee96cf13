"""Blocks: the typed pieces that faces are made of, and their limits."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
)

from widgets.base import Size

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
