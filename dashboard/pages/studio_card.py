"""One card in the studio: the form, what readers will see, and its way to them."""

from typing import Any

import reflex as rx

from dashboard.parts.shell import page
from dashboard.parts.studio.form import form
from dashboard.parts.studio.preview import preview
from dashboard.parts.studio.results import ResultsState, results
from dashboard.parts.studio.state import EditorState
from dashboard.parts.studio.words import status_chip
from dashboard.parts.studio.workflow import checks, decision, stepper, versions
from dashboard.parts.views import card, loading
from widgets.words import choose, t

IS_LIVE = (EditorState.live_number > 0) & (EditorState.live_number == EditorState.number)


@page(
    "/studio/cards/[card_id]",
    title="Card",
    on_load=[EditorState.load, ResultsState.load],
    wide=True,
)
def studio_card() -> rx.Component:
    """Draw the form left, the preview right."""
    return rx.el.div(
        _head(),
        rx.cond(
            EditorState.stage == "ready",
            rx.el.div(_left(), _right(), class_name="editor"),
            rx.el.div(loading(8), loading(6), class_name="editor"),
        ),
        data_card=EditorState.card,
        data_hash=EditorState.content_hash,
        data_dirty=rx.cond(EditorState.is_dirty, "yes", "no"),
        id="editor",
    )


def _head() -> rx.Component:
    back = rx.el.a(
        rx.icon("arrow-left", size=18, aria_hidden=True),
        t("All cards"),
        href="/studio",
        class_name="btn quiet",
    )
    name = choose(EditorState.draft.title)
    title = rx.el.div(
        rx.el.h1(rx.cond(name != "", name, t("New card")), class_name="clip"),
        status_chip(EditorState.status),
        rx.cond(
            (EditorState.live_number > 0) & ~IS_LIVE,
            rx.el.span(
                t("Version {n} is live meanwhile", n=EditorState.live_number),
                class_name="chip good",
            ),
        ),
        class_name="row wrap grow",
    )
    return rx.el.div(
        back, title, rx.el.div(*_actions(), class_name="row wrap"), class_name="editor-head"
    )


def _actions() -> list[rx.Component]:
    workflow = EditorState.workflow
    can_submit = (workflow == "draft") | (workflow == "changes_requested") | EditorState.is_dirty
    unlock = _button(t("Edit"), EditorState.start_editing, "edit")
    save = _button(t("Save"), EditorState.save, "save", disabled=~EditorState.is_dirty)
    submit = _button(
        t("Submit for review"),
        EditorState.submit,
        "submit",
        is_primary=True,
        disabled=EditorState.is_blocked,
    )
    publish = _button(t("Publish"), EditorState.publish, "publish", is_primary=True)
    withdraw = _button(t("Withdraw"), EditorState.withdraw, "withdraw", look="btn danger")
    is_approved = (workflow == "approved") & ~IS_LIVE & ~EditorState.is_dirty
    return [
        rx.cond(EditorState.live_number > 0, withdraw),
        rx.cond(EditorState.is_open, save, unlock),
        rx.cond(EditorState.is_open & can_submit, submit),
        rx.cond(is_approved, publish),
    ]


def _button(
    words: rx.Var[str],
    event: object,
    name: str,
    *,
    is_primary: bool = False,
    look: str = "btn",
    disabled: Any = False,
) -> rx.Component:
    return rx.el.button(
        words,
        type="button",
        on_click=event,
        id=name,
        disabled=disabled,
        class_name="btn primary" if is_primary else look,
    )


def _left() -> rx.Component:
    return rx.el.div(form(), class_name="stack")


def _right() -> rx.Component:
    saved = EditorState.card != ""
    return rx.el.div(
        decision(),
        preview(),
        checks(),
        rx.cond(saved, card(stepper(), title=t("Workflow"), id="workflow")),
        rx.cond(saved, versions()),
        rx.cond(saved, results()),
        class_name="stack editor-side",
    )
