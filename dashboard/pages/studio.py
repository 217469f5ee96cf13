"""The studio's list: every card with its state, its audience and what became of it."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import reflex as rx
from pydantic import BaseModel

from content.cards.model import CardView
from content.results.model import Counts
from content.shelf import image_url
from dashboard.guard import acting, allow
from dashboard.parts.article import all_languages
from dashboard.parts.cards import kind_name
from dashboard.parts.shell import page
from dashboard.parts.studio.model import named, status_of
from dashboard.parts.studio.state import STUDIO
from dashboard.parts.studio.words import segment_name, status_chip
from dashboard.parts.views import empty, loading, more_button, page_head
from recommender.catalogue.topics import TOPICS
from recommender.language import ENGLISH
from widgets.words import choose, day, percent, t, when

TABS = (
    ("", "All"),
    ("draft", "Drafts"),
    ("review", "In review"),
    ("changes_requested", "Changes requested"),
    ("approved", "Approved"),
    ("scheduled", "Scheduled"),
    ("live", "Live"),
    ("ended", "Ended"),
)
ENDED = ("expired", "withdrawn")
STEP = 30
"""So many cards are drawn at first, and so many more at each wish."""


class CardLine(BaseModel):
    """One card in the list; `click_through` is a share, -1 for none."""

    id: str = ""
    title: dict[str, str] = {}
    image_url: str = ""
    kind: str = ""
    topics: list[str] = []
    status: str = ""
    pending: str = ""
    segments: list[str] = []
    minimum: int = 0
    starts_at: str = ""
    ends_at: str = ""
    changed_at: str = ""
    changed_by: dict[str, str] = {}
    impressions: int = 0
    reads: int = 0
    click_through: float = -1.0


class StudioState(rx.State):
    """All cards, and which of them are shown."""

    ready: bool = False
    lines: list[CardLine] = []
    counts: dict[str, int] = {}
    tab: str = ""
    words: str = ""
    topic: str = ""
    matching: int = 0
    drawn: int = STEP
    _all: list[CardLine] = []

    @allow(*STUDIO)
    async def load(self) -> None:
        """Read the cards and what became of them."""
        async with acting() as (app, actor):
            cards = await app.cards.list(actor)
            results = await app.results.of_all(actor)
            names = await app.people.names(actor)
        self._all = [_line(card, results.get(card.id, Counts()), names) for card in cards]
        groups = Counter(_tab_of(line) for line in self._all)
        self.counts = {"": len(self._all), **groups}
        self._choose()
        self.ready = True

    @allow(*STUDIO)
    async def show(self, tab: str) -> None:
        """Show the cards of one state."""
        self.tab, self.drawn = tab, STEP
        self._choose()

    @allow(*STUDIO)
    async def search(self, words: str) -> None:
        """Show the cards whose title holds the words."""
        self.words, self.drawn = words.strip().casefold(), STEP
        self._choose()

    @allow(*STUDIO)
    async def narrow(self, topic: str) -> None:
        """Show the cards of one topic; of all topics where it is empty."""
        self.topic, self.drawn = topic, STEP
        self._choose()

    @allow(*STUDIO)
    async def lengthen(self) -> None:
        """Show more of the same."""
        self.drawn += STEP
        self._choose()

    def _choose(self) -> None:
        found = [line for line in self._all if self._fits(line)]
        self.matching, self.lines = len(found), found[: self.drawn]

    def _fits(self, line: CardLine) -> bool:
        spoken = " ".join((line.id, *line.title.values())).casefold()
        is_here = self.tab in ("", _tab_of(line)) and self.topic in ("", *line.topics)
        return is_here and self.words in spoken


def _line(card: CardView, counts: Counts, names: Mapping[str, dict[str, str]]) -> CardLine:
    content = card.content
    rate = counts.click_through
    return CardLine(
        id=card.id,
        title=all_languages(content.title) or {ENGLISH: card.id},
        image_url=image_url(content.image),
        kind=content.kind,
        topics=list(content.topics),
        status=status_of(card),
        pending=card.state.value if card.has_pending_change else "",
        segments=list(content.audience.segments),
        minimum=content.audience.minimum_capacity or 0,
        starts_at=content.starts_at.isoformat() if content.starts_at else "",
        ends_at=content.ends_at.isoformat() if content.ends_at else "",
        changed_at=card.changed_at.isoformat(),
        changed_by=named(names, card.steps[-1].by if card.steps else card.made_by),
        impressions=counts.impressions,
        reads=counts.reads,
        click_through=-1.0 if rate is None else rate,
    )


def _tab_of(line: CardLine) -> str:
    return "ended" if line.status in ENDED else line.status


@page("/studio", title="Studio", on_load=StudioState.load)
def studio() -> rx.Component:
    """Draw tabs, a search and the list."""
    new = rx.el.a(
        rx.icon("plus", size=18, aria_hidden=True),
        t("New card"),
        href="/studio/cards/new",
        class_name="btn primary",
        id="new-card",
    )
    return rx.el.div(
        page_head(t("Studio"), new, caption=t("What customers read, and how it gets to them.")),
        rx.cond(StudioState.ready, _content(), loading(8)),
    )


def _content() -> rx.Component:
    lines: Any = StudioState.lines
    nothing = empty(
        "pen-line",
        t("No card here."),
        rx.el.a(t("Write one"), href="/studio/cards/new", class_name="btn"),
    )
    return rx.el.div(
        _filters(),
        rx.cond(
            lines.length() > 0,
            rx.el.ul(rx.foreach(lines, _row), class_name="card list card-lines", id="cards"),
            nothing,
        ),
        rx.cond(
            lines.length() < StudioState.matching,
            more_button(on_click=StudioState.lengthen, id="more"),
        ),
        class_name="stack",
    )


def _filters() -> rx.Component:
    search = rx.el.input(
        type="search",
        placeholder=t("Search titles"),
        aria_label=t("Search titles"),
        on_change=StudioState.search.debounce(250),
        class_name="input search",
        id="search",
    )
    tabs = rx.el.div(
        *[_tab(key, t(name)) for key, name in TABS],
        role="group",
        aria_label=t("State"),
        class_name="tabs fit",
    )
    topics = rx.el.select(
        rx.el.option(t("All topics"), value=""),
        *[rx.el.option(t(name), value=topic) for topic, name in TOPICS.items()],
        value=StudioState.topic,
        on_change=StudioState.narrow,
        aria_label=t("Topic"),
        class_name="input topics",
        id="topic",
    )
    narrowed = rx.el.div(topics, search, class_name="row tight filters")
    return rx.el.div(tabs, narrowed, class_name="row between wrap")


def _tab(key: str, name: Any) -> rx.Component:
    counts: Any = StudioState.counts
    count = rx.el.span(counts[key], class_name="count number")
    button = rx.el.button(
        name,
        " ",
        count,
        type="button",
        on_click=StudioState.show(key),
        aria_pressed=rx.cond(StudioState.tab == key, "true", "false"),
        data_tab=key,
    )
    return rx.cond(counts.contains(key), button) if key else button


def _row(line: Any) -> rx.Component:
    words = rx.el.div(
        rx.el.a(
            choose(line.title),
            href="/studio/cards/" + line.id.to(str),
            class_name="item-title stretched",
        ),
        rx.el.p(kind_name(line.kind), " · ", _audience(line), class_name="muted clip"),
        rx.el.p(
            choose(line.changed_by),
            " · ",
            rx.el.time(when(line.changed_at), date_time=line.changed_at),
            class_name="caption",
        ),
        class_name="grow",
    )
    state = rx.el.div(
        status_chip(line.status),
        rx.cond(line.pending != "", status_chip(line.pending)),
        rx.cond(
            line.ends_at != "", rx.el.span(t("until"), " ", day(line.ends_at), class_name="caption")
        ),
        class_name="stack tight card-state",
    )
    picture = rx.el.img(src=line.image_url, alt="", class_name="art thumb", loading="lazy")
    return rx.el.li(
        picture, words, state, _figures(line), class_name="row card-line", data_card=line.id
    )


def _audience(line: Any) -> Any:
    segments = rx.foreach(
        line.segments, lambda one, n: rx.el.span(rx.cond(n > 0, ", ", ""), segment_name(one))
    )
    who = rx.cond(line.segments.length() > 0, segments, t("Everybody"))
    return rx.fragment(who, rx.cond(line.minimum > 0, rx.el.span(" · C", line.minimum, "+")))


def _figures(line: Any) -> rx.Component:
    rate = rx.cond(line.click_through >= 0, percent(line.click_through, 1), "–")
    figures = (
        (t("Impressions"), line.impressions),
        (t("Reads"), line.reads),
        (t("Click rate"), rate),
    )
    return rx.el.dl(
        *[
            rx.el.div(
                rx.el.dt(name, class_name="caption"), rx.el.dd(value, class_name="number small")
            )
            for name, value in figures
        ],
        class_name="line-figures",
    )
