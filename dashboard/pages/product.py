"""One product for one customer: what it is, what it costs, for whom, and whether it fits."""

from contextlib import suppress
from typing import Any

import reflex as rx

from dashboard.bank.model import ProductSheet
from dashboard.errors import NotFound
from dashboard.guard import acting, allow
from dashboard.parts.ask_adviser import ask_adviser
from dashboard.parts.cards import CardFace, card_faces_of, card_tile
from dashboard.parts.grades import grade_meaning
from dashboard.parts.product_facts import Fact, cooling_off, fact_list, facts_of
from dashboard.parts.reader import language_of
from dashboard.parts.shell import page
from dashboard.parts.views import card, empty, loading
from dashboard.people.roles import CUSTOMER, EVERYONE, VISITOR
from dashboard.wiring import Services
from recommender.catalogue.model import CONTENT, PRODUCT, CatalogueItem
from recommender.dataset import ItemKey
from recommender.ports import Actor
from recommender.suitability.model import RuleSet
from widgets.products import grade_chip, type_name
from widgets.seen import dwell, like_button
from widgets.words import choose, t

PLACEMENT = "product"
MOST_ARTICLES = 3
FITS = "fits"
TOLD = {
    "suitability": "This product's risk is above your risk capacity: it is not offered to you.",
    "reassess": "Your risk assessment is missing or has expired: nothing with risk is offered.",
    "unavailable": "This product is closed to new money.",
    "age": "This product is meant for another age.",
    "held": "You hold this product already.",
    "senior": "The senior edition offers deposits of the lowest risk only.",
    "elderly": "At your age we suggest nothing of this risk.",
    "knowledge": "This product is complex: it is offered with a proof of knowledge only.",
    "target_market": "This product is not made for customers like you.",
    "visitor": "Sign in to see whether it fits your risk assessment.",
    "staff": "You see the facts; what fits a customer is decided for that customer.",
}
HIDDEN = ("private",)


class ProductState(rx.State):
    """The product that the address names, with what this person may be told."""

    stage: str = "loading"
    product: str = ""
    name: dict[str, str] = {}
    summary: dict[str, str] = {}
    product_type: str = ""
    grade: int = 0
    rate: dict[str, str] = {}
    rate_label: dict[str, str] = {}
    risk: dict[str, str] = {}
    suits: dict[str, str] = {}
    avoids: dict[str, str] = {}
    facts: list[Fact] = []
    fees: list[Fact] = []
    documents: list[dict[str, str]] = []
    disclosures: list[dict[str, str]] = []
    fit: str = ""
    articles: list[CardFace] = []
    decision: str = ""
    shown_by: str = ""
    counts: bool = False

    @allow(*EVERYONE)
    async def load(self) -> None:
        """Open the product."""
        wanted = self.router.url.path.rstrip("/").rsplit("/", 1)[-1]
        self.reset()  # type: ignore[no-untyped-call]  # Reflex's own, unannotated
        async with acting() as (app, actor):
            item = (await app.root.catalogue.now()).get(PRODUCT, wanted)
            fit = await self._fit(app, actor, item) if item else "missing"
            if item is None or fit in HIDDEN:
                self.stage = "missing"
                return
            self.fit, self.counts = fit, actor.has(CUSTOMER, VISITOR)
            self.shown_by = self.router.url.query_parameters.get("d", "")
            self._show(item)
            with suppress(NotFound):  # The bank has no sheet of a product that was imported.
                self._detail(await app.bank.product(item.id))
            self._disclose(app.root.engine.law)
            await self._relate(app, actor)
        self.stage = "ready"

    async def _fit(self, app: Services, actor: Actor, item: CatalogueItem) -> str:
        """Ask the engine's own masks; nobody else decides what fits."""
        if not actor.has(CUSTOMER) or actor.customer_id is None:
            return "private" if item.private else "visitor" if actor.has(VISITOR) else "staff"
        language = await language_of(app, actor, self.router.headers.accept_language)
        told = await app.recommend.explain(
            actor, actor.customer_id, ItemKey(PRODUCT, item.id), language
        )
        return told if isinstance(told, str) and told in (*TOLD, *HIDDEN) else FITS

    def _show(self, item: CatalogueItem) -> None:
        self.product, self.name = item.id, dict(item.titles)
        self.product_type, self.grade = item.product_type, item.grade or 0

    def _detail(self, sheet: ProductSheet) -> None:
        self.summary, self.name = sheet.summary, sheet.titles
        self.rate, self.rate_label = sheet.rate, sheet.rate_label
        self.risk, self.suits, self.avoids = sheet.risk, sheet.suits, sheet.avoids
        self.facts = facts_of(sheet)
        self.fees = [Fact(label=fee.label, text=fee.value) for fee in sheet.fees]
        self.documents = list(sheet.documents)

    def _disclose(self, law: RuleSet) -> None:
        self.disclosures = [dict(one.items()) for one in law.told_of(self.product_type, self.grade)]
        days = law.days_to_take_back(self.product_type)
        self.facts = [*self.facts, *([cooling_off(days)] if days else [])]

    async def _relate(self, app: Services, actor: Actor) -> None:
        if not actor.has(CUSTOMER, VISITOR):
            return
        language = await language_of(app, actor, self.router.headers.accept_language)
        with suppress(NotFound):  # What is not on show has no company either.
            answer = await app.recommend.related(
                actor,
                ItemKey(PRODUCT, self.product),
                (CONTENT,),
                customer_id=actor.customer_id,
                limit=MOST_ARTICLES,
                language=language,
            )
            shelf = await app.root.shelf.now()
            linked = [one for one in answer.items if self.product in _products_of(shelf, one.id)]
            self.articles = card_faces_of(linked, shelf, language)
            self.decision = answer.decision_id


