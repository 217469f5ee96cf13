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
    hidden: dict[str, str] = Field(
        default={},
        description="Cards whose conditions are met on no device now, with these conditions.",
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
    title: str = Field("", description="In the reader's language.")
    summary: str = Field("", description="In the reader's language.")
    icon: str = ""
    provider: str = Field("", description="Who offers it; empty for ours.")
    tier: str = Field("", description="How much of the platform's quality it proves.")
    sizes: tuple[str, ...] = ()
    told: str = Field("", description="Everything that it is found by.")


class Preview(BaseModel):
    """One kind in the gallery, on the customer's own data where there is some."""

    model_config = ConfigDict(frozen=True)

    tile: Tile
    is_example: bool = Field(description="The data is the kind's sample.")


class SuggestedCard(BaseModel):
    """A kind that is suggested, and why, in one line."""

    model_config = ConfigDict(frozen=True)

    kind: str
    why: str


class Suggested(BaseModel):
    """What the gallery suggests.

    Attributes:
        personalised: Whether facts of the customer were used.
        decision_id: The engine's decision that ranked them.
    """

    model_config = ConfigDict(frozen=True)

    personalised: bool
    decision_id: str = ""
    cards: list[SuggestedCard] = []
