"""The widgets' ports, answered by our own services; each call opens its own unit of work."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from content.feed import FeedService, Recommender
from dashboard.bank.service import BankService
from dashboard.layouts.service import Layouts
from dashboard.notices.service import Notices
from dashboard.preferences.service import PreferenceService
from recommender.answer import Answer, Ranked, Reason
from recommender.catalogue.model import PRODUCT, SERVICE
from recommender.catalogue.snapshot import CatalogueCache, Snapshot
from recommender.customers.service import CustomerService
from recommender.interactions.service import InteractionService
from recommender.ports import Actor, Clock
from recommender.tags.signals import signal_behind
from widgets import ports

SCENARIO = "home"
GALLERY = "gallery"
RATE_SCALE = 1_000_000
"""Rates are shares scaled by 10^8, so this many are one per cent."""


class Unit(Protocol):
    """What the home needs of a unit of work."""

    @property
    def layouts(self) -> Layouts:
        """The customers' own layouts."""
        ...

    @property
    def preferences(self) -> PreferenceService:
        """How each person wants to see the product."""
        ...

    @property
    def bank(self) -> BankService:
        """Products, accounts, holdings, bills."""
        ...

    @property
    def customers(self) -> CustomerService:
        """Customers as decisions know them."""
        ...

    @property
    def notices(self) -> Notices:
        """What the bank must tell."""
        ...

    @property
    def recommend(self) -> Recommender:
        """The engine."""
        ...

    @property
    def interactions(self) -> InteractionService:
        """What customers do."""
        ...

    @property
    def feed(self) -> FeedService:
        """Published cards."""
        ...


Opener = Callable[[], AbstractAsyncContextManager[Unit]]


class OwnNotices:
    """Notices of the customer who looks."""

    def __init__(self, opened: Opener, actor: Actor) -> None:
        self._opened = opened
        self._actor = actor

    async def current(self, customer_id: str) -> list[ports.Notice]:
        """List the messages that are valid now, newest first."""
        async with self._opened() as app:
            found = await app.notices.current(self._actor, customer_id)
        return [ports.Notice(**one.model_dump()) for one in found]


class RankedProducts:
    """Products that the engine suggests."""

    def __init__(
        self, opened: Opener, actor: Actor, catalogue: CatalogueCache, clock: Clock
    ) -> None:
        self._opened = opened
        self._actor = actor
        self._catalogue = catalogue
        self._clock = clock

    async def products(self, customer_id: str, limit: int, language: str) -> ports.Suggestions:
        """Rank products that this customer may be offered."""
        async with self._opened() as app:
            answer = await app.recommend.recommend(
                self._actor, customer_id, (PRODUCT,), SCENARIO, limit, language
            )
            facts = await app.customers.open(self._actor, customer_id)
        snapshot = await self._catalogue.now()
        return ports.Suggestions(
            decision_id=answer.decision_id,
            personalised=answer.personalised,
            items=_products(answer, snapshot),
            withheld=sum(one.count for one in answer.withheld),
            reassess=facts.capacity_on(self._clock.today()) is None,
        )

    async def services(self, customer_id: str, limit: int, language: str) -> ports.Suggestions:
        """Rank the kinds of cards by what this customer uses."""
        async with self._opened() as app:
            answer = await app.recommend.recommend(
                self._actor, customer_id, (SERVICE,), GALLERY, limit, language
            )
        return ports.Suggestions(
            decision_id=answer.decision_id,
            personalised=answer.personalised,
            items=[_service(one) for one in answer.items],
            withheld=sum(one.count for one in answer.withheld),
        )


class RankedCards:
    """Content cards that the engine suggests."""

    def __init__(self, opened: Opener, actor: Actor) -> None:
        self._opened = opened
        self._actor = actor

    async def cards(self, customer_id: str, limit: int, language: str) -> ports.Suggestions:
        """Rank cards that this customer may see."""
        async with self._opened() as app:
            page = await app.feed.cards(self._actor, customer_id, limit=limit, language=language)
        items = [
            ports.Suggestion(
                kind="content",
                id=card.id,
                title=card.title,
                summary=card.summary,
                image=card.image_url,
                minutes=card.minutes or None,
                reasons=_reasons(card.reasons),
            )
            for card in page.cards
        ]
        return ports.Suggestions(
            decision_id=page.decision_id,
            personalised=page.personalised,
            items=items,
            withheld=page.withheld,
        )


def _products(answer: Answer, snapshot: Snapshot) -> list[ports.Suggestion]:
    return [_product(one, snapshot) for one in answer.items]


def _service(ranked: Ranked) -> ports.Suggestion:
    """Return a kind of card with what is truly known of it: an unknown one has no reason."""
    told = [one for one in ranked.reasons if one.part != "none" and one.value > 0]
    return ports.Suggestion(
        kind=ranked.kind, id=ranked.id, title=ranked.title, reasons=_reasons(told)
    )


def _product(ranked: Ranked, snapshot: Snapshot) -> ports.Suggestion:
    item = snapshot.get(ranked.kind, ranked.id)
    rate = item.attributes.get("rate_e8") if item else None
    return ports.Suggestion(
        kind=ranked.kind,
        id=ranked.id,
        title=ranked.title,
        grade=item.grade if item else None,
        product_type=item.product_type if item else "",
        rate=f"{rate / RATE_SCALE:.2f} %" if rate else "",
        reasons=_reasons(ranked.reasons),
    )


def _reasons(reasons: Sequence[Reason]) -> list[ports.Reason]:
    return [
        ports.Reason(code=one.code, text=one.text, share=one.share, signal=signal_behind(one))
        for one in reasons
    ]
