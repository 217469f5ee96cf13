"""One card for one reader: what may not be seen is not found."""

from typing import Protocol

from content.audience import takes_marketing
from content.cards.model import LiveCard
from content.cards.repository import CardRepository
from content.masks import ContentMasks
from content.shelf import shelf_card
from recommender.catalogue.model import CONTENT, CatalogueItem
from recommender.customers.model import Facts
from recommender.errors import NotFound
from recommender.ports import COMPLIANCE, MANAGER, MARKETER, REVIEWER, RM, SYSTEM, Actor, Clock

STAFF = (MARKETER, REVIEWER, RM, MANAGER, COMPLIANCE, SYSTEM)


class Customers(Protocol):
    """Where a customer's facts are read from."""

    async def facts(self, customer_id: str) -> Facts:
        """Return the facts of a customer."""
        ...


class ReadingService:
    """Opens published cards for customers, visitors and staff."""

    def __init__(
        self, cards: CardRepository, masks: ContentMasks, customers: Customers, clock: Clock
    ) -> None:
        self._cards = cards
        self._masks = masks
        self._customers = customers
        self._clock = clock

    async def open(self, actor: Actor, card_id: str) -> LiveCard:
        """Return a published card that the actor may see."""
        card = await self.find(actor, card_id)
        if card is None:
            raise NotFound("There is no such article, or it is no longer published.")
        return card

    async def find(self, actor: Actor, card_id: str) -> LiveCard | None:
        """Return a published card as the database knows it, None if the actor may not see it."""
        record = await self._cards.get(card_id)
        card = record.live if record else None
        return card if card and await self._may_see(actor, card) else None

    async def _may_see(self, actor: Actor, card: LiveCard) -> bool:
        if actor.has(*STAFF):
            return True
        customer_id = actor.customer_id
        facts = await self._customers.facts(customer_id) if customer_id else None
        if card.content.marketing and not takes_marketing(facts):
            return False
        masks = self._masks.of_law({card.id: shelf_card(card)})
        item = [CatalogueItem(kind=CONTENT, id=card.id, titles=card.content.title)]
        now = self._clock.now()
        return all(all(mask.allowed(facts, item, now)) for mask in masks)
