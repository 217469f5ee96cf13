"""One customer as every source of the engine sees them: lists, neighbours, what serves."""

from typing import Any

import reflex as rx

from dashboard.guard import acting, allow
from dashboard.parts.reader import language_of
from dashboard.parts.shell import page
from dashboard.parts.views import card, empty, page_head
from recommender.experiments.sources import Neighbours, Pipeline, SourceList
from recommender.ports import COMPLIANCE
from widgets.words import t, when

SOURCES = {
    "served": "Served",
    "als": "ALS",
    "ease": "EASE",
    "rp3beta": "RP3beta",
    "item_item": "Item to item",
    "popularity": "Popularity in training",
    "company": "What contents say",
    "link": "Links",
    "segment": "The segment's popularity",
    "everybody": "Everybody's popularity",
}
NOTHING = Pipeline(
    model_id=None, model="", damaged=None, catalogue_version=0, events=0, newest_event=None
)


class ModelCustomerState(rx.State):
    """The customer that the address names."""

    stage: str = "loading"
    customer: str = ""
    personalised: bool = False
    pipeline: Pipeline = NOTHING
    lists: list[SourceList] = []
    neighbours: list[Neighbours] = []

    @allow(COMPLIANCE)
    async def load(self) -> None:
        """Look through every source; opening the page leaves a record."""
        self.stage, self.customer = "loading", str(self.router.url.path).rsplit("/", 1)[-1][:64]
        async with acting() as (app, actor):
            language = await language_of(app, actor, self.router.headers.accept_language)
            found = await app.sources.of(actor, self.customer, language)
        async with acting(write=True) as (app, actor):
            await app.audit.record(actor, "sources.opened", f"customer:{self.customer}", {})
        self.personalised, self.pipeline = found.personalised, found.pipeline
        self.lists, self.neighbours = list(found.lists), list(found.neighbours)
        self.stage = "ready"


@page("/models/customers/[customer]", title="Sources", on_load=ModelCustomerState.load, wide=True)
def model_customer() -> rx.Component:
    """Draw the pipeline, each source's list, then what goes with the history."""
    return rx.el.div(
        page_head(t("What each source would say"), caption=ModelCustomerState.customer),
        rx.cond(
            ModelCustomerState.stage == "ready",
            rx.el.div(_pipeline(), _lists(), _neighbours(), class_name="stack roomy"),
            rx.el.p(t("Loading"), class_name="muted", role="status"),
        ),
        class_name="stack roomy",
        data_stage=ModelCustomerState.stage,
    )


def _pipeline() -> rx.Component:
    pipeline = ModelCustomerState.pipeline
    return card(
        rx.el.dl(
            _fact(t("Model"), pipeline.model),
            _fact(t("Events used"), pipeline.events),
            _fact(
                t("Newest event"),
                rx.cond(pipeline.newest_event, when(pipeline.newest_event), t("None")),
            ),
            _fact(t("Catalogue version"), pipeline.catalogue_version),
            class_name="facts",
        ),
        rx.cond(
            pipeline.damaged,
            rx.el.p(
                t("The active model is damaged; an earlier one serves."), class_name="banner warn"
            ),
        ),
        rx.cond(
            ModelCustomerState.personalised,
            rx.fragment(),
            rx.el.p(t("Personalisation is off: only popularity speaks."), class_name="banner"),
        ),
        title=t("What serves"),
    )


def _fact(name: Any, value: Any) -> rx.Component:
    return rx.el.div(rx.el.dt(name), rx.el.dd(value, class_name="number"))


def _lists() -> rx.Component:
    return rx.el.div(rx.foreach(ModelCustomerState.lists, _list), class_name="split even")


def _list(one: Any) -> rx.Component:
    name = rx.match(one.source, *[(key, t(text)) for key, text in SOURCES.items()], one.source)
    kind = rx.cond(one.kind == "product", t("Products"), t("Content"))
    return card(
        rx.el.h2(name, " · ", kind, class_name="card-title"),
        rx.cond(
            one.ranked.length() > 0,
            rx.el.ol(rx.foreach(one.ranked, _said), class_name="list"),
            rx.el.p(t("It knows nothing of this customer."), class_name="muted"),
        ),
        data_source=one.source,
        data_kind=one.kind,
    )


def _said(item: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(item.title, class_name="grow"),
        rx.el.span(item.score, class_name="number muted"),
        class_name="row",
    )


def _neighbours() -> rx.Component:
    near: Any = ModelCustomerState.neighbours
    return card(
        rx.cond(
            near.length() > 0,
            rx.el.ul(rx.foreach(near, _neighbour), class_name="list roomy"),
            empty("users", t("Nothing was done yet that has neighbours.")),
        ),
        title=t("What goes with what was done last"),
    )


def _neighbour(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.p(one.title, class_name="strong"),
        rx.el.ol(rx.foreach(one.ranked, _said), class_name="list"),
        class_name="item",
    )
