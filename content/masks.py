"""Masks of the content package: what a customer may be shown of the published cards."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from content.audience import includes
from content.shelf import Cards, CardShelf, ShelfCard
from recommender.catalogue.model import CONTENT, CatalogueItem
from recommender.customers.model import Facts
from recommender.language import ENGLISH, SIMPLIFIED, TRADITIONAL
from recommender.ports import Eligible

STATE, SCHEDULE, AUDIENCE = "card_state", "card_schedule", "card_audience"
LANGUAGE, CAP = "card_language", "card_cap"

Today = Callable[[datetime], date]
Rule = Callable[[ShelfCard, Facts | None, datetime], bool]


class Impressions(Protocol):
    """How often cards were shown to a customer."""

    async def of(self, customer_id: str, days: Mapping[str, int]) -> Mapping[str, int]:
        """Count impressions of each card in its last `days[card_id]` days."""
        ...


class CardMask:
    """One rule over published cards; what is not content passes, what is no card does not."""

    def __init__(self, reason: str, cards: Cards, rule: Rule, *, legal: bool = True) -> None:
        self.reason = reason
        self.legal = legal
        self._cards = cards
        self._rule = rule

    def allowed(
        self, customer: Facts | None, items: Sequence[CatalogueItem], now: datetime
    ) -> Sequence[bool]:
        """Flag what passes the rule."""
        return [item.kind != CONTENT or self._passes(item.id, customer, now) for item in items]

    def _passes(self, card_id: str, customer: Facts | None, now: datetime) -> bool:
        card = self._cards.get(card_id)
        return card is not None and self._rule(card, customer, now)


class ContentMasks:
    """Makes the masks for one decision, over the shelf as it is now."""

    def __init__(self, shelf: CardShelf, impressions: Impressions, today: Today) -> None:
        self._shelf = shelf
        self._impressions = impressions
        self._today = today

    async def of(self, customer: Facts | None) -> tuple[Eligible, ...]:
        """Return the masks for a customer (None: a visitor), in the order of their reasons."""
        cards = await self._shelf.now()
        return (*self.of_law(cards), await self._caps(cards, customer))

    def of_law(self, cards: Cards) -> tuple[Eligible, ...]:
        """Return the masks that bind whoever asks, also for a card that is opened by its link."""
        return (
            CardMask(STATE, cards, lambda card, customer, now: True),
            CardMask(SCHEDULE, cards, lambda card, customer, now: card.is_due(now)),
            CardMask(AUDIENCE, cards, self._is_audience),
            CardMask(LANGUAGE, cards, _is_understood),
        )

    def _is_audience(self, card: ShelfCard, customer: Facts | None, now: datetime) -> bool:
        return includes(card.audience, customer, self._today(now))

    async def _caps(self, cards: Cards, customer: Facts | None) -> Eligible:
        days = {card.id: card.cap.days for card in cards.values() if card.cap}
        shown: Mapping[str, int] = {}
        if customer and days:
            shown = await self._impressions.of(customer.customer_id, days)

        def is_below(card: ShelfCard, customer: Facts | None, now: datetime) -> bool:
            return card.cap is None or shown.get(card.id, 0) < card.cap.times

        return CardMask(CAP, cards, is_below, legal=False)


def _is_understood(card: ShelfCard, customer: Facts | None, now: datetime) -> bool:
    """Say whether the card has words in the customer's language (Traditional reads Simplified)."""
    if customer is None:
        return bool(card.title)
    readable = {
        SIMPLIFIED: (SIMPLIFIED, TRADITIONAL),
        TRADITIONAL: (TRADITIONAL, SIMPLIFIED),
        ENGLISH: (ENGLISH,),
    }
    return any(card.title.get(one) for one in readable.get(customer.language, (ENGLISH,)))
