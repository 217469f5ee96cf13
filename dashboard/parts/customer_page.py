"""One customer in the shapes that the adviser's page shows."""

from collections.abc import Callable
from datetime import date, datetime

from pydantic import BaseModel

from dashboard.desk.model import DeskCustomer, Offer, ReadItem, SharedFacts
from dashboard.parts.followup import Product, Row, row_of
from recommender.contacts.model import Contact
from recommender.language import ENGLISH, LANGUAGES, say
from widgets.ports import Due, Holding

REGIONS = (
    "Shanghai",
    "Beijing",
    "Guangdong",
    "Zhejiang",
    "Jiangsu",
    "Sichuan",
    "Hubei",
    "Shaanxi",
    "Hong Kong",
)
"""Regions that have a name in Chinese; any other one is shown as the bank wrote it."""

Grades = Callable[[str], int | None]


class Held(BaseModel):
    """One product held."""

    id: str
    name: dict[str, str]
    grade: int | None
    minor: int
    currency: str


class Coming(BaseModel):
    """One bill or maturity of the next weeks."""

    kind: str
    name: dict[str, str]
    on: str
    minor: int
    currency: str


class Reading(BaseModel):
    """One content that was read lately."""

    id: str
    title: str
    times: int
    last_at: str


class Attempt(BaseModel):
    """One contact with the customer."""

    at: str
    outcome: str


class Facts(BaseModel):
    """What the customer is; 0 and empty stand for what is not known."""

    age: int = 0
    region: dict[str, str] = {}
    language: str = ""
    senior: bool = False
    capacity: int = 0
    assessed_until: str = ""
    qualified_until: str = ""
    idle_minor: int = 0
    idle_currency: str = "CNY"


class CustomerPage(BaseModel):
    """The whole page; everything personal stays empty without consent."""

    id: str = ""
    names: dict[str, str] = {}
    segment: str = ""
    is_shared: bool = False
    quiet_until: str = ""
    facts: Facts = Facts()
    held: list[Held] = []
    coming: list[Coming] = []
    read: list[Reading] = []
    followups: list[Row] = []
    offered: list[Product] = []
    withheld: list[Product] = []
    attempts: list[Attempt] = []
    decision_id: str = ""


def page_of(customer: DeskCustomer, grade_of: Grades) -> CustomerPage:
    """Return what the page shows; `grade_of` knows the grades of the products."""
    seen = CustomerPage(
        id=customer.id,
        names=customer.names or {"en": customer.id},
        segment=customer.segment,
        quiet_until=_iso(customer.quiet_until),
        attempts=[_attempt(one) for one in customer.contacts],
    )
    if customer.shared is None:
        return seen
    return seen.model_copy(update={"is_shared": True, **_shared(customer.shared, grade_of)})


def _shared(shared: SharedFacts, grade_of: Grades) -> dict[str, object]:
    followups = sorted(shared.followups, key=lambda one: -one.score)
    return {
        "facts": _facts(shared),
        "held": [_held(one) for one in shared.holdings],
        "coming": [_coming(one) for one in shared.dues],
        "read": [_reading(one) for one in shared.read],
        "followups": [row_of(one, None) for one in followups],
        "decision_id": shared.offer.decision_id,
        **_offer(shared.offer, grade_of),
    }


def _facts(shared: SharedFacts) -> Facts:
    return Facts(
        age=shared.age or 0,
        region=_region(shared.region),
        language=shared.language,
        senior=shared.senior,
        capacity=shared.capacity or 0,
        assessed_until=_iso(shared.assessed_until),
        qualified_until=_iso(shared.qualified_until),
        idle_minor=shared.idle_cash.minor,
        idle_currency=shared.idle_cash.currency,
    )


def _region(region: str) -> dict[str, str]:
    if region in REGIONS:
        return {language: say(language, region) for language in LANGUAGES}
    return {ENGLISH: region} if region else {}


def _offer(offer: Offer, grade_of: Grades) -> dict[str, list[Product]]:
    return {
        "offered": [
            Product(id=one.id, title=one.title, grade=grade_of(one.id)) for one in offer.items
        ],
        "withheld": [Product(id=one.id, title=one.title, text=one.text) for one in offer.withheld],
    }


def _held(one: Holding) -> Held:
    money = one.value
    return Held(
        id=one.product_id,
        name=one.name,
        grade=one.grade,
        minor=money.minor,
        currency=money.currency,
    )


def _coming(one: Due) -> Coming:
    money = one.amount
    return Coming(
        kind=one.kind,
        name=one.name,
        on=one.on.isoformat(),
        minor=money.minor,
        currency=money.currency,
    )


def _reading(one: ReadItem) -> Reading:
    return Reading(id=one.id, title=one.title, times=one.times, last_at=one.last_at.isoformat())


def _attempt(one: Contact) -> Attempt:
    return Attempt(at=one.at.isoformat(), outcome=one.outcome)


def _iso(at: date | datetime | None) -> str:
    return "" if at is None else at.isoformat()
