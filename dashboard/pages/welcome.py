"""The first steps: what a visitor may see, and what a customer wants to save for."""

from typing import Annotated, Any, cast

import reflex as rx
from pydantic import BaseModel, Field

from dashboard.errors import NotFound
from dashboard.guard import acting, allow
from dashboard.layouts.service import Basis
from dashboard.parts.cards import CardFace, card_faces, card_tile
from dashboard.parts.reader import language_of
from dashboard.parts.shell import page
from dashboard.parts.views import empty, loading, page_head
from dashboard.people.roles import EVERYONE
from dashboard.wiring import Services
from recommender.ports import CUSTOMER, Actor
from widgets.ports.goals import GoalKind
from widgets.words import money, t, when

PLACEMENT = "welcome"
MOST_CARDS, MOST_CHOSEN = 3, 3
CARDS = ("goals", "journey")
"""The cards that a first goal brings to the home."""

GOALS: tuple[tuple[GoalKind, str, str, str], ...] = (
    ("emergency", "shield-check", "A reserve for bad days", "Half a year of what you spend."),
    ("home", "house", "A home of my own", "Three years of what you spend, in five years."),
    ("education", "graduation-cap", "Education", "Two years of what you spend, in six years."),
    ("travel", "plane", "A journey", "Two months of what you spend, in nine months."),
    ("retirement", "sun", "Retirement", "Ten years of what you spend, in twenty years."),
)
PROMISES = (
    ("layout-grid", "Your own home", "Cards for what you do, arranged by you, on every device."),
    ("message-circle-question", "Why this", "Each suggestion says why it is there."),
    ("shield-check", "Within your risk", "Nothing above your own assessment is suggested."),
)


class Idea(BaseModel):
    """A goal that could be begun."""

    kind: str
    minor: int
    currency: str
    target_on: str
    is_chosen: bool = False


class WelcomeState(rx.State):
    """What the first steps show."""

    stage: str = "loading"
    ideas: list[Idea] = []
    cards: list[CardFace] = []

    @allow(*EVERYONE)
    async def load(self) -> None:
        """Offer goals to a customer, and what is open to everybody to others."""
        async with acting() as (app, actor):
            if actor.has(CUSTOMER):
                await self._offer(app, actor)
                return
            speaks = await language_of(app, actor, self.router.headers.accept_language)
            feed = await app.feed.cards(actor, None, limit=MOST_CARDS, language=speaks)
        self.cards, self.stage = card_faces(feed.cards), "visitor"

    @allow(CUSTOMER)
    async def choose(self, kind: Annotated[str, Field(max_length=20)]) -> None:
        """Take a goal, or give it back; at most three are begun at once."""
        taken = sum(one.is_chosen for one in self.ideas)
        self.ideas = [
            one.model_copy(update={"is_chosen": not one.is_chosen and taken < MOST_CHOSEN})
            if one.kind == kind
            else one
            for one in self.ideas
        ]

    @allow(CUSTOMER)
    async def begin(self) -> Any:
        """Begin the chosen goals and put their cards on the home."""
        async with acting(write=True) as (app, actor):
            for one in self.ideas:
                if one.is_chosen:
                    await app.goals.begin(actor, _own(actor), one.kind)
            await _place(app, actor)
        return rx.redirect("/")

    async def _offer(self, app: Services, actor: Actor) -> None:
        found = await app.goals.ideas(actor, _own(actor))
        self.ideas = [
            Idea(
                kind=one.kind,
                minor=one.target.minor,
                currency=one.target.currency,
                target_on=one.target_on.isoformat(),
            )
            for one in found
        ]
        self.stage = "goals"


async def _place(app: Services, actor: Actor) -> None:
    layout = (await app.layouts.open(actor, _own(actor))).layout
    there = {tile.kind for tile in layout.tiles.values()}
    for kind in CARDS:
        if kind not in there:
            await app.layouts.add(actor, _own(actor), kind, Basis(None, PLACEMENT))


