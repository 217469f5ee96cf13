"""Masks of the content package: what a customer may be shown of the published cards."""

from bisect import bisect_right
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

import numpy as np

from content.audience import includes
from content.cards.model import Cap
from content.shelf import Cards, CardShelf, ShelfCard
from recommender.catalogue.model import CONTENT, CatalogueItem
from recommender.customers.model import Facts
from recommender.dataset import ItemKey
from recommender.language import ENGLISH, SIMPLIFIED, TRADITIONAL
from recommender.ports import PERSONALISATION, Eligible
from recommender.shelf import Flags, Shelf, shelf_of
from recommender.sieve import Keyed, Listing, positions

STATE, SCHEDULE, AUDIENCE = "card_state", "card_schedule", "card_audience"
LANGUAGE, CAP = "card_language", "card_cap"

Today = Callable[[datetime], date]
Sight = Callable[[Facts | None, datetime], Hashable]
Rule = Callable[[ShelfCard, Facts | None, datetime], bool]


class Impressions(Protocol):
    """How often cards were shown to a customer."""

    async def of(self, customer_id: str, days: Mapping[str, int]) -> Mapping[str, int]:
        """Count impressions of each card in its last `days[card_id]` days."""
        ...


class CardMask(Keyed):
    """One rule over published cards; what is not content passes, what is no card does not.

    Args:
        reason: Why a card is withheld.
        cards: What is published.
        rule: Whether a card passes.
        sight: What the rule sees of a customer at an instant.
    """

    legal = True

    def __init__(self, reason: str, cards: Cards, rule: Rule, sight: Sight) -> None:
        self.reason = reason
        self._cards = cards
        self._rule = rule
        self._sight = sight

    def key(self, customer: Facts | None, shelf: Shelf, now: datetime) -> Hashable:
        """Return what the rule sees."""
        return self._sight(customer, now)

    def allowed(
        self, customer: Facts | None, items: Sequence[CatalogueItem], now: datetime
    ) -> Flags:
        """Flag what passes the rule: the cards are asked, not the far more items."""
        shelf = shelf_of(items)
        passing = [id_ for id_, one in self._cards.items() if self._rule(one, customer, now)]
        flags = np.ones(len(shelf), bool)
        flags[shelf.kinds.get(CONTENT, [])] = False
        flags[positions([ItemKey(CONTENT, one) for one in passing], shelf)] = True
        return flags


class Capped(Listing):
    """No card that the customer was shown as often as its cap says.

    Args:
        full: Ids of those cards.
    """

    reason = CAP
    legal = False

    def __init__(self, full: Collection[str]) -> None:
        self._full = full

    def blocked(self, customer: Facts | None, shelf: Shelf, now: datetime) -> Collection[int]:
        """Return where those cards stand."""
        return positions([ItemKey(CONTENT, one) for one in self._full], shelf)


class ContentMasks:
    """Makes the masks for one decision, over the shelf as it is now."""

    def __init__(self, shelf: CardShelf, impressions: Impressions, today: Today) -> None:
        self._shelf = shelf
        self._impressions = impressions
        self._today = today
        self._law: tuple[Cards, tuple[Eligible, ...], Mapping[str, Cap]] | None = None

    async def of(self, customer: Facts | None) -> tuple[Eligible, ...]:
        """Return the masks for a customer (None: a visitor), in the order of their reasons."""
        cards = await self._shelf.now()
        if self._law is None or self._law[0] is not cards:
            known = {id_: one.cap for id_, one in cards.items() if one.cap}
            self._law = cards, self.of_law(cards), known
        _, masks, caps = self._law
        return (*masks, await self._capped(caps, customer))

    def of_law(self, cards: Cards) -> tuple[Eligible, ...]:
        """Return the masks that bind whoever asks, also for a card that is opened by its link."""
        windows = [at for one in cards.values() for at in (one.starts_at, one.ends_at) if at]
        windows.sort()
        return (
            CardMask(STATE, cards, lambda card, customer, now: True, lambda customer, now: None),
            CardMask(
                SCHEDULE,
                cards,
                lambda card, customer, now: card.is_due(now),
                lambda customer, now: bisect_right(windows, now),
            ),
            CardMask(AUDIENCE, cards, self._is_audience, self._sight),
            CardMask(LANGUAGE, cards, _is_understood, _language),
        )

    def _sight(self, customer: Facts | None, now: datetime) -> Hashable:
        """Return what an audience is chosen by."""
        if customer is None:
            return None
        is_personal = customer.scope.allows(PERSONALISATION)
        capacity = customer.capacity_on(self._today(now))
        return customer.segment if is_personal else None, capacity

    def _is_audience(self, card: ShelfCard, customer: Facts | None, now: datetime) -> bool:
        return includes(card.audience, customer, self._today(now))

    async def _capped(self, caps: Mapping[str, Cap], customer: Facts | None) -> Eligible:
        if customer is None or not caps:
            return Capped(())
        days = {card_id: cap.days for card_id, cap in caps.items()}
        shown = await self._impressions.of(customer.customer_id, days)
        return Capped([one for one, cap in caps.items() if shown.get(one, 0) >= cap.times])


def _language(customer: Facts | None, now: datetime) -> Hashable:
    return customer.language if customer else None


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
