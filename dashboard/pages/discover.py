"""What there is to read and to look at: ranked for a customer, open to all for a visitor."""

from typing import Any

import reflex as rx

from dashboard.guard import acting, allow
from dashboard.parts.cards import (
    CardFace,
    ProductFace,
    card_faces,
    card_tile,
    product_face,
    product_row,
)
from dashboard.parts.reader import language_of
from dashboard.parts.session import SessionState
from dashboard.parts.shell import page
from dashboard.parts.views import card, empty, loading, more_button, page_head
from dashboard.people.roles import CUSTOMER, EVERYONE
from dashboard.wiring import Services
from recommender.catalogue.model import PRODUCT
from recommender.ports import Actor
from widgets.seen import changes
from widgets.words import t

PLACEMENT = "discover"
STEP, MOST_CARDS = 24, 96
MOST_PRODUCTS = 6


class DiscoverState(rx.State):
    """The feed of whoever is here, and products for a customer."""

    ready: bool = False
    cards: list[CardFace] = []
    decision: str = ""
    personalised: bool = False
    products: list[ProductFace] = []
    product_decision: str = ""
    wanted: int = STEP

    @allow(*EVERYONE)
    async def load(self) -> None:
        """Ask for the feed, and for products where somebody is known."""
        await self._read()

    @allow(*EVERYONE)
    async def lengthen(self) -> None:
        """Ask for a longer feed."""
        self.wanted = min(self.wanted + STEP, MOST_CARDS)
        await self._read()

    async def _read(self) -> None:
        async with acting() as (app, actor):
            language = await language_of(app, actor, self.router.headers.accept_language)
            feed = await app.feed.cards(
                actor, actor.customer_id, limit=self.wanted, language=language
            )
            self.cards, self.decision = card_faces(feed.cards), feed.decision_id
            self.personalised = feed.personalised
            self.products, self.product_decision = [], ""
            if actor.has(CUSTOMER):
                await self._rank(app, actor, language)
        self.ready = True

    async def _rank(self, app: Services, actor: Actor, language: str) -> None:
        answer = await app.recommend.recommend(
            actor, actor.customer_id or "", (PRODUCT,), PLACEMENT, MOST_PRODUCTS, language
        )
        snapshot = await app.root.catalogue.now()
        found = [(snapshot.get(PRODUCT, one.id), one) for one in answer.items]
        self.products = [product_face(item, one) for item, one in found if item]
        self.product_decision = answer.decision_id


@page("/discover", title="Discover", on_load=DiscoverState.load)
def discover() -> rx.Component:
    """Draw the feed as cards with pictures, products beside it."""
    caption = rx.cond(
        DiscoverState.personalised,
        t("Chosen for you by what you read and hold."),
        t("What is new and read most."),
    )
    return rx.el.div(
        page_head(t("Discover"), caption=caption),
        changes(on_change=DiscoverState.load),
        rx.cond(DiscoverState.ready, _content(), _waiting()),
    )


def _waiting() -> rx.Component:
    return rx.el.div(*[loading(4) for _ in range(6)], class_name="feed-grid")


def _content() -> rx.Component:
    cards: Any = DiscoverState.cards
    feed = rx.el.div(
        rx.foreach(
            cards,
            lambda card, n: card_tile(
                card, decision=DiscoverState.decision, placement=PLACEMENT, position=n
            ),
        ),
        class_name="feed-grid led",
        data_decision=DiscoverState.decision,
        id="feed",
    )
    nothing = empty("newspaper", t("You have seen everything. New articles appear here."))
    return rx.el.div(
        rx.el.h2(t("Articles"), class_name="visually-hidden"),
        rx.cond(cards.length() > 0, feed, nothing),
        rx.cond(
            (cards.length() >= DiscoverState.wanted) & (DiscoverState.wanted < MOST_CARDS),
            more_button(on_click=DiscoverState.lengthen, id="more"),
        ),
        rx.cond(SessionState.signed_in, _products(), _invitation()),
        class_name="stack roomy",
    )


def _products() -> rx.Component:
    products: Any = DiscoverState.products
    rows = rx.foreach(
        products,
        lambda product, n: product_row(
            product, decision=DiscoverState.product_decision, placement=PLACEMENT, position=n
        ),
    )
    listed = card(
        rx.el.ul(rows, class_name="list roomy"), title=t("Products that fit you"), id="products"
    )
    return rx.cond(products.length() > 0, listed)


def _invitation() -> rx.Component:
    words = rx.el.p(t("Products are shown by your own risk assessment."), class_name="grow")
    link = rx.el.a(t("Sign in"), href="/sign-in?next=/discover", class_name="btn primary")
    return rx.el.section(words, link, class_name="card row between wrap")
