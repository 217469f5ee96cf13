"""The desk: today's follow-ups at the left, the customer and the next step at the right."""

from typing import Any

import reflex as rx

from dashboard.guard import acting, allow
from dashboard.parts.desk_keys import DeskKeys
from dashboard.parts.followup import (
    Row,
    customer_line,
    may_be_offered,
    must_not_be_offered,
    row_of,
    signal_name,
    what_to_say,
    why_now,
)
from dashboard.parts.forms import read_form
from dashboard.parts.reader import language_of
from dashboard.parts.shell import page
from dashboard.parts.views import card, empty, loading, page_head
from dashboard.parts.waiting import Waiting, who_waits
from dashboard.wiring import Services
from recommender.followups.model import OutcomeIn
from recommender.ids import ExternalId
from recommender.ports import MANAGER, RM, Actor
from widgets.words import choose, percent, t, when

SKIPS = {
    "already_holds": "Already holds it",
    "not_interested": "Not interested",
    "wrong_time": "Wrong time",
    "other": "Another reason",
}


class DeskState(rx.State):
    """The list and the follow-up that is open."""

    ready: bool = False
    rows: list[Row] = []
    waiting: list[Waiting] = []
    chosen: Row = Row()
    settled: str = ""

    @allow(RM, MANAGER)
    async def load(self) -> None:
        """Read the follow-ups of the adviser's own customers, as of now."""
        self.settled = ""
        async with acting() as (app, actor):
            self.waiting = await who_waits(app, actor)
            self._show(await self._rows(app, actor))

    @allow(RM, MANAGER)
    async def choose(self, followup_id: ExternalId) -> None:
        """Open one follow-up of the list."""
        self.chosen = next((one for one in self.rows if one.id == followup_id), Row())

    @allow(RM, MANAGER)
    async def outcome(self, form: dict[str, str]) -> None:
        """Take down what became of the follow-up that is open, and go to the next one."""
        told = read_form(OutcomeIn, form)
        async with acting(write=True) as (app, actor):
            await app.followups.outcome(actor, self.chosen.id, told)
        self.settled = self.chosen.id
        async with acting() as (app, actor):
            self._show(await self._rows(app, actor))

    async def _rows(self, app: Services, actor: Actor) -> list[Row]:
        language = await language_of(app, actor, self.router.headers.accept_language)
        found = (await app.followups.list(actor, language)).items
        names = await app.bank.customers(actor, [one.customer_id for one in found])
        return [row_of(one, names.get(one.customer_id)) for one in found]

    def _show(self, rows: list[Row]) -> None:
        self.rows, self.ready = rows, True
        still = next((one for one in rows if one.id == self.chosen.id), None)
        self.chosen = still or (rows[0] if rows else Row())


@page("/desk", title="Follow-ups", on_load=DeskState.load)
def desk() -> rx.Component:
    """Draw the list and the customer side by side."""
    nothing = empty("coffee", t("Nothing to follow up right now. New signals appear here."))
    both = rx.el.div(_list(), _followup(), class_name="split desk")
    followups = rx.cond(DeskState.rows, both, rx.cond(DeskState.waiting, rx.fragment(), nothing))
    return rx.el.div(
        DeskKeys.create(),
        page_head(
            t("Follow-ups"),
            rx.el.a(
                t("Messages"), href="/desk/messages", class_name="btn", id="desk-messages-link"
            ),
            caption=t("Your own customers who agreed to share. Keys: j, k, Enter, o."),
        ),
        rx.cond(DeskState.waiting, _waiting()),
        rx.cond(DeskState.ready, followups, loading(6)),
        data_settled=DeskState.settled,
        id="desk",
    )


def _waiting() -> rx.Component:
    """List who has written and waits: that comes before any signal."""
    listed = rx.el.ol(
        rx.foreach(DeskState.waiting, _message), class_name="stack tight", aria_label=t("Messages")
    )
    title = rx.el.h2(t("Wait for your answer"), class_name="card-title")
    return rx.el.section(title, listed, class_name="stack tight spaced", id="waiting")


