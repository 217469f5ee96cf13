"""The data that widgets may ask for: narrow Protocols, answered by the dashboard's adapters."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

from recommender.money import Money

Texts = dict[str, str]


class Fact(BaseModel):
    """A frozen answer of a port."""

    model_config = ConfigDict(frozen=True)


class Account(Fact):
    """One account with its balance; a debt is negative."""

    id: str
    name: Texts
    kind: Literal["current", "savings", "card", "investment"]
    balance: Money
    as_of: datetime


class Holding(Fact):
    """One product held, at its last price."""

    product_id: str
    name: Texts
    product_type: str
    grade: int | None = Field(description="R1..R5, None where the law asks for none.")
    value: Money
    cost: Money
    as_of: datetime


class Due(Fact):
    """Money that is due (a bill) or comes back (a maturity) on a day."""

    id: str
    kind: Literal["bill", "maturity"]
    name: Texts
    amount: Money
    on: date
    state: Literal["open", "paid", "overdue"] = "open"


class Notice(Fact):
    """One message of the bank that must be seen."""

    id: str
    level: Literal["info", "warning", "critical"]
    title: Texts
    body: Texts
    at: datetime
    seen: bool = False


class Reason(Fact):
    """Why an item is here, with its share 0..1 of the score."""

    code: str
    text: str
    share: float
    signal: str = Field("", description="Tag that takes it away; empty for what is a fact.")


class Suggestion(Fact):
    """One ranked product or content card."""

    kind: str
    id: str
    title: str
    summary: str = ""
    grade: int | None = None
    product_type: str = ""
    image: str = ""
    minutes: int | None = Field(None, description="Reading or playing time.")
    rate: str = Field("", description="The one figure that describes the product, ready to show.")
    reasons: list[Reason] = []


class Suggestions(Fact):
    """An answer of the engine with the id of its decision."""

    decision_id: str
    personalised: bool
    items: list[Suggestion]
    withheld: int = 0
    reassess: bool = Field(False, description="The risk assessment is missing or has expired.")


class Bank(Protocol):
    """What the core bank knows of a customer."""

    async def accounts(self, customer_id: str) -> list[Account]:
        """List the accounts."""
        ...

    async def holdings(self, customer_id: str) -> list[Holding]:
        """List the products held."""
        ...

    async def dues(self, customer_id: str, days: int) -> list[Due]:
        """List bills and maturities of the next `days`, and bills overdue, earliest first."""
        ...


class Recommend(Protocol):
    """The personalization engine."""

    async def products(self, customer_id: str, limit: int, language: str) -> Suggestions:
        """Rank products that this customer may be offered."""
        ...


class Feed(Protocol):
    """Published content cards."""

    async def cards(self, customer_id: str, limit: int, language: str) -> Suggestions:
        """Rank cards that this customer may see."""
        ...


class Notices(Protocol):
    """Messages of the bank."""

    async def current(self, customer_id: str) -> list[Notice]:
        """List the messages that are valid now, newest first."""
        ...


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything a widget may be given; it receives only what its `needs` name."""

    bank: Bank
    recommend: Recommend
    feed: Feed
    notices: Notices
