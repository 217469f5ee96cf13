"""What a layout is: tiles, and where they lie at each breakpoint."""

from datetime import datetime
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, PositiveInt

from dashboard.layouts.conditions import CONDITIONS_MAX, Condition
from widgets.base import Size

Breakpoint = Literal["desktop", "tablet", "phone"]
BREAKPOINTS: tuple[Breakpoint, ...] = get_args(Breakpoint)
PRIMARY: Breakpoint = "desktop"
"""The other breakpoints are derived from this one until the customer takes them over."""

COLUMNS: dict[Breakpoint, int] = {"desktop": 12, "tablet": 6, "phone": 2}
FORMS: dict[Breakpoint, dict[Size, tuple[int, int]]] = {
    "desktop": {"S": (3, 2), "M": (6, 2), "L": (6, 4), "XL": (12, 4)},
    "tablet": {"S": (3, 2), "M": (6, 2), "L": (6, 4), "XL": (6, 5)},
    "phone": {"S": (1, 2), "M": (2, 2), "L": (2, 4), "XL": (2, 5)},
}
"""Width and height of each size, in columns and rows."""

TILES_MAX = 50
ROWS_MAX = TILES_MAX * 5

TITLE_MAX = 40
NAME_MAX = 60
TITLE_FORM = r"^[^\x00-\x1f\x7f<>]*$"

Op = Literal[
    "default", "save", "undo", "redo", "reset", "restore", "merge", "give_back", "accept", "adopt"
]
TileId = str


class Tile(BaseModel):
    """A card on the home: a widget kind and its settings."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$", description="The widget's kind.")
    config: dict[str, Any] = Field(default_factory=dict, description="The widget's settings.")
    show: tuple[Condition, ...] = Field(
        default=(), max_length=CONDITIONS_MAX, description="It is there while all of these hold."
    )
    pinned: bool = Field(default=False, description="It stays as and where it is, until released.")
    title: str = Field(
        default="",
        max_length=TITLE_MAX,
        pattern=TITLE_FORM,
        description="The customer's own title; empty for the kind's.",
    )


class Place(BaseModel):
    """Where a tile lies, in columns and rows from the top left corner."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tile: TileId = Field(pattern=r"^[A-Za-z0-9._:-]{1,64}$", description="The tile's id.")
    x: NonNegativeInt = Field(description="First column, from 0.")
    y: NonNegativeInt = Field(le=ROWS_MAX, description="First row, from 0.")
    w: PositiveInt = Field(description="Width in columns.")
    h: PositiveInt = Field(description="Height in rows.")


Places = tuple[Place, ...]


class Layout(BaseModel):
    """A whole layout, as it is stored and as the API shows it."""

    model_config = ConfigDict(frozen=True)

    version: int = Field(description="Grows by one with each change.")
    tiles: dict[TileId, Tile] = Field(description="The cards, common to all breakpoints.")
    places: dict[Breakpoint, Places] = Field(description="A tile without a place is hidden there.")
    own: dict[Breakpoint, bool] = Field(description="Breakpoints that the customer arranged.")
    bank: str = Field(default="", description="The bank's home that this one was made from.")


class LayoutIn(BaseModel):
    """A layout as a client sends it; what is left out is derived or stays as it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int | None = Field(default=None, description="Ignored: If-Match decides.")
    tiles: dict[TileId, Tile] = Field(max_length=TILES_MAX)
    places: dict[Breakpoint, Places]
    own: dict[Breakpoint, bool] = Field(default_factory=dict)
    bank: str | None = Field(default=None, description="Ignored: the server knows it.")


class TileChange(BaseModel):
    """What a customer sets on one card; what is left out stays as it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    config: dict[str, Any] | None = None
    show: tuple[Condition, ...] | None = Field(default=None, max_length=CONDITIONS_MAX)
    pinned: bool | None = None
    title: str | None = Field(default=None, max_length=TITLE_MAX, pattern=TITLE_FORM)


class VersionView(BaseModel):
    """One line of a layout's history."""

    model_config = ConfigDict(frozen=True)

    version: int
    op: Op
    parent: int | None = Field(description="The version that this one was made from.")
    device: str = Field(description="Where it was made.")
    created_at: datetime
    tiles: int = Field(description="How many cards it has.")
    name: str = Field(default="", description="What the customer called it; then it is kept.")


class Stored(BaseModel):
    """A version with its links: where undo and redo lead."""

    model_config = ConfigDict(frozen=True)

    layout: Layout
    op: Op = "default"
    parent: int | None = None
    undo_to: int | None = None
    redo_to: int | None = None

    @property
    def can_undo(self) -> bool:
        """Say whether there is an earlier step."""
        return self.undo_to is not None

    @property
    def can_redo(self) -> bool:
        """Say whether a step was undone."""
        return self.redo_to is not None
