"""A whole home as one answer."""

from pydantic import BaseModel, ConfigDict, Field

from dashboard.bank.model import NetWorth
from dashboard.layouts.model import Layout
from widgets.tile import Tile


class Home(BaseModel):
    """The layout and every tile of it with its data."""

    model_config = ConfigDict(frozen=True)

    layout: Layout
    can_undo: bool = False
    can_redo: bool = False
    worth: NetWorth | None = Field(None, description="None when not known now.")
    tiles: list[Tile]


class Preview(BaseModel):
    """One kind in the gallery, on the customer's own data where there is some."""

    model_config = ConfigDict(frozen=True)

    tile: Tile
    is_example: bool = Field(description="The data is the kind's sample.")
    count: int = Field(description="How many the home holds already.")
    is_mandatory: bool = False
