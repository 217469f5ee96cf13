"""The assistant: the command bar's grammar as a conversation, with a person one step away."""

from typing import Annotated, Any, cast

import reflex as rx
from pydantic import Field

from dashboard.commands.model import Command, Heard, Turn
from dashboard.errors import Conflict, NotFound
from dashboard.guard import acting, allow
from dashboard.layouts.model import PRIMARY
from dashboard.life.advice.model import MessageIn
from dashboard.parts.forms import read_form
from dashboard.parts.reader import language_of
from dashboard.parts.session import SessionState
from dashboard.parts.shell import page
from dashboard.parts.views import card, page_head
from recommender.language import say
from recommender.ports import CUSTOMER, Actor
from widgets.words import choose, t

MOST_LINES = 60
Message = Annotated[str, Field(max_length=600)]
GROUPS = (
    ("wallet", "Your money", ("how much do I have", "what is due", "my net worth")),
    ("layout-dashboard", "Your home", ("add bills", "move news to the top", "undo")),
    ("book-open", "Reading and products", ("bonds", "retirement", "deposits")),
    ("eye", "How it looks", ("dark colours", "large type", "hide amounts")),
)


class AssistantState(rx.State):
    """A conversation of this tab; nothing of it is stored."""

    lines: list[dict[str, Any]] = []
    choices: list[dict[str, Any]] = []
    asks: bool = False
    adviser: dict[str, str] = {}
    _pending: Command | None = None
    _offered: list[Command] = []

    @allow(CUSTOMER)
    async def greet(self) -> None:
        """See who can be written to."""
        async with acting() as (app, actor):
            found = await app.life.advice.adviser(actor, _own(actor))
        self.adviser = found.name if found else {}

    @allow(CUSTOMER)
    async def write(self, form: dict[str, Message]) -> None:
        """Send a message to the adviser; it stands in the adviser's list."""
        async with acting(write=True) as (app, actor):
            speaks = await language_of(app, actor, self.router.headers.accept_language)
            said = read_form(MessageIn, {"text": form.get("message", "")})
            await app.life.advice.write(actor, _own(actor), said)
        self._say("bank", say(speaks, "Your message is sent. The answer appears in this thread."))

    @allow(CUSTOMER)
    async def hear(self, heard: Heard) -> Any:
        """Answer what was typed."""
        if not heard.strip():
            return None
        self._say("me", heard.strip())
        async with acting() as (app, actor):
            speaks = await language_of(app, actor, self.router.headers.accept_language)
            return self._take(await app.commands.hear(actor, _own(actor), heard, speaks))

    @allow(CUSTOMER)
    async def submit(self, form: dict[str, Heard]) -> Any:
        """Take the words out of the field."""
        return AssistantState.hear(form.get("heard", ""))

    @allow(CUSTOMER)
    async def confirm(self) -> Any:
        """Do what was asked for."""
        if self._pending is None:
            raise Conflict("There is nothing to confirm any more.")
        return await self._carry_out(self._pending)

    @allow(CUSTOMER)
    async def refuse(self) -> None:
        """Leave everything as it is."""
        self._pending, self.asks = None, False

    @allow(CUSTOMER)
    async def choose(self, number: Annotated[int, Field(ge=0, le=20)]) -> Any:
        """Take one of the things that may have been meant."""
        if number >= len(self._offered):
            raise Conflict("There is nothing to confirm any more.")
        return await self._carry_out(self._offered[number])

    async def _carry_out(self, command: Command) -> Any:
        async with acting(write=True) as (app, actor):
            speaks = await language_of(app, actor, self.router.headers.accept_language)
            turn = await app.commands.carry_out(actor, _own(actor), command, PRIMARY, speaks)
        return self._take(turn)

    def _take(self, turn: Turn) -> Any:
        self._say("bank", turn.said, [one.model_dump() for one in turn.links], bool(turn.card))
        self._pending, self.asks = (turn.command, True) if turn.asks else (None, False)
        self._offered = [one.command for one in turn.choices]
        self.choices = [{"n": n, "label": one.label} for n, one in enumerate(turn.choices)]
        if turn.href:
            return rx.redirect(turn.href)
        return SessionState.load if turn.is_done else None

    def _say(
        self, who: str, text: str, links: list[dict[str, str]] | None = None, is_card: bool = False
    ) -> None:
        line = {"who": who, "text": text, "links": links or [], "is_card": is_card}
        self.lines = [*self.lines, line][-MOST_LINES:]


