"""The feed: published cards that one reader may see, ranked by the recommender."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from content.masks import ContentMasks
from content.shelf import CardShelf, ShelfCard, image_url
from recommender.answer import Answer, Ranked, Reason
from recommender.catalogue.model import CONTENT
from recommender.catalogue.snapshot import CatalogueCache
from recommender.errors import NotFound
from recommender.language import pick
from recommender.ports import SYSTEM, Actor, Clock, Eligible
from recommender.sieve import split

SCENARIO = "feed"


class FeedCard(BaseModel):
    """One card of a feed, with why it is there."""

    model_config = ConfigDict(frozen=True)

    id: str
    number: int
    kind: str
    title: str
    summary: str
    image_url: str
    minutes: int
    topics: tuple[str, ...] = ()
    marketing: bool = False
    score: float = 0.0
    why: str = ""
    reasons: tuple[Reason, ...] = ()


class FeedPage(BaseModel):
    """A feed; `decision_id` is empty where nothing was decided for a person."""

    model_config = ConfigDict(frozen=True)

    decision_id: str = ""
    personalised: bool = False
    cards: tuple[FeedCard, ...] = ()
    withheld: int = 0


class Recommender(Protocol):
    """The engine that masks, ranks and records."""

    async def recommend(
        self,
        actor: Actor,
        customer_id: str,
        kinds: Sequence[str],
        scenario: str,
        limit: int,
        language: str,
    ) -> Answer:
        """Answer with a ranked list whose decision is stored."""
        ...


@dataclass(frozen=True, slots=True)
class FeedParts:
    """What feeds share within a process.

    Attributes:
        standing: The recommender's own masks, which hold for visitors too.
    """

    shelf: CardShelf
    masks: ContentMasks
    catalogue: CatalogueCache
    standing: tuple[Eligible, ...]


class FeedService:
    """Feeds for customers and visitors."""

    def __init__(self, parts: FeedParts, recommend: Recommender, clock: Clock) -> None:
        self._parts = parts
        self._recommend = recommend
        self._clock = clock

    async def cards(
        self, actor: Actor, customer_id: str | None, *, limit: int, language: str
    ) -> FeedPage:
        """Return the feed of a customer, or for a visitor the newest cards open to everybody."""
        if customer_id is None:
            return await self._open_to_all(limit, language)
        if not (actor.may_see(customer_id) or actor.has(SYSTEM)):
            raise NotFound("There is no such customer.")
        answer = await self._recommend.recommend(
            actor, customer_id, (CONTENT,), SCENARIO, limit, language
        )
        shelf = await self._parts.shelf.now()
        known = [(shelf[one.id], one) for one in answer.items if one.id in shelf]
        return FeedPage(
            decision_id=answer.decision_id,
            personalised=answer.personalised,
            cards=tuple(_ranked(card, one, language) for card, one in known),
            withheld=sum(one.count for one in answer.withheld),
        )

    async def _open_to_all(self, limit: int, language: str) -> FeedPage:
        shelf = await self._parts.shelf.now()
        items = (await self._parts.catalogue.now()).of_kinds((CONTENT,))
        masks = (*self._parts.standing, *await self._parts.masks.of(None))
        found = split(items, None, masks, now=self._clock.now())
        cards = _newest_first([shelf[item.id] for item in found.allowed])
        return FeedPage(
            cards=tuple(_face(card, language) for card in cards[:limit]),
            withheld=len(found.withheld),
        )


def _newest_first(cards: Sequence[ShelfCard]) -> list[ShelfCard]:
    return sorted(cards, key=lambda card: (card.shown_from, card.id), reverse=True)


def _face(card: ShelfCard, language: str) -> FeedCard:
    return FeedCard(
        id=card.id,
        number=card.number,
        kind=card.kind,
        title=pick(card.title, language),
        summary=pick(card.summary, language),
        image_url=image_url(card.image),
        minutes=card.minutes,
        topics=card.topics,
        marketing=card.marketing,
    )


def _ranked(card: ShelfCard, ranked: Ranked, language: str) -> FeedCard:
    told = {"score": ranked.score, "why": ranked.why, "reasons": ranked.reasons}
    return _face(card, language).model_copy(update=told)
