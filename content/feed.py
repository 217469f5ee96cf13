"""The feed: published cards that one reader may see, ranked by the recommender."""

from collections.abc import Sequence
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from content.masks import ContentMasks
from content.shelf import Cards, CardShelf, ShelfCard, image_url
from recommender.answer import Answer, Ranked, Reason
from recommender.catalogue.model import CONTENT, CatalogueItem
from recommender.errors import NotFound
from recommender.language import pick
from recommender.ports import SYSTEM, Actor, Clock

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


class FeedService:
    """Feeds for customers and visitors."""

    def __init__(
        self, shelf: CardShelf, masks: ContentMasks, recommend: Recommender, clock: Clock
    ) -> None:
        self._shelf = shelf
        self._masks = masks
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
        shelf = await self._shelf.now()
        known = [(shelf[one.id], one) for one in answer.items if one.id in shelf]
        return FeedPage(
            decision_id=answer.decision_id,
            personalised=answer.personalised,
            cards=tuple(_ranked(card, one, language) for card, one in known),
            withheld=sum(one.count for one in answer.withheld),
        )

    async def _open_to_all(self, limit: int, language: str) -> FeedPage:
        shelf = await self._shelf.now()
        cards = _newest_first(self._for_visitors(shelf))
        return FeedPage(
            cards=tuple(_face(card, language) for card in cards[:limit]),
            withheld=len(shelf) - len(cards),
        )

    def _for_visitors(self, shelf: Cards) -> list[ShelfCard]:
        cards = list(shelf.values())
        items = [CatalogueItem(kind=CONTENT, id=card.id, titles=card.title) for card in cards]
        now = self._clock.now()
        flags = [mask.allowed(None, items, now) for mask in self._masks.of_law(shelf)]
        return [card for card, *each in zip(cards, *flags, strict=True) if all(each)]


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
