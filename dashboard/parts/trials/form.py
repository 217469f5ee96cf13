"""The form of a design: what is tried, on whom, for how long, and the arms."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from dashboard.parts.studio.fields import panel
from dashboard.parts.studio.words import SEGMENTS
from dashboard.parts.trials.model import ACTIVE, EXPLORING, POPULARITY, USUAL
from dashboard.parts.trials.state import TrialState
from dashboard.parts.trials.words import OUTCOMES, SCENARIOS
from dashboard.parts.views import field
from widgets.words import percent, t

HOURS = (1, 24, 72, 168)


def form() -> rx.Component:
    """Draw the form; nothing is kept before it is saved."""
    save = rx.el.button(
        t("Save the design"), type="submit", class_name="btn primary", id="save-trial"
    )
    return rx.el.form(
        _basics(),
        rx.el.div(
            rx.foreach(TrialState.arm_drafts, _arm),
            rx.el.p(
                t(
                    "The first arm is the control. Shares are per cent and sum to 100. "
                    "An arm without a name is left out."
                ),
                class_name="help",
            ),
            class_name="stack",
        ),
        rx.el.div(save, class_name="row wrap"),
        on_submit=TrialState.save,
        class_name="stack roomy",
        id="trial-form",
        key=TrialState.content_hash,
    )


def _basics() -> rx.Component:
    draft: Any = TrialState.draft
    everybody = ("", t("Everybody"))
    return rx.el.div(
        field(
            t("What is tried"),
            _input("title", draft.title, required=True, max_length=120),
            name="title",
        ),
        rx.el.div(
            _select("scenario", t("Where"), draft.scenario, _words(SCENARIOS)),
            _select("segment", t("For whom"), draft.segment, (everybody, *_words(SEGMENTS))),
            _select("outcome", t("What decides"), draft.outcome, _words(OUTCOMES)),
            _hours("window_hours", t("Outcomes count for"), draft.window_hours),
            _hours("guard_hours", t("Guard rails count for"), draft.guard_hours),
            field(
                t("Days"),
                _input("days", draft.days.to(str), type="number", min=1, max=180, required=True),
                name="days",
            ),
            class_name="form-grid",
        ),
        rx.el.label(
            rx.el.input(
                type="checkbox",
                name="hold_out_by_popularity",
                default_checked=draft.hold_out_by_popularity,
            ),
            t("The permanent hold-out group gets popularity meanwhile."),
            class_name="row tight check",
        ),
        class_name="stack",
    )


def _hours(name: str, label: Any, chosen: Any) -> rx.Component:
    options = [(str(one), t("{n} h", n=one)) for one in HOURS]
    return _select(name, label, chosen.to(str), options)


def _arm(arm: Any) -> rx.Component:
    prefix = "arm_" + arm.number.to(str)
    name = rx.el.input(
        name=prefix + "_name",
        id=prefix + "_name",
        default_value=arm.name,
        pattern="[a-z0-9\\-]{1,32}",
        max_length=32,
        class_name="input",
        auto_complete="off",
    )
    share = rx.el.input(
        name=prefix + "_share",
        id=prefix + "_share",
        default_value=arm.share,
        type="number",
        min=1,
        max=99,
        step="any",
        class_name="input",
    )
    models = rx.el.select(
        rx.el.option(t("The model that serves"), value=ACTIVE),
        rx.el.option(t("Popularity"), value=POPULARITY),
        rx.foreach(TrialState.models, lambda one: rx.el.option(one.name, value=one.id)),
        name=prefix + "_model",
        id=prefix + "_model",
        default_value=arm.model,
        class_name="input",
    )
    exploring = rx.el.select(
        rx.el.option(t("As usual"), value=USUAL),
        *[rx.el.option(percent(float(one)), value=one) for one in EXPLORING],
        name=prefix + "_exploration",
        id=prefix + "_exploration",
        default_value=arm.exploration,
        class_name="input",
    )
    return rx.el.fieldset(
        rx.el.legend(
            rx.cond(arm.number == 0, t("Control"), t("Arm {n}", n=arm.number)),
            class_name="strong small",
        ),
        _labelled(t("Name"), name, prefix + "_name"),
        _labelled(t("Share, per cent"), share, prefix + "_share"),
        _labelled(t("Ranks by"), models, prefix + "_model"),
        _labelled(t("Places that chance fills"), exploring, prefix + "_exploration"),
        class_name="arm-fields",
    )


def _labelled(label: Any, control: rx.Component, name: Any) -> rx.Component:
    return rx.el.div(rx.el.label(label, html_for=name), control, class_name="field")


def _input(name: str, value: Any, **props: Any) -> rx.Component:
    return rx.el.input(name=name, id=name, default_value=value, class_name="input", **props)


def _select(name: str, label: Any, value: Any, options: Sequence[tuple[str, Any]]) -> rx.Component:
    control = rx.el.select(
        *[rx.el.option(words, value=key) for key, words in options],
        name=name,
        id=name,
        default_value=value,
        class_name="input",
    )
    return field(label, control, name=name)


def _words(table: dict[str, str]) -> list[tuple[str, Any]]:
    return [(key, t(words)) for key, words in table.items()]


def design_panel() -> rx.Component:
    """Draw the form in its card."""
    return panel(form(), title=t("Design"), id="design")
