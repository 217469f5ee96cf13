"""What an adviser sees of one customer."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from recommender.answer import Ranked
from recommender.contacts.model import Contact
from recommender.decisions.model import WithheldItem
from recommender.followups.model import FollowupView
from recommender.money import Money
from widgets.ports import Due, Holding


class Shown(BaseModel):
    """A frozen part of the page."""

    model_config = ConfigDict(frozen=True)


class ReadItem(Shown):
    """A content that the customer read lately."""

    id: str
    title: str
    times: int
    last_at: datetime


class Offer(Shown):
    """What may be offered now and what may not, with the decision that says so."""

    decision_id: str
    personalised: bool
    items: list[Ranked]
    withheld: list[WithheldItem]


class SharedFacts(Shown):
    """What the customer lets the adviser see."""

    age: int | None
    region: str
    language: str
    senior: bool
    capacity: int | None = Field(description="C1 to C5 as 1 to 5; None: must be assessed anew.")
    assessed_until: date | None
    qualified_until: date | None
    idle_cash: Money
    holdings: list[Holding]
    dues: list[Due]
    read: list[ReadItem]
    followups: list[FollowupView]
    offer: Offer


class DeskCustomer(Shown):
    """One customer on the desk; `shared` is None without consent to sharing."""

    id: str
    names: dict[str, str]
    segment: str
    shared: SharedFacts | None
    contacts: list[Contact]
    quiet_until: datetime | None