def _own(actor: Actor) -> str:
    if actor.customer_id is None:
        raise NotFound("There is no customer behind this sign-in.")
    return actor.customer_id


@page("/welcome", title="Welcome", on_load=WelcomeState.load)
def welcome() -> rx.Component:
    """Draw the first steps of whoever is here."""
    return rx.match(
        WelcomeState.stage,
        ("goals", _goals()),
        ("visitor", _visitor()),
        rx.el.div(page_head(t("Welcome")), loading(5)),
    )


def _goals() -> rx.Component:
    ideas: Any = WelcomeState.ideas
    head = page_head(
        t("What are you saving for?"),
        caption=t("Choose up to three. You can change or give up a goal at any time."),
    )
    later = rx.el.a(t("Not now"), href="/", class_name="btn quiet")
    begin = rx.el.button(
        t("Begin"), type="button", id="begin", on_click=WelcomeState.begin, class_name="btn primary"
    )
    listed = rx.el.ul(rx.foreach(cast("Any", ideas), _idea), class_name="personas", id="ideas")
    nothing = empty(
        "target",
        t("There is nothing to measure a goal by yet: it needs a month of your own spending."),
        rx.el.a(t("Go to your home"), href="/", class_name="btn"),
    )
    some = rx.el.div(listed, rx.el.div(begin, later, class_name="row tight"), class_name="stack")
    return rx.el.div(head, rx.cond(ideas.length() > 0, some, nothing))


def _idea(idea: Any) -> rx.Component:
    icons = [(kind, rx.icon(icon, size=24, aria_hidden=True)) for kind, icon, _, _ in GOALS]
    words = rx.el.span(
        rx.el.span(_told(idea.kind, 0), class_name="strong"),
        rx.el.span(
            money(idea.minor, idea.currency), " · ", when(idea.target_on), class_name="small number"
        ),
        rx.el.span(_told(idea.kind, 1), class_name="caption"),
        class_name="two-lines grow",
    )
    button = rx.el.button(
        rx.match(idea.kind, *icons, rx.icon("target", size=24, aria_hidden=True)),
        words,
        rx.cond(idea.is_chosen, rx.icon("check", size=20, aria_hidden=True)),
        type="button",
        on_click=WelcomeState.choose(idea.kind),
        aria_pressed=rx.cond(idea.is_chosen, "true", "false"),
        class_name="card persona",
        data_goal=idea.kind,
    )
    return rx.el.li(button)


def _told(kind: Any, line: int) -> Any:
    told = [(one[0], t(one[2 + line])) for one in GOALS]
    return rx.match(kind, *told, t("Another goal") if line == 0 else "")


def _visitor() -> rx.Component:
    cards: Any = WelcomeState.cards
    sign_in = rx.el.a(t("Sign in"), href="/sign-in", class_name="btn primary")
    look = rx.el.a(t("Look around"), href="/discover", class_name="btn")
    head = page_head(
        t("Your money, arranged your way"),
        rx.fragment(sign_in, look),
        caption=t("Without an account you see what is open to everybody. Nothing is personal."),
    )
    feed = rx.el.div(
        rx.foreach(
            cards, lambda card, n: card_tile(card, decision="", placement=PLACEMENT, position=n)
        ),
        class_name="feed-grid",
        id="open",
    )
    return rx.el.div(
        head,
        rx.el.ul(*[_promise(*one) for one in PROMISES], class_name="personas"),
        rx.el.h2(t("Worth reading")),
        feed,
        class_name="stack roomy",
    )


def _promise(icon: str, title: str, text: str) -> rx.Component:
    words = rx.el.span(
        rx.el.span(t(title), class_name="strong"),
        rx.el.span(t(text), class_name="small"),
        class_name="two-lines grow",
    )
    return rx.el.li(rx.icon(icon, size=24, aria_hidden=True), words, class_name="card persona")