def _own(actor: Actor) -> str:
    if actor.customer_id is None:
        raise NotFound("There is no customer behind this sign-in.")
    return actor.customer_id


@page("/assistant", title="Assistant", on_load=AssistantState.greet)
def assistant() -> rx.Component:
    """Draw the conversation, the field, and what can be asked."""
    head = page_head(
        t("Assistant"),
        caption=t("It knows your cards, your accounts and what may be shown to you. No guessing."),
    )
    lines: Any = AssistantState.lines
    thread = rx.el.ol(
        rx.foreach(cast("Any", lines), _line),
        class_name="thread",
        aria_live="polite",
        aria_label=t("Conversation"),
    )
    talk = rx.el.section(
        rx.cond(
            lines.length() > 0, thread, rx.el.p(t("How can I help?"), class_name="thread-open")
        ),
        _waiting(),
        _field(),
        class_name="card talk",
        id="talk",
    )
    return rx.el.div(
        head, rx.el.div(talk, rx.el.aside(_groups(), _person()), class_name="talk-page")
    )


def _line(line: Any) -> rx.Component:
    found = rx.el.ul(
        rx.foreach(
            line["links"].to(list[dict[str, str]]),
            lambda one: rx.el.li(
                rx.el.a(one["title"], href=one["href"], class_name="item-title"),
                rx.el.p(one["why"], class_name="caption"),
            ),
        ),
        class_name="list",
    )
    home = rx.el.a(t("See it on your home"), href="/", class_name="btn")
    return rx.el.li(
        rx.el.p(line["text"].to(str)),
        found,
        rx.cond(line["is_card"], home),
        class_name="said",
        data_who=line["who"],
    )


def _waiting() -> rx.Component:
    """Draw what the assistant waits for: a yes, or a choice."""
    choices: Any = AssistantState.choices
    yes = rx.el.button(
        t("Yes"),
        type="button",
        id="yes",
        on_click=AssistantState.confirm,
        class_name="btn primary",
    )
    no = rx.el.button(
        t("No"), type="button", id="no", on_click=AssistantState.refuse, class_name="btn"
    )
    offered = rx.foreach(
        choices,
        lambda one: rx.el.button(
            one["label"].to(str),
            type="button",
            on_click=AssistantState.choose(one["n"].to(int)),
            class_name="btn",
        ),
    )
    return rx.el.div(
        rx.cond(AssistantState.asks, rx.fragment(yes, no)), offered, class_name="row tight wrap"
    )


def _field() -> rx.Component:
    return rx.el.form(
        rx.el.input(
            name="heard",
            id="heard",
            type="text",
            max_length=120,
            auto_complete="off",
            aria_label=t("Your question"),
            placeholder=t("Your question"),
            class_name="input grow",
        ),
        rx.el.button(
            rx.icon("send-horizontal", size=18, aria_hidden=True),
            rx.el.span(t("Send")),
            type="submit",
            class_name="btn primary",
        ),
        on_submit=AssistantState.submit,
        reset_on_submit=True,
        class_name="row tight talk-field",
    )


def _groups() -> rx.Component:
    return rx.el.section(
        *[_group(*one) for one in GROUPS], class_name="card stack", aria_label=t("Examples")
    )


def _group(icon: str, title: str, examples: tuple[str, ...]) -> rx.Component:
    asked = [
        rx.el.button(
            t(one), type="button", on_click=AssistantState.hear(t(one)), class_name="btn ask"
        )
        for one in examples
    ]
    head = rx.el.h2(
        rx.icon(icon, size=18, aria_hidden=True), t(title), class_name="row tight small"
    )
    return rx.el.section(
        head, rx.el.div(*asked, class_name="row tight wrap"), class_name="card stack tight"
    )


def _person() -> rx.Component:
    """Draw the way to a person: a message to the own adviser, or the bank's number."""
    adviser: Any = AssistantState.adviser
    with_adviser = rx.fragment(
        rx.el.p(t("{name} looks after you.", name=choose(adviser))),
        rx.el.form(
            rx.el.textarea(
                name="message",
                id="message",
                max_length=600,
                rows="3",
                required=True,
                aria_label=t("Your message"),
                class_name="input",
            ),
            rx.el.button(t("Send to your adviser"), type="submit", class_name="btn"),
            on_submit=AssistantState.write,
            reset_on_submit=True,
            class_name="stack tight",
        ),
    )
    without = rx.el.p(t("Nobody looks after you yet: any branch will help."), class_name="muted")
    return card(rx.cond(adviser, with_adviser, without), title=t("Talk to a person"), id="person")
