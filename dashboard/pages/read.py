"""One article for one reader: words, linked products, and why it was shown."""

import re
from contextlib import suppress
from datetime import datetime
from typing import Any

import reflex as rx

from content.cards.model import LiveCard
from content.shelf import image_url, minutes_of, shelf_card
from dashboard.errors import NotFound
from dashboard.guard import acting, allow
from dashboard.parts.article import Body, all_languages, article_body, body_of
from dashboard.parts.ask_adviser import ask_adviser
from dashboard.parts.cards import ProductFace, kind_name, product_face, product_row
from dashboard.parts.reader import language_of
from dashboard.parts.shell import page
from dashboard.parts.views import empty, loading
from dashboard.people.roles import CUSTOMER, EVERYONE, VISITOR
from dashboard.wiring import Services
from recommender.catalogue.model import PRODUCT
from recommender.dataset import ItemKey
from recommender.ports import Actor
from widgets.seen import dwell
from widgets.words import choose, t, when

PLACEMENT = "reader"
MOST_RELATED = 20
DECISION_ID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")


class ReadState(rx.State):
    """The article that the address names, as this person may see it."""

    stage: str = "loading"
    article: str = ""
    number: int = 0
    kind: str = "article"
    title: dict[str, str] = {}
    summary: dict[str, str] = {}
    body: Body = {}
    image: str = ""
    minutes: int = 0
    shown_on: str = ""
    is_marketing: bool = False
    products: list[ProductFace] = []
    related_decision: str = ""
    withheld: int = 0
    decision: str = ""
    why: str = ""
    counts: bool = False

    @allow(*EVERYONE)
    async def load(self) -> None:
        """Open the article; what this person may not see is not there."""
        wanted = self.router.url.path.rstrip("/").rsplit("/", 1)[-1]
        async with acting() as (app, actor):
            card = await app.reading.find(actor, wanted)
            if card is None:
                self.reset()  # type: ignore[no-untyped-call]  # Reflex's own, unannotated
                self.stage = "missing"
                return
            self._show(card, shelf_card(card).shown_from)
            self.counts = actor.has(CUSTOMER, VISITOR)
            await self._link(app, actor, card)
            await self._explain(app, actor, card.id)
        self.stage = "ready"

    def _show(self, card: LiveCard, shown_from: datetime) -> None:
        content = card.content
        self.article, self.number, self.kind = card.id, card.number, content.kind
        self.title = all_languages(content.title)
        self.summary = all_languages(content.summary)
        self.body = body_of(content.body)
        self.image, self.minutes = image_url(content.image), minutes_of(content)
        self.shown_on = shown_from.isoformat()
        self.is_marketing = content.marketing

    async def _link(self, app: Services, actor: Actor, card: LiveCard) -> None:
        """Show the linked products that may be promoted; the others are only counted."""
        linked = card.content.products
        snapshot = await app.root.catalogue.newest()
        await app.root.shelf.newest()  # The card may be a moment old, these views of it a second.
        self.products, self.related_decision, self.withheld = [], "", 0
        known = [item for one in linked if (item := snapshot.get(PRODUCT, one))]
        if actor.has(CUSTOMER, VISITOR) and known:
            language = await language_of(app, actor, self.router.headers.accept_language)
            answer = await app.recommend.related(
                actor,
                ItemKey("content", card.id),
                (PRODUCT,),
                customer_id=actor.customer_id,
                limit=MOST_RELATED,
                language=language,
            )
            may_be_shown = {one.id for one in answer.items}
            self.related_decision = answer.decision_id
            self.withheld = sum(item.id not in may_be_shown for item in known)
            known = [item for item in known if item.id in may_be_shown]
        self.products = [product_face(item) for item in known]

    async def _explain(self, app: Services, actor: Actor, card_id: str) -> None:
        """Say why the card was shown, from the stored decision that the link names."""
        self.decision = self.why = ""
        wanted = self.router.url.query_parameters.get("d", "")
        if not DECISION_ID.match(wanted) or not actor.has(CUSTOMER):
            return
        language = await language_of(app, actor, self.router.headers.accept_language)
        with suppress(NotFound):  # A link that somebody else passed on still opens the article.
            found = await app.decisions.get(actor, wanted, language)
            mine = [one for one in found.items if (one.kind, one.id) == ("content", card_id)]
            self.decision, self.why = (wanted, mine[0].why) if mine else ("", "")


@page("/read/[card_id]", title="Read", on_load=ReadState.load)
def read() -> rx.Component:
    """Draw the article in one calm column."""
    return rx.match(
        ReadState.stage,
        ("ready", _article()),
        (
            "missing",
            empty(
                "book-x",
                t("There is no such article, or it is not meant for you."),
                rx.el.a(t("Discover more"), href="/discover", class_name="btn"),
                is_page=True,
            ),
        ),
        rx.el.div(loading(6), class_name="reader"),
    )


def _article() -> rx.Component:
    words = rx.el.div(_head(), article_body(ReadState.body), class_name="stack roomy")
    measured = dwell(
        words,
        kind="content",
        item=ReadState.article,
        decision=ReadState.decision,
        placement=PLACEMENT,
        version=ReadState.number,
        id="article",
    )
    return rx.el.article(
        rx.el.img(src=ReadState.image, alt="", class_name="art hero-art"),
        rx.cond(ReadState.counts, measured, rx.el.div(words, id="article")),
        _products(),
        rx.cond(ReadState.why != "", _why()),
        ask_adviser("content", ReadState.article, ReadState.decision),
        rx.el.a(
            rx.icon("arrow-left", size=16, aria_hidden=True),
            t("More to read"),
            href="/discover",
            class_name="btn quiet start",
        ),
        class_name="reader stack roomy",
        data_card=ReadState.article,
        data_version=ReadState.number,
    )


def _head() -> rx.Component:
    facts = rx.el.p(
        rx.el.span(kind_name(ReadState.kind)),
        rx.el.span(t("{n} min", n=ReadState.minutes), class_name="dotted"),
        rx.el.time(when(ReadState.shown_on), date_time=ReadState.shown_on, class_name="dotted"),
        rx.cond(ReadState.is_marketing, rx.el.span(t("Marketing"), class_name="chip warn")),
        class_name="caption row tight",
    )
    return rx.el.header(
        facts,
        rx.el.h1(choose(ReadState.title)),
        rx.el.p(choose(ReadState.summary), class_name="lead"),
        class_name="stack tight",
    )


def _products() -> rx.Component:
    products: Any = ReadState.products
    rows = rx.foreach(
        products,
        lambda product, n: product_row(
            product, decision=ReadState.related_decision, placement=PLACEMENT, position=n
        ),
    )
    note = rx.el.p(
        t("{n} more are not shown: they do not fit your risk assessment.", n=ReadState.withheld),
        class_name="caption",
        data_withheld=ReadState.withheld,
    )
    section = rx.el.section(
        rx.el.h2(t("Products in this article"), class_name="card-title"),
        rx.el.ul(rows, class_name="list roomy"),
        rx.cond(ReadState.withheld > 0, note),
        class_name="card",
        id="linked",
    )
    return rx.cond((products.length() > 0) | (ReadState.withheld > 0), section)


def _why() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Why you see this"), class_name="card-title"),
        rx.el.p(ReadState.why),
        rx.el.p(
            rx.el.a(t("Change what is used about you"), href="/me#privacy"), class_name="caption"
        ),
        class_name="card",
        id="why",
        data_decision=ReadState.decision,
    )
