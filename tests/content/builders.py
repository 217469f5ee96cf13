"""Cards, customers and services for tests of the content package."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from content.cards.model import CardContent, LiveCard
from content.cards.repository import CardRepository
from content.cards.service import DUTIES, CardService
from content.linking import CatalogueListing
from content.masks import ContentMasks
from content.reading import ReadingService
from content.shelf import Cards, CardShelf, shelf_card
from recommender.catalogue.model import PRODUCT, CatalogueItem
from recommender.catalogue.repository import CatalogueRepository
from recommender.changes.repository import ChangeRepository
from recommender.changes.service import ChangeService
from recommender.customers.model import Facts
from recommender.database import Database
from recommender.errors import NotFound
from recommender.ports import (
    CUSTOMER,
    MARKETER,
    MARKETING,
    PERSONALISATION,
    REVIEWER,
    RM,
    VISITOR,
    Actor,
    Scope,
)
from tests.recommender.changes.builders import Ledger

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)
ANNA = Actor("anna", frozenset({MARKETER}))
RUTH = Actor("ruth", frozenset({REVIEWER}))
MIA = Actor("mia", frozenset({RM}))
PASSER_BY = Actor("visitor:1", frozenset({VISITOR}))
EVERYTHING = Scope(frozenset({PERSONALISATION, MARKETING}), 1)
DISCLOSED = (
    "投资有风险，过往业绩不代表未来表现，请在风险承受能力范围内选择产品。",
    "Investments can lose value. Past performance does not predict future results. "
    "Choose products within your risk capacity.",
)


class Still:
    """A clock that stands until a test moves it."""

    def __init__(self, at: datetime = NOW) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def today(self) -> date:
        return self.day_of(self.at)

    @staticmethod
    def day_of(at: datetime) -> date:
        return at.astimezone(ZONE).date()


class Known:
    """Customers by id."""

    def __init__(self, *customers: Facts) -> None:
        self.customers = {one.customer_id: one for one in customers}

    async def facts(self, customer_id: str) -> Facts:
        if customer_id not in self.customers:
            raise NotFound("There is no such customer.")
        return self.customers[customer_id]

    async def page(self, after: str = "", limit: int = 2000) -> list[Facts]:
        found = sorted(id_ for id_ in self.customers if id_ > after)
        return [self.customers[id_] for id_ in found[:limit]]


class NeverShown:
    """Impressions of somebody who was shown nothing."""

    async def of(self, customer_id, days):
        return {}


def content(**changes) -> CardContent:
    texts = {
        "title": {"zh-Hans": "债券入门", "en": "Bonds for beginners"},
        "summary": {"zh-Hans": "三分钟了解", "en": "Three minutes"},
        "body": {"zh-Hans": "债券是借条。", "en": "A bond is a loan."},
    }
    return CardContent.model_validate(texts | changes)


def customer(customer_id: str = "c1", **changes) -> Facts:
    known = {"segment": "affluent", "capacity": 3, "scope": EVERYTHING}
    return Facts(customer_id=customer_id, **(known | changes))


def customer_actor(customer_id: str = "c1") -> Actor:
    return Actor(f"user-{customer_id}", frozenset({CUSTOMER}), customer_id=customer_id)


def live(card_id: str = "a1", **changes) -> LiveCard:
    return LiveCard(id=card_id, number=1, content=content(**changes), published_at=NOW)


def on_shelf(*cards: LiveCard) -> Cards:
    return {card.id: shelf_card(card) for card in cards}


def item(card_id: str = "a1", kind: str = "content") -> CatalogueItem:
    return CatalogueItem(kind=kind, id=card_id, titles={"en": card_id})


def product(product_id: str, grade: int, state: str = "open") -> CatalogueItem:
    titles = {"en": product_id}
    return CatalogueItem(kind=PRODUCT, id=product_id, titles=titles, grade=grade, state=state)


@dataclass
class Studio:
    """The services of one unit of work, with what tests look into."""

    session: AsyncSession
    clock: Still
    audit: Ledger

    @property
    def catalogue(self) -> CatalogueRepository:
        return CatalogueRepository(self.session)

    @property
    def repository(self) -> CardRepository:
        return CardRepository(self.session)

    @property
    def cards(self) -> CardService:
        changes = ChangeService(ChangeRepository(self.session), self.clock, self.audit, DUTIES)
        listing = CatalogueListing(self.catalogue, self.clock)
        return CardService(
            self.repository, changes, listing, audit=self.audit, clock=self.clock, zone=ZONE
        )

    def reading(self, database: Database, *customers: Facts) -> ReadingService:
        masks = ContentMasks(CardShelf(database), NeverShown(), Still.day_of)
        return ReadingService(self.repository, masks, Known(*customers), self.clock)

    async def approved(self, card_id: str = "a1", **changes):
        made = await self.cards.create(ANNA, content(**changes), card_id=card_id)
        await self.cards.submit(ANNA, card_id)
        return await self.cards.approve(RUTH, card_id, content_hash=made.content_hash)

    async def approve(self, content_hash: str, card_id: str = "a1"):
        return await self.cards.approve(RUTH, card_id, content_hash=content_hash)

    async def published(self, card_id: str = "a1", **changes):
        await self.approved(card_id, **changes)
        return await self.cards.publish(ANNA, card_id)


def studio(session: AsyncSession, at: datetime = NOW) -> Studio:
    return Studio(session, Still(at), Ledger())
