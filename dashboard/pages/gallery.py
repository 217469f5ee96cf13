"""The gallery: every kind of card, live on the customer's own data, ready to be added."""

from typing import Annotated, Any

import reflex as rx
from pydantic import BaseModel, Field

from dashboard.errors import NotFound
from dashboard.guard import acting, allow
from dashboard.layouts.service import Basis
from dashboard.pages.home import DEVICE, HomeState
from dashboard.parts.reader import language_of
from dashboard.parts.shell import page
from dashboard.parts.views import empty, page_head
from recommender.ports import CUSTOMER, Actor
from widgets.base import Category
from widgets.registry import catalogue
from widgets.tile import Tile, tile_body, tile_icon, tile_title
from widgets.words import t

CATEGORIES: tuple[tuple[Category, str, str], ...] = (
    ("money", "Money", "wallet"),
    ("wealth", "Wealth", "chart-pie"),
    ("life", "Everyday life", "house"),
    ("messages", "Messages", "bell"),
)


class Offer(BaseModel):
    """One kind as the gallery shows it."""

    kind: str
    tile: Tile
    is_example: bool
    count: int
    is_mandatory: bool
    category: str
    told: str
    summary: str


class GalleryState(rx.State):
    """What the gallery shows; the search runs over all languages."""

    offers: list[Offer] = []
    category: str = ""
    query: str = ""
    ready: bool = False

    @allow(CUSTOMER)
    async def load(self) -> None:
        """Load a live preview of every kind."""
        async with acting() as (app, actor):
            language = await language_of(app, actor, self.router.headers.accept_language)
            offered = {one.kind: one for one in await app.offers.offers(actor, _own(actor))}
            found = await app.offers.previews(actor, _own(actor), offered, language)
        self.offers = [
            Offer(**offered[one.tile.kind].model_dump(), **one.model_dump()) for one in found
        ]
        self.category, self.query, self.ready = "", "", True

    @allow(CUSTOMER)
    async def choose(self, category: Annotated[str, Field(max_length=20)]) -> None:
        """Show one category, or all."""
        self.category = category

    @allow(CUSTOMER)
    async def search(self, query: Annotated[str, Field(max_length=60)]) -> None:
        """Show what matches the words."""
        self.query = query

    @allow(CUSTOMER)
    async def add(self, kind: Annotated[str, Field(max_length=40)]) -> Any:
        """Put a card on the home and go there, with the card in focus."""
        async with acting(write=True) as (app, actor):
            _, tile = await app.layouts.add(actor, _own(actor), kind, Basis(None, DEVICE))
        (await self.get_state(HomeState))._arriving = tile
        return rx.redirect("/")

    @rx.var
    def shown(self) -> list[Offer]:
        """The offers of the category that match the words."""
        words = self.query.lower().split()
        return [one for one in self.offers if self._fits(one, words)]

    def _fits(self, offer: Offer, words: list[str]) -> bool:
        is_here = self.category in ("", offer.category)
        return is_here and all(word in offer.told for word in words)


def _own(actor: Actor) -> str:
    if actor.customer_id is None:
        raise NotFound("There is no customer behind this sign-in.")
    return actor.customer_id


@page("/gallery", title="Gallery", on_load=GalleryState.load)
def gallery() -> rx.Component:
    """Draw the categories and the cards."""
    back = rx.el.a(
        rx.icon("arrow-left", size=18, aria_hidden=True), t("Home"), href="/", class_name="btn"
    )
    head = page_head(
        t("Add a card"),
        back,
        caption=t("Every card shows your own figures, before you add it."),
    )
    return rx.el.div(head, rx.el.div(_side(), _results(), class_name="gallery"))


def _side() -> rx.Component:
    find = rx.el.input(
        type="search",
        id="gallery-search",
        placeholder=t("Search cards"),
        aria_label=t("Search cards"),
        on_change=GalleryState.search.debounce(200),
        class_name="input",
    )
    tabs = [_tab("", "All cards", "layout-grid"), *(_tab(*one) for one in CATEGORIES)]
    return rx.el.div(
        find,
        rx.el.nav(*tabs, class_name="gallery-tabs", aria_label=t("Categories")),
        class_name="gallery-side stack",
    )


def _tab(category: str, label: str, icon: str) -> rx.Component:
    return rx.el.button(
        rx.icon(icon, size=18, aria_hidden=True),
        t(label),
        type="button",
        on_click=GalleryState.choose(category),
        aria_pressed=rx.cond(GalleryState.category == category, "true", "false"),
        class_name="btn quiet",
    )


def _results() -> rx.Component:
    nothing = empty("search-x", t("No card matches. Try another word."))
    found = rx.cond(
        GalleryState.shown,
        rx.el.div(rx.foreach(GalleryState.shown, _offer), class_name="gallery-cards"),
        nothing,
    )
    waiting = rx.el.div(
        *[rx.el.div(class_name="card gallery-wait", aria_hidden=True) for _ in range(4)],
        class_name="gallery-cards",
    )
    return rx.el.div(rx.cond(GalleryState.ready, found, waiting), aria_live="polite")


def _title(offer: Any) -> Any:
    return rx.cond(offer.tile.title != "", offer.tile.title, tile_title(offer.kind))


def _offer(offer: Any) -> rx.Component:
    summary = rx.match(
        offer.kind,
        *[(kind, t(known.summary)) for kind, known in catalogue().items()],
        offer.summary,
    )
    preview = rx.el.div(
        rx.el.header(
            tile_icon(offer.kind, offer.tile.icon),
            rx.el.span(_title(offer), class_name="tile-title grow"),
            rx.cond(offer.is_example, rx.el.span(t("Example"), class_name="chip")),
            class_name="tile-head",
        ),
        rx.el.div(tile_body(offer.tile), class_name="tile-body"),
        class_name="card tile gallery-preview",
        custom_attrs={"inert": True},
    )
    return rx.el.article(
        preview,
        rx.el.div(
            rx.el.div(
                rx.el.h2(_title(offer), class_name="item-title"),
                rx.el.p(summary, class_name="muted"),
                class_name="grow",
            ),
            _add(offer),
            class_name="row top gallery-foot",
        ),
        class_name="gallery-offer",
        data_offer=offer.kind,
    )


def _add(offer: Any) -> rx.Component:
    button = rx.el.button(
        rx.icon("plus", size=18, aria_hidden=True),
        rx.cond(offer.count > 0, t("Add another"), t("Add")),
        rx.el.span(_title(offer), class_name="visually-hidden"),
        type="button",
        on_click=GalleryState.add(offer.kind),
        class_name=rx.cond(offer.count > 0, "btn", "btn primary"),
    )
    there = rx.el.span(
        rx.icon("check", size=16, aria_hidden=True), t("On your home"), class_name="chip good"
    )
    return rx.cond(offer.is_mandatory, there, button)
