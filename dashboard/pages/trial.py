"""One trial: designed, started by somebody else, watched, stopped."""

from typing import Any

import reflex as rx

from dashboard.parts.shell import page
from dashboard.parts.studio.fields import panel
from dashboard.parts.trials.figures import results
from dashboard.parts.trials.form import design_panel
from dashboard.parts.trials.state import TrialState
from dashboard.parts.trials.words import ACTIONS, SCENARIOS, named, state_chip
from dashboard.parts.views import field, loading, page_head
from widgets.words import choose, t, when


@page("/trials/[trial]", title="Trial", on_load=TrialState.load)
def trial() -> rx.Component:
    """Draw head, form or results, and the steps."""
    return rx.cond(TrialState.ready, _trial(), loading(6))


def _trial() -> rx.Component:
    is_draft = (TrialState.status == "draft") | (TrialState.status == "review")
    may_edit = is_draft & TrialState.may_make
    ran = rx.cond(TrialState.started_at != "", results())
    arms = rx.cond(is_draft & ~TrialState.may_make, results())
    return rx.el.div(
        _head(),
        rx.cond(TrialState.ended_at != "", _ended()),
        rx.el.div(
            rx.el.div(rx.cond(may_edit, design_panel()), ran, arms, class_name="stack"),
            rx.cond(
                TrialState.trial != "",
                rx.el.div(_decision(), _steps(), class_name="stack"),
            ),
            class_name=rx.cond(TrialState.trial != "", "trial-split", "stack"),
        ),
        class_name="stack",
    )


def _head() -> rx.Component:
    draft: Any = TrialState.draft
    title = rx.cond(TrialState.trial != "", TrialState.title, t("New trial"))
    since = rx.cond(
        TrialState.started_at != "",
        rx.el.span(" · ", t("Since {when}", when=when(TrialState.started_at))),
    )
    return page_head(
        title,
        rx.cond(TrialState.trial != "", state_chip(TrialState.status)),
        caption=rx.el.span(named(SCENARIOS, draft.scenario), since),
    )


def _ended() -> rx.Component:
    return rx.el.p(
        t("Ended {when}:", when=when(TrialState.ended_at)),
        " ",
        choose(TrialState.why),
        class_name="banner",
    )


def _decision() -> rx.Component:
    return rx.cond(
        TrialState.status == "draft",
        rx.cond(TrialState.may_make, _submitting()),
        rx.cond(
            TrialState.status == "review",
            rx.cond(TrialState.may_check, _checking()),
            rx.cond(TrialState.status == "running", _stopping()),
        ),
    )


def _submitting() -> rx.Component:
    return panel(
        rx.el.p(t("Somebody else has to start it."), class_name="muted"),
        _button(t("Submit"), TrialState.submit, "submit-trial", "btn primary"),
        title=t("Ready?"),
    )


def _checking() -> rx.Component:
    own = rx.el.p(
        t("You wrote a part of this design: somebody else must start it."),
        class_name="banner warn",
    )
    return panel(
        rx.cond(TrialState.wrote_it, own),
        _note(t("Words to the author")),
        rx.el.div(
            _button(t("Ask for changes"), TrialState.send_back, "send-back", "btn"),
            rx.el.button(
                t("Approve and start"),
                type="button",
                on_click=TrialState.start,
                disabled=TrialState.wrote_it,
                class_name="btn primary",
                id="start-trial",
            ),
            class_name="row wrap",
        ),
        title=t("Your decision"),
    )


def _stopping() -> rx.Component:
    return panel(
        rx.el.p(
            t("Guard rails stop an arm by themselves. A person may stop at any time."),
            class_name="muted",
        ),
        _note(t("Why it is stopped")),
        _button(t("Stop the trial"), TrialState.stop, "stop-trial", "btn danger"),
        title=t("Stop"),
    )


def _note(label: Any) -> rx.Component:
    control = rx.el.textarea(
        id="note", rows=3, class_name="input", on_blur=TrialState.write, max_length=500
    )
    return field(label, control, name="note")


def _button(words: Any, handler: Any, name: str, look: str) -> rx.Component:
    return rx.el.button(words, type="button", on_click=handler, class_name=look, id=name)


def _steps() -> rx.Component:
    return panel(
        rx.el.ul(rx.foreach(TrialState.steps, _step), class_name="stack tight"),
        title=t("Workflow"),
        id="steps",
    )


def _step(step: Any) -> rx.Component:
    return rx.el.li(
        rx.el.p(
            rx.el.span(choose(step.by), class_name="strong"),
            " ",
            named(ACTIONS, step.action),
            " ",
            rx.el.time(when(step.at), date_time=step.at, class_name="caption"),
            class_name="small row tight wrap",
        ),
        rx.cond(step.note != "", rx.el.blockquote(step.note, class_name="note small")),
        data_step=step.action,
    )
