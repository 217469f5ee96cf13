"""Published cards in memory, read again when the shelf's version changes in any process."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from content.audience import Audience
from content.cards.model import Cap, CardContent, Kind, LiveCard, reading_minutes
from content.cards.repository import CardRepository
from recommender.database import Database

POLL_SECONDS = 1.0
"""A card that another process publishes is seen after at most this time."""

Cards = Mapping[str, "ShelfCard"]


@dataclass(frozen=True, slots=True)
class ShelfCard:
    """A published card without its body: what a tile shows and what the masks read."""

    id: str
    number: int
    kind: Kind
    title: Mapping[str, str]
    summary: Mapping[str, str]
    image: str
    minutes: int
    topics: tuple[str, ...]
    products: tuple[str, ...]
    marketing: bool
    starts_at: datetime | None
    ends_at: datetime | None
    audience: Audience
    cap: Cap | None
    published_at: datetime

    @property
    def shown_from(self) -> datetime:
        """The instant at which readers first saw this version."""
        return max(self.starts_at, self.published_at) if self.starts_at else self.published_at

    def is_due(self, now: datetime) -> bool:
        """Say whether now is within the schedule."""
        has_begun = self.starts_at is None or now >= self.starts_at
        return has_begun and (self.ends_at is None or now < self.ends_at)


class CardShelf:
    """One process's view of the published cards."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._cards: Cards = MappingProxyType({})
        self._version = -1
        self._checked_at = float("-inf")
        self._lock = asyncio.Lock()

    async def now(self) -> Cards:
        """Return the cards by id, checked against the database if that is due."""
        if self._is_due():
            async with self._lock:
                if self._is_due():
                    await self._refresh()
        return self._cards

    async def newest(self) -> Cards:
        """Return the cards by id, checked against the database right now."""
        self._checked_at = float("-inf")
        return await self.now()

    def _is_due(self) -> bool:
        return time.monotonic() - self._checked_at > POLL_SECONDS

    async def _refresh(self) -> None:
        asked_at = time.monotonic()
        async with self._database.reading() as session:
            repository = CardRepository(session)
            version = await repository.shelf_version()
            if version != self._version:
                cards = {card.id: shelf_card(card) for card in await repository.live()}
                self._cards, self._version = MappingProxyType(cards), version
        self._checked_at = asked_at


def shelf_card(card: LiveCard) -> ShelfCard:
    """Take the body off a live card."""
    content = card.content
    return ShelfCard(
        id=card.id,
        number=card.number,
        kind=content.kind,
        title=content.title,
        summary=content.summary,
        image=content.image,
        minutes=minutes_of(content),
        topics=content.topics,
        products=content.products,
        marketing=content.marketing,
        starts_at=content.starts_at,
        ends_at=content.ends_at,
        audience=content.audience,
        cap=content.cap,
        published_at=card.published_at,
    )


def minutes_of(content: CardContent) -> int:
    """Return the playing time of a video, else the estimated reading time."""
    return content.minutes or reading_minutes(content.body)


def image_url(image: str) -> str:
    """Return the address of a card's picture."""
    source, _, name = image.partition(":")
    return f"/api/v1/media/{name}" if source == "media" else f"/art/{name}.svg"
