"""The panel of a card's settings, drawn from its kind's schema."""

from typing import Any

import reflex as rx

from dashboard.parts.rules_form import rules_form
from dashboard.parts.settings_state import SettingsState
from dashboard.parts.side_panel import side_panel
from dashboard.parts.tile_clock import TileClock
from widgets.form import FormField, Option
from widgets.tile import tile_face
from widgets.words import choose, t

QUIET_MS = 300


def settings_panel() -> rx.Component:
    """Draw the panel; it stands closed in the page until a card's settings are asked for."""
    title = rx.cond(SettingsState.title != "", SettingsState.title, choose(SettingsState.name))
    clock = TileClock.create(
        items=[],
        seconds={},
        watches=SettingsState.is_open,
        on_minute=SettingsState.judge,
    )
    return side_panel(
        rx.cond(SettingsState.is_open, rx.fragment(_form(), clock)),
        is_open=SettingsState.is_open,
        label=t("Settings: {title}", title=title),
        on_close=SettingsState.close,
    )


def _form() -> rx.Component:
    save = rx.el.button(t("Save"), type="submit", id="save-settings", class_name="btn primary grow")
    cancel = rx.el.button(
        t("Cancel"), type="button", on_click=SettingsState.close, class_name="btn"
    )
    fields: Any = SettingsState.fields
    return rx.el.form(
        _preview(),
        rx.el.div(
            rx.el.div(
                rx.foreach(fields, _setting), class_name="setting-list", key=SettingsState.tile
            ),
            _card(),
            rules_form(),
            class_name="setting-list",
        ),
        rx.el.div(save, cancel, class_name="row side-panel-foot"),
        on_submit=SettingsState.save,
        id="settings-form",
        no_validate=True,
    )


def _preview() -> rx.Component:
    """Draw the card as it would be, on the customer's own data."""
    tile: Any = SettingsState.preview
    face = rx.el.div(tile_face(tile), class_name="tile-content")
    nothing = rx.el.p(tile.message, class_name="tile-empty")
    return rx.cond(
        tile.data.contains("blocks") | (tile.message != ""),
        rx.el.section(
            rx.el.div(rx.cond(tile.data.contains("blocks"), face, nothing), class_name="tile-body"),
            class_name="card tile setting-preview",
            aria_label=t("Preview"),
            data_tile="draft",
            data_size="L",
            data_state=tile.state,
            custom_attrs={"inert": True},
        ),
    )


def _card() -> rx.Component:
    title = rx.el.input(
        id="own-title",
        name="own-title",
        type="text",
        default_value=SettingsState.title,
        max_length=40,
        placeholder=choose(SettingsState.name),
        aria_describedby="own-title-help",
        class_name="input",
    )
    pin = rx.el.label(
        rx.el.input(type="checkbox", name="pinned", default_checked=SettingsState.pinned),
        t("Pinned: it stays where and as large as it is"),
        class_name="tick",
    )
    return rx.el.fieldset(
        rx.el.h3(t("This card")),
        rx.el.div(
            rx.el.label(t("Its own title"), html_for="own-title"),
            title,
            rx.el.p(t("Empty for the usual one."), class_name="help", id="own-title-help"),
            class_name="field",
        ),
        pin,
    )


def _setting(field: FormField) -> rx.Component:
    one: Any = field
    name = "setting-" + one.name
    return rx.match(
        one.type,
        ("switch", _switch(one, name)),
        ("choices", _choices(one, name)),
        _labelled(one, name, rx.match(one.type, ("choice", _choice(one, name)), _input(one, name))),
    )


def _labelled(one: Any, name: Any, control: rx.Component) -> rx.Component:
    unit = rx.el.span(one.unit, class_name="muted")
    return rx.el.div(
        rx.el.label(choose(one.label), html_for=name),
        rx.el.div(control, rx.cond(one.unit != "", unit), class_name="with-unit"),
        _told(one, name),
        class_name="field",
        data_setting=one.name,
    )


def _told(one: Any, name: Any) -> rx.Component:
    """Say what is wrong, and otherwise what the setting does."""
    fault = rx.el.p(choose(one.fault), class_name="problem", role="alert")
    words = rx.el.p(choose(one.help), class_name="help")
    return rx.el.div(rx.cond(one.fault.to(dict).length() > 0, fault), words, id=name + "-help")


def _input(one: Any, name: Any) -> rx.Component:
    types = (("number", "number"), ("date", "date"), ("colour", "color"))
    modes = (("money", "decimal"), ("number", "decimal"))
    return rx.el.input(
        id=name,
        name=name,
        type=rx.match(one.type, *types, "text"),
        input_mode=rx.match(one.type, *modes, "text"),
        default_value=one.value,
        on_change=lambda typed: SettingsState.draft(one.name, typed).debounce(QUIET_MS),
        min=one.least,
        max=one.most,
        step=one.step,
        placeholder=rx.cond(one.type == "secret", "ref:…", ""),
        auto_complete="off",
        aria_invalid=_is_wrong(one),
        aria_describedby=name + "-help",
        class_name="input",
    )


def _choice(one: Any, name: Any) -> rx.Component:
    return rx.el.select(
        rx.foreach(one.options.to(list[Option]), _option),
        id=name,
        name=name,
        default_value=one.value,
        on_change=lambda chosen: SettingsState.draft(one.name, chosen),
        aria_invalid=_is_wrong(one),
        aria_describedby=name + "-help",
        class_name="input",
    )


def _option(option: Any) -> rx.Component:
    return rx.el.option(choose(option.label), value=option.value)


def _choices(one: Any, name: Any) -> rx.Component:
    def tick(option: Any) -> rx.Component:
        box = rx.el.input(
            type="checkbox",
            name=name + ":" + option.value,
            default_checked=option.is_on,
            on_change=lambda is_on: SettingsState.draft(one.name + ":" + option.value, is_on),
        )
        return rx.el.label(box, choose(option.label), class_name="tick")

    return rx.el.fieldset(
        rx.el.legend(choose(one.label)),
        rx.el.div(rx.foreach(one.options.to(list[Option]), tick), class_name="ticks"),
        _told(one, name),
        data_setting=one.name,
    )


def _switch(one: Any, name: Any) -> rx.Component:
    words = rx.el.div(
        rx.el.label(choose(one.label), html_for=name, class_name="strong"),
        _told(one, name),
        class_name="grow",
    )
    box = rx.el.input(
        type="checkbox",
        role="switch",
        id=name,
        name=name,
        default_checked=one.value != "",
        on_change=lambda is_on: SettingsState.draft(one.name, is_on),
        aria_describedby=name + "-help",
        class_name="switch",
    )
    return rx.el.div(words, box, class_name="row between setting", data_setting=one.name)


def _is_wrong(one: Any) -> Any:
    return rx.cond(one.fault.to(dict).length() > 0, "true", "false")
