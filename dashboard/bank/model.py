"""What the bank tells of products, customers and their money."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from recommender.money import Money

Texts = dict[str, str]
UNITS_SCALE = PRICE_SCALE = 10**6
RATE_SCALE = 10**8


class Told(BaseModel):
    """A frozen answer."""

    model_config = ConfigDict(frozen=True)


class Fee(Told):
    """One fee; the value is a percentage or an amount, ready to show."""

    label: Texts
    value: str


class ProductSheet(Told):
    """Everything that a customer may read about a product before buying it."""

    id: str
    product_type: str
    type_name: Texts
    grade: int = Field(description="R1..R5 as 1..5; 0 for what is no investment.")
    titles: Texts
    summary: Texts
    minimum: Money
    term_days: int | None = Field(None, description="None where there is no fixed term.")
    rate_label: Texts
    rate: Texts = Field(description="The one figure that describes it, ready to show.")
    risk: Texts = Field(description="The grade in plain words.")
    suits: Texts
    avoids: Texts
    exit: Texts = Field(description="How and when the money can be taken out.")
    fees: tuple[Fee, ...]
    documents: tuple[Texts, ...]
    topics: tuple[str, ...]


class CustomerCard(Told):
    """A customer's name and place in the bank."""

    id: str
    names: Texts
    segment: str
    region: str
    since: date


class Movement(Told):
    """One line of an account: what came (positive) or went (negative)."""

    id: str
    account_id: str
    on: date
    at: datetime
    kind: str
    party: Texts
    amount: Money


class NetWorth(Told):
    """What is owned less what is owed, and how other currencies were counted."""

    total: Money
    parts: tuple[Money, ...] = Field(description="The same by currency, before conversion.")
    rated_on: date | None = Field(None, description="Day of the exchange rate, if one was used.")


class Line(Told):
    """One line of a transaction to be posted."""

    account_id: str
    amount: Money


class Draft(Told):
    """A transaction before it is posted."""

    kind: str
    party_id: str
    at: datetime
    business_on: date
    lines: tuple[Line, ...] = Field(min_length=2)
