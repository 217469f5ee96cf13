"""Keeps the catalogue's item and links of a card in step with what readers see."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from content.cards.model import LiveCard
from content.cards.ports import ProductFact
from content.shelf import minutes_of
from recommender.catalogue.model import (
    CLOSED,
    CONTENT,
    OPEN,
    PRODUCT,
    CatalogueItem,
    Link,
)
from recommender.catalogue.repository import CatalogueRepository
from recommender.ports import MARKETING, Actor, Clock


class CatalogueListing:
    """Writes cards into the recommender's catalogue, in the transaction of the card."""

    def __init__(self, catalogue: CatalogueRepository, clock: Clock) -> None:
        self._catalogue = catalogue
        self._clock = clock

    async def put_up(self, actor: Actor, card: LiveCard) -> None:
        """List the card and its links in place of earlier ones."""
        await self._put(item_of(card, actor))

    async def take_down(self, actor: Actor, card: LiveCard) -> None:
        """Close the card's item and drop its links."""
        await self._put(replace(item_of(card, actor), state=CLOSED, links=()))

    async def products(self, ids: Collection[str]) -> Mapping[str, ProductFact]:
        """Return the known ones of some products."""
        found = await self._catalogue.many(PRODUCT, sorted(ids))
        return {
            id_: ProductFact(id_, one.grade, is_open=one.state == OPEN)
            for id_, one in found.items()
        }

    async def _put(self, item: CatalogueItem) -> None:
        await self._catalogue.put([item], self._clock.now())
        await self._catalogue.rise()


def item_of(card: LiveCard, actor: Actor) -> CatalogueItem:
    """Return the card as an item that can be ranked."""
    content = card.content
    attributes = {
        "card": card.number,
        "kind": content.kind,
        "image": content.image,
        "minutes": minutes_of(content),
    }
    return CatalogueItem(
        kind=CONTENT,
        id=card.id,
        titles=content.title,
        topics=content.topics,
        available_from=content.starts_at or card.published_at,
        available_until=content.ends_at,
        attributes=attributes | ({"purpose": MARKETING} if content.marketing else {}),
        links=tuple(Link(product_id) for product_id in content.products),
        put_by=actor.id,
    )
