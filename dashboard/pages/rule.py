"""One business rule: the form, what it would do, and its way to the customers."""

from typing import Any

import reflex as rx

from dashboard.parts.policy.effect import cost, preview, tests
from dashboard.parts.policy.effect_state import EffectState
from dashboard.parts.policy.form import form
from dashboard.parts.policy.state import RuleState
from dashboard.parts.policy.way import decision, stepper, versions
from dashboard.parts.shell import page
from dashboard.parts.studio.words import status_chip
from dashboard.parts.views import loading
from widgets.words import choose, t

IS_LIVE = (RuleState.live_number > 0) & (RuleState.live_number == RuleState.number)


@page("/rules/[rule_id]", title="Rule", on_load=[RuleState.load, EffectState.look], wide=True)
def rule() -> rx.Component:
    """Draw the form left, its effect right."""
    return rx.el.div(
        _head(),
        rx.cond(
            RuleState.stage == "ready",
            rx.el.div(form(), _right(), class_name="editor"),
            rx.el.div(loading(8), loading(6), class_name="editor"),
        ),
        data_rule=RuleState.rule,
        data_dirty=rx.cond(RuleState.is_dirty, "yes", "no"),
        id="rule-editor",
    )


def _head() -> rx.Component:
    back = rx.el.a(
        rx.icon("arrow-left", size=18, aria_hidden=True),
        t("All rules"),
        href="/rules",
        class_name="btn quiet",
    )
    name = RuleState.draft.name
    meanwhile = rx.el.span(
        t("Version {n} is live meanwhile", n=RuleState.live_number), class_name="chip good"
    )
    title = rx.el.div(
        rx.el.h1(rx.cond(name != "", name, t("New rule")), class_name="clip"),
        status_chip(RuleState.status),
        rx.cond((RuleState.live_number > 0) & ~IS_LIVE, meanwhile),
        class_name="row wrap grow",
    )
    return rx.el.div(
        back, title, rx.el.div(*_actions(), class_name="row wrap"), class_name="editor-head"
    )


def _actions() -> list[Any]:
    workflow = RuleState.workflow
    can_submit = (workflow == "draft") | (workflow == "changes_requested") | RuleState.is_dirty
    fault: Any = RuleState.fault
    is_faulty = fault.length() > 0
    unlock = rx.cond(RuleState.may_write, _button(t("Edit"), RuleState.start_editing, "edit"))
    save = _button(
        t("Save"),
        [RuleState.save, EffectState.look],
        "save",
        disabled=~RuleState.is_dirty | is_faulty,
    )
    submit = _button(
        t("Submit for review"),
        [RuleState.submit, EffectState.look],
        "submit",
        look="btn primary",
        disabled=is_faulty,
    )
    publish = _button(t("Publish"), RuleState.publish, "publish", look="btn primary")
    withdraw = _button(t("Withdraw"), RuleState.withdraw, "withdraw", look="btn danger")
    is_approved = (workflow == "approved") & ~IS_LIVE & ~RuleState.is_dirty
    return [
        rx.cond(RuleState.live_number > 0, withdraw),
        rx.cond(RuleState.is_open, save, unlock),
        rx.cond(RuleState.is_open & can_submit, submit),
        rx.cond(is_approved & RuleState.may_write, publish),
    ]


def _button(
    words: Any, event: Any, name: str, *, look: str = "btn", disabled: Any = False
) -> rx.Component:
    return rx.el.button(
        words, type="button", on_click=event, id=name, disabled=disabled, class_name=look
    )


def _right() -> rx.Component:
    saved = RuleState.rule != ""
    fault: Any = RuleState.fault
    problem = rx.cond(
        fault.length() > 0, rx.el.p(choose(fault), class_name="banner warn", role="status")
    )
    return rx.el.div(
        decision(),
        problem,
        preview(),
        cost(),
        tests(),
        rx.cond(saved, stepper()),
        rx.cond(saved, versions()),
        class_name="stack editor-side",
    )