def _products_of(shelf: Any, card_id: str) -> tuple[str, ...]:
    return shelf[card_id].products if card_id in shelf else ()


@page("/products/[product_id]", title="Product", on_load=ProductState.load)
def product() -> rx.Component:
    """Draw the product's page."""
    return rx.match(
        ProductState.stage,
        ("ready", _product()),
        (
            "missing",
            empty(
                "package-x",
                t("There is no such product, or it is not meant for you."),
                rx.el.a(t("Discover more"), href="/discover", class_name="btn"),
                is_page=True,
            ),
        ),
        rx.el.div(loading(6), class_name="product-page"),
    )


def _product() -> rx.Component:
    measured = dwell(
        _head(), kind="product", item=ProductState.product, placement=PLACEMENT, id="product"
    )
    return rx.el.article(
        rx.cond(ProductState.counts, measured, rx.el.div(_head(), id="product")),
        _fit_line(),
        _for_whom(),
        rx.el.div(_facts(), _costs(), class_name="split even"),
        _articles(),
        ask_adviser("product", ProductState.product, ProductState.shown_by),
        class_name="product-page stack",
        data_product=ProductState.product,
        data_fit=ProductState.fit,
    )


def _head() -> rx.Component:
    rate = rx.el.div(
        rx.el.p(
            choose(ProductState.rate),
            class_name=rx.cond(ProductState.fit == FITS, "hero", "figure"),
        ),
        rx.el.p(choose(ProductState.rate_label), class_name="muted"),
        class_name="stack tight product-rate",
    )
    risk, meaning = choose(ProductState.risk), grade_meaning(ProductState.grade)
    words = rx.el.div(
        rx.el.p(type_name(ProductState.product_type), class_name="caption"),
        rx.el.h1(choose(ProductState.name)),
        rx.el.p(choose(ProductState.summary), class_name="lead"),
        rx.el.div(
            grade_chip(ProductState.grade),
            rx.el.span(rx.cond(risk != "", risk, meaning), class_name="muted"),
            class_name="row wrap",
        ),
        class_name="stack tight grow",
    )
    return rx.el.header(
        words, rx.cond(choose(ProductState.rate) != "", rate), class_name="product-head"
    )


def _fit_line() -> rx.Component:
    """Say whether it fits; an action only where it may be offered."""
    said = rx.match(ProductState.fit, *[(key, t(text)) for key, text in TOLD.items()], "")
    may_be_offered = rx.el.div(
        rx.el.p(
            rx.icon("circle-check", size=18, aria_hidden=True),
            rx.cond(
                ProductState.grade > 0,
                t("It fits your risk assessment."),
                t("It is open to you; the bank examines each application."),
            ),
            class_name="row tight grow",
        ),
        like_button(
            t("I am interested"),
            said=t("Noted: your manager sees it if you share with them"),
            kind="product",
            item=ProductState.product,
            placement=PLACEMENT,
            class_name="btn primary",
            id="interested",
        ),
        class_name="banner good",
        role="note",
        id="fit",
    )
    withheld = rx.el.div(
        rx.el.p(said, class_name="grow"),
        rx.cond(
            ProductState.fit == "visitor",
            rx.el.a(t("Sign in"), href="/sign-in", class_name="btn"),
        ),
        class_name="banner warn",
        role="note",
        id="fit",
    )
    return rx.cond(ProductState.fit == FITS, may_be_offered, withheld)


def _for_whom() -> rx.Component:
    suits = card(rx.el.p(choose(ProductState.suits)), title=t("Made for"))
    avoids = card(rx.el.p(choose(ProductState.avoids)), title=t("Not made for"))
    return rx.cond(
        choose(ProductState.suits) != "", rx.el.div(suits, avoids, class_name="split even")
    )


def _facts() -> rx.Component:
    disclosures: Any = ProductState.disclosures
    told = rx.foreach(disclosures, lambda one: rx.el.p(choose(one), class_name="caption"))
    return card(
        fact_list(ProductState.facts),
        rx.el.div(told, class_name="stack tight", id="disclosures"),
        title=t("Terms"),
        id="terms",
    )


def _costs() -> rx.Component:
    documents: Any = ProductState.documents
    listed = rx.el.ul(
        rx.foreach(
            documents,
            lambda texts: rx.el.li(
                rx.icon("file-text", size=16, aria_hidden=True), choose(texts), class_name="row"
            ),
        ),
        class_name="list",
    )
    return rx.el.div(
        card(fact_list(ProductState.fees), title=t("Fees"), id="fees"),
        card(listed, title=t("Documents"), id="documents"),
        class_name="stack",
    )


def _articles() -> rx.Component:
    articles: Any = ProductState.articles
    tiles = rx.foreach(
        articles,
        lambda one, n: card_tile(
            one, decision=ProductState.decision, placement=PLACEMENT, position=n
        ),
    )
    section = rx.el.section(
        rx.el.h2(t("Read about it")),
        rx.el.div(tiles, class_name="feed-grid"),
        class_name="stack",
        id="articles",
    )
    return rx.cond(articles.length() > 0, section)
