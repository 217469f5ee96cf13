"""When a card is there: its conditions, each with a chip that says whether it holds now."""

from typing import Any

import reflex as rx

from dashboard.parts.settings_state import Rule, SettingsState
from widgets.words import choose, t

KINDS = (
    ("time", "Time of day", "clock"),
    ("day", "Day of the month", "calendar-days"),
    ("device", "Device", "monitor-smartphone"),
    ("state", "Situation", "compass"),
)
DEVICES = (("desktop", "Computer"), ("tablet", "Tablet"), ("phone", "Phone"))
SITUATIONS = (
    ("weekday", "On weekdays"),
    ("weekend", "At the weekend"),
    ("has_dues", "While a bill is due within a week"),
    ("no_dues", "While no bill is due"),
    ("senior", "In the senior edition"),
)


def rules_form() -> rx.Component:
    """Draw the conditions; all of them must hold for the card to be there."""
    rules: Any = SettingsState.rules
    adding = [
        rx.el.button(
            rx.icon(icon, size=16, aria_hidden=True),
            t(label),
            type="button",
            on_click=SettingsState.add_rule(by),
            data_add_rule=by,
            class_name="btn",
        )
        for by, label, icon in KINDS
    ]
    always = rx.el.p(t("This card is always there."), class_name="muted")
    every = rx.el.p(t("This card is there while all of these hold."), class_name="muted")
    form = rx.el.fieldset(
        rx.el.h3(t("When it is there")),
        rx.cond(rules, every, always),
        rx.foreach(rules, _rule),
        rx.el.div(
            *adding, class_name="row tight wrap", role="group", aria_label=t("Add a condition")
        ),
        data_rules="",
    )
    fixed = rx.el.p(
        t("The bank has to show you this card: it is always there."), class_name="muted"
    )
    return rx.cond(SettingsState.mandatory, fixed, form)


def _rule(rule: Rule, n: int) -> rx.Component:
    one: Any = rule
    names = [(by, t(label)) for by, label, _ in KINDS]
    body = rx.match(
        one.by,
        ("time", _time(one, n)),
        ("day", _days(one, n)),
        ("device", _devices(one, n)),
        _situation(one, n),
    )
    drop = rx.el.button(
        rx.icon("x", size=16, aria_hidden=True),
        type="button",
        on_click=SettingsState.drop_rule(n),
        aria_label=t("Take this condition away"),
        class_name="btn icon quiet",
    )
    head = rx.el.div(
        rx.el.span(rx.match(one.by, *names, ""), class_name="strong small grow"),
        _chip(one),
        drop,
        class_name="row tight rule-head",
    )
    fault = rx.el.p(choose(one.fault), class_name="small bad", role="alert")
    return rx.el.div(
        head,
        body,
        rx.cond(one.fault.to(dict).length() > 0, fault),
        class_name="rule",
        data_rule=one.by,
    )


def _chip(one: Any) -> rx.Component:
    """Say whether it holds now; a condition on the device is judged where it is read."""
    return rx.el.span(
        *[
            rx.el.span(_verdict(one.met_on.contains(device)), class_name=f"at-{device}")
            for device, _ in DEVICES
        ],
        aria_live="polite",
        data_met=one.met_on.join(" "),
    )


def _verdict(is_met: Any) -> rx.Component:
    yes = rx.el.span(
        rx.icon("check", size=14, aria_hidden=True), t("Met now"), class_name="chip good"
    )
    no = rx.el.span(
        rx.icon("minus", size=14, aria_hidden=True), t("Not met now"), class_name="chip"
    )
    return rx.cond(is_met, yes, no)


def _time(one: Any, n: Any) -> rx.Component:
    return rx.el.div(
        _field(n, "since", t("From"), one.since, type="time"),
        _field(n, "until", t("Until"), one.until, type="time"),
        class_name="row wrap",
    )


def _days(one: Any, n: Any) -> rx.Component:
    number = {"type": "text", "input_mode": "numeric", "max_length": 2, "size": 2}
    return rx.el.div(
        _field(n, "first", t("From day"), one.first, **number),
        _field(n, "last", t("To day"), one.last, **number),
        class_name="row wrap",
    )


def _field(n: Any, name: str, label: Any, value: Any, **props: Any) -> rx.Component:
    field = rx.el.input(
        default_value=value,
        on_change=lambda typed: SettingsState.set_rule(n, name, typed),
        class_name="input",
        **props,
    )
    return rx.el.label(rx.el.span(label, class_name="small"), field, class_name="row tight")


def _devices(one: Any, n: Any) -> rx.Component:
    ticks = [
        rx.el.label(
            rx.el.input(
                type="checkbox",
                checked=one.devices.contains(device),
                on_change=lambda is_on, device=device: SettingsState.set_device(n, device, is_on),
            ),
            t(label),
            class_name="tick",
        )
        for device, label in DEVICES
    ]
    return rx.el.div(*ticks, class_name="ticks")


def _situation(one: Any, n: Any) -> rx.Component:
    return rx.el.select(
        *[rx.el.option(t(label), value=state) for state, label in SITUATIONS],
        value=one.state,
        on_change=lambda state: SettingsState.set_rule(n, "state", state),
        aria_label=t("Situation"),
        class_name="input",
    )
