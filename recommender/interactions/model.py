"""Events as they come in, what is answered, and interactions as they are used."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Literal, NamedTuple

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from recommender.catalogue.model import Kind
from recommender.customers.model import MOST_MINOR, Currency, Language
from recommender.ids import ExternalId
from recommender.tags.model import NOTHING_IGNORED, Ignored

IMPRESSION, VIEW, CLICK, LIKE, DISMISS, SHARE = (
    "impression",
    "view",
    "click",
    "like",
    "dismiss",
    "share",
)
BUY, REDEEM, APPLY = "buy", "redeem", "apply"
OWN_ACTIONS = frozenset({IMPRESSION, VIEW, CLICK, LIKE, DISMISS, SHARE})
"""What a browser may say of itself; the rest needs a key, or anyone could buy their way up."""
ACTIONS = OWN_ACTIONS | {BUY, REDEEM, APPLY}
PAID_ACTIONS = frozenset({BUY, REDEEM})
MOST_EVENTS = 1000
READ_MS = 5000

Action = Literal[
    "impression", "view", "click", "like", "dismiss", "share", "buy", "redeem", "apply"
]
Tag = Annotated[str, StringConstraints(max_length=32)]
DAY_MS = 86_400_000


class Amount(BaseModel):
    """Money that a purchase or redemption moved."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    minor: int = Field(ge=-MOST_MINOR, le=MOST_MINOR)
    currency: Currency


Share = Annotated[float, Field(ge=0, le=1)]


class EventIn(BaseModel):
    """One event as a channel sends it; a browser session may leave out who it is."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    event_id: ExternalId
    customer_id: ExternalId | None = None
    visitor_id: ExternalId | None = None
    kind: Kind
    item_id: ExternalId
    action: Action
    at: AwareDatetime
    value: Amount | Share | None = Field(
        None, description="Money for buy and redeem, else a share from 0 to 1."
    )
    dwell_ms: int | None = Field(None, ge=0, le=DAY_MS)
    placement: Annotated[str, StringConstraints(max_length=64)] | None = None
    position: int | None = Field(None, ge=0, le=1000)
    channel: Tag | None = None
    decision_id: ExternalId | None = None
    version: int | None = Field(None, ge=0, le=2**31 - 1, description="Version of the card.")
    device: Tag | None = None
    lang: Language | None = None
    session_id: ExternalId | None = None


class EventBatch(BaseModel):
    """Up to a thousand events."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    events: tuple[EventIn, ...] = Field(max_length=MOST_EVENTS)


class Rejected(BaseModel):
    """One event that was not taken, by its place in the batch."""

    index: int
    error: str


class Receipt(BaseModel):
    """What became of a batch; everything accepted is committed."""

    accepted: int
    duplicates: int
    rejected: list[Rejected]


class Interaction(NamedTuple):
    """What a customer did with an item; a tuple, because every decision makes dozens of them.

    Attributes:
        value: Minor units for buy and redeem, else a share from 0 to 1; None when not sent.
        dwell_ms: How long it was looked at.
        id: The event's own id in the table; ids that came later sort later.
        event_id: The id that its sender gave it.
    """

    kind: str
    item_id: str
    action: str
    at: datetime
    value: float | None = None
    dwell_ms: int | None = None
    decision_id: str | None = None
    id: str = ""
    event_id: str = ""
    customer_id: str | None = None
    placement: str | None = None

    @property
    def is_read(self) -> bool:
        """Say whether content was read, not only opened."""
        return self.action == VIEW and (self.dwell_ms or 0) >= READ_MS


@dataclass(frozen=True, slots=True)
class History:
    """What is remembered of a customer.

    Attributes:
        events: The newest ones that may be used, oldest first.
        dismissed: Everything ever turned down, (kind, id) to the placement of that event.
        ignored: Topics and items that must not speak for the customer.
    """

    events: tuple[Interaction, ...] = ()
    dismissed: Mapping[tuple[str, str], str | None] = field(default_factory=dict)
    ignored: Ignored = NOTHING_IGNORED