def _message(one: Any) -> rx.Component:
    said = rx.cond(one.asks_call, t("Please call me back."), one.text)
    words = rx.el.span(
        rx.el.span(choose(one.names), class_name="strong"),
        rx.el.span(said, class_name="muted clip-2"),
        rx.cond(
            one.about,
            rx.el.span(t("About: {title}", title=choose(one.about)), class_name="caption"),
        ),
        rx.cond(one.decision_id != "", rx.el.code(one.decision_id, class_name="caption break")),
        rx.el.span(when(one.at), class_name="caption"),
        class_name="grow two-lines",
    )
    return rx.el.li(
        rx.el.a(
            rx.icon("message-circle", size=18, aria_hidden=True),
            words,
            href="/desk/messages?customer=" + one.customer_id.to(str),
            class_name="card row top pick",
            data_customer=one.customer_id,
            data_decision=one.decision_id,
        )
    )


def _list() -> rx.Component:
    return rx.el.ol(
        rx.foreach(DeskState.rows, _row), class_name="stack tight", aria_label=t("Follow-ups")
    )


def _row(row: Any) -> rx.Component:
    words = rx.el.span(
        rx.el.span(choose(row.names), class_name="strong"),
        rx.el.span(row.text, class_name="muted clip-2"),
        rx.el.span(signal_name(row.signal), class_name="caption"),
        class_name="grow two-lines",
    )
    return rx.el.li(
        rx.el.button(
            words,
            rx.el.span(percent(row.score), class_name="number strong"),
            type="button",
            on_click=DeskState.choose(row.id),
            class_name="card row top pick",
            aria_current=rx.cond(DeskState.chosen.id == row.id, "true", "false"),
            data_followup=row.id,
            data_customer=row.customer_id,
        )
    )


def _followup() -> rx.Component:
    row: Any = DeskState.chosen
    links = rx.el.div(
        rx.el.a(
            t("Open the customer"),
            href="/desk/customers/" + row.customer_id.to(str),
            class_name="btn",
        ),
        rx.el.span(rx.el.code(row.decision_id), class_name="caption break"),
        class_name="row wrap",
    )
    return card(
        customer_line(row),
        why_now(row),
        what_to_say(row),
        may_be_offered(row),
        must_not_be_offered(row),
        _outcome(row),
        links,
        class_name="card stack roomy",
        id="followup",
        data_decision=row.decision_id,
        aria_live="polite",
    )


def _outcome(row: Any) -> rx.Component:
    return rx.el.section(
        rx.el.h3(t("What became of it?")),
        rx.el.div(
            _simple("done", t("It is done"), "check", is_first=True),
            _simple("not_reached", t("Not reached"), "phone-missed"),
            class_name="row wrap",
        ),
        _call_back(),
        _skip(),
        class_name="stack tight",
        key=row.id,
    )


def _simple(outcome: str, label: Any, icon: str, *, is_first: bool = False) -> rx.Component:
    style = "btn primary" if is_first else "btn"
    button = rx.el.button(
        rx.icon(icon, size=16, aria_hidden=True),
        label,
        type="submit",
        class_name=style,
        data_outcome=outcome,
    )
    return rx.el.form(_hidden(outcome), button, on_submit=DeskState.outcome)


def _call_back() -> rx.Component:
    return rx.el.form(
        _hidden("call_back"),
        rx.el.label(
            rx.el.span(t("Call back on"), class_name="small"),
            rx.el.input(type="date", name="on", required=True, class_name="input short"),
            class_name="row tight",
        ),
        rx.el.button(
            rx.icon("calendar-plus", size=16, aria_hidden=True),
            t("Call back"),
            type="submit",
            class_name="btn",
            data_outcome="call_back",
        ),
        on_submit=DeskState.outcome,
        class_name="row wrap",
    )


def _skip() -> rx.Component:
    choices = [rx.el.option(t(text), value=key) for key, text in SKIPS.items()]
    return rx.el.form(
        _hidden("skip"),
        rx.el.label(
            rx.el.span(t("Skip because"), class_name="small"),
            rx.el.select(*choices, name="reason", class_name="input short"),
            class_name="row tight",
        ),
        rx.el.button(
            rx.icon("skip-forward", size=16, aria_hidden=True),
            t("Skip"),
            type="submit",
            class_name="btn",
            data_outcome="skip",
        ),
        on_submit=DeskState.outcome,
        class_name="row wrap",
    )


def _hidden(outcome: str) -> rx.Component:
    return rx.el.input(type="hidden", name="outcome", value=outcome)
