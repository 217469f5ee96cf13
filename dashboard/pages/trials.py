"""The list of trials."""

from typing import Any

import reflex as rx

from dashboard.guard import acting, allow
from dashboard.parts.shell import page
from dashboard.parts.studio.words import segment_name
from dashboard.parts.trials.model import TrialLine, line_of
from dashboard.parts.trials.state import MAKERS, READERS
from dashboard.parts.trials.words import OUTCOMES, SCENARIOS, named, state_chip
from dashboard.parts.views import empty, loading, page_head
from widgets.words import choose, t, when


class TrialsState(rx.State):
    """All trials, the newest first."""

    ready: bool = False
    may_make: bool = False
    lines: list[TrialLine] = []

    @allow(*READERS)
    async def load(self) -> None:
        """Read the trials."""
        async with acting() as (app, actor):
            listed = await app.trials.list(actor)
            names = await app.people.names(actor)
            self.may_make = actor.has(*MAKERS)
        self.lines = [line_of(one, names) for one in listed.trials]
        self.ready = True


@page("/trials", title="Trials", on_load=TrialsState.load)
def trials() -> rx.Component:
    """Draw the list."""
    new = rx.el.a(
        rx.icon("plus", size=18, aria_hidden=True),
        t("New trial"),
        href="/trials/new",
        class_name="btn primary",
        id="new-trial",
    )
    caption = t("Two ways of ranking side by side, decided by what customers do.")
    return rx.el.div(
        page_head(t("Trials"), rx.cond(TrialsState.may_make, new), caption=caption),
        rx.cond(TrialsState.ready, _content(), loading(4)),
    )


def _content() -> rx.Component:
    lines: Any = TrialsState.lines
    return rx.cond(
        lines.length() > 0,
        rx.el.ul(rx.foreach(lines, _row), class_name="card list card-lines", id="trials"),
        empty("split", t("No trial yet: everybody gets the model that serves.")),
    )


def _row(line: Any) -> rx.Component:
    segment = rx.cond(line.segment != "", segment_name(line.segment), t("Everybody"))
    words = rx.el.div(
        rx.el.a(line.title, href="/trials/" + line.id.to(str), class_name="item-title stretched"),
        rx.el.p(
            named(SCENARIOS, line.scenario),
            " · ",
            segment,
            " · ",
            named(OUTCOMES, line.outcome),
            class_name="muted clip",
        ),
        rx.el.p(line.arms.join(" · "), class_name="caption clip"),
        class_name="grow",
    )
    state = rx.el.div(
        state_chip(line.status),
        rx.el.span(choose(line.made_by), " · ", when(line.changed_at), class_name="caption"),
        class_name="stack tight card-state",
    )
    return rx.el.li(words, state, class_name="row card-line", data_trial=line.id)
