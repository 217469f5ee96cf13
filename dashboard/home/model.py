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
    hidden: list[str] = Field(
        default=[], description="Cards whose conditions are not met now, on no device."
    )
    resting: int = Field(0, description="Cards that the senior edition leaves out.")


class Opened(BaseModel):
    """A home of which some tiles may still be on their way.

    Attributes:
        shown: The layout without the cards that are not there now.
        follow: Name of the load whose tiles are still to come; empty when all are here.
    """

    model_config = ConfigDict(frozen=True)

    home: Home
    shown: Layout
    follow: str = ""


class Offer(BaseModel):
    """One kind that may be placed."""

    model_config = ConfigDict(frozen=True)

    kind: str
    count: int = Field(description="How many the home holds already.")
    is_mandatory: bool = False
    category: str = Field("", description="Where the gallery lists it.")
    told: str = Field("", description="All that is said of it, in every language, to search in.")
    summary: str = Field("", description="Only of a kind from outside, in the reader's language.")


class Preview(BaseModel):
    """One kind in the gallery, on the customer's own data where there is some."""

    model_config = ConfigDict(frozen=True)

    tile: Tile
    is_example: bool = Field(description="The data is the kind's sample.")
