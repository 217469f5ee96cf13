"""The bank's own homes, one a segment: written as a customer arranges, checked by somebody else."""

from typing import Any

import reflex as rx

from dashboard.layouts.model import COLUMNS
from dashboard.parts.bank_homes.state import BankHomesState
from dashboard.parts.file_pick import file_pick
from dashboard.parts.shell import page
from dashboard.parts.studio.words import segment_name, status_chip
from dashboard.parts.views import card, field, loading, page_head
from widgets.words import choose, t

SCREENS = (("desktop", "Computer"), ("tablet", "Tablet"), ("phone", "Phone"))


@page("/bank-homes", title="The bank's homes", on_load=BankHomesState.load, wide=True)
def bank_homes() -> rx.Component:
    """Draw the segments at the left, one home at the right."""
    head = page_head(
        t("The bank's homes"),
        rx.el.a(t("Rules"), href="/rules", class_name="btn"),
        caption=t("What a new customer finds. Others are offered what is new, and keep their own."),
    )
    both = rx.el.div(_segments(), _home(), class_name="split desk")
    return rx.el.div(head, rx.cond(BankHomesState.ready, both, loading(6)), id="bank-homes")


def _segments() -> rx.Component:
    listed = rx.foreach(BankHomesState.lines, _segment)
    return rx.el.ol(listed, class_name="stack tight", aria_label=t("Segments"))


def _segment(line: Any) -> rx.Component:
    words = rx.el.span(
        rx.el.span(segment_name(line.segment), class_name="strong"),
        rx.el.span(t("{n} cards", n=line.cards), class_name="caption"),
        class_name="grow two-lines",
    )
    return rx.el.li(
        rx.el.button(
            words,
            _chip(line.state, line.is_live),
            type="button",
            on_click=BankHomesState.choose(line.segment),
            class_name="card row top pick",
            aria_current=rx.cond(BankHomesState.segment == line.segment, "true", "false"),
            data_segment=line.segment,
        )
    )


def _chip(state: Any, is_live: Any) -> rx.Component:
    return rx.cond(is_live, status_chip("live"), status_chip(state))


def _home() -> rx.Component:
    title = rx.el.div(
        rx.el.h2(segment_name(BankHomesState.segment), class_name="card-title"),
        _chip(BankHomesState.state, BankHomesState.is_live & ~BankHomesState.is_dirty),
        rx.el.span(t("Version {n}", n=BankHomesState.number), class_name="caption"),
        class_name="row wrap",
    )
    return card(
        title,
        _steps(),
        rx.el.div(_editor(), _preview(), class_name="split even"),
        class_name="card stack roomy",
        data_state=BankHomesState.state,
        data_dirty=rx.cond(BankHomesState.is_dirty, "yes", "no"),
        data_live=rx.cond(BankHomesState.is_live, "yes", "no"),
        id="bank-home",
    )


def _steps() -> rx.Component:
    """Draw the steps that this reader may take now."""
    state, is_dirty = BankHomesState.state, BankHomesState.is_dirty
    writes = BankHomesState.may_write
    is_open = (state == "draft") | (state == "changes_requested")
    may_publish = writes & (state == "approved") & ~BankHomesState.is_live & ~is_dirty
    approve = rx.el.div(
        _button(t("Approve"), BankHomesState.approve, "approve", look="btn primary"),
        rx.el.span(t("Whoever wrote a part of it cannot approve it."), class_name="caption"),
        class_name="row wrap",
    )
    return rx.el.div(
        rx.cond(writes, _button(t("Save"), BankHomesState.save, "save", disabled=~is_dirty)),
        rx.cond(
            writes & is_open & ~is_dirty,
            _button(t("Submit for review"), BankHomesState.submit, "submit", look="btn primary"),
        ),
        rx.cond(may_publish, _button(t("Publish"), BankHomesState.publish, "publish")),
        rx.cond(BankHomesState.may_approve & (state == "review"), approve),
        rx.cond(writes, file_pick(t("From a file"), BankHomesState.take_file)),
        class_name="row wrap",
    )


def _button(
    words: Any, event: Any, name: str, *, look: str = "btn", disabled: Any = False
) -> rx.Component:
    return rx.el.button(
        words, type="button", on_click=event, id=name, disabled=disabled, class_name=look
    )


def _editor() -> rx.Component:
    listed = rx.el.ol(
        rx.foreach(BankHomesState.cards, _card), class_name="list", aria_label=t("Cards")
    )
    choice = rx.el.select(
        rx.el.option(t("Add a card"), value=""),
        rx.foreach(
            BankHomesState.choices, lambda one: rx.el.option(choose(one.title), value=one.kind)
        ),
        id="add-card",
        value="",
        on_change=BankHomesState.add,
        class_name="input",
    )
    rules = rx.el.div(
        rx.el.h3(t("What customers are told where something is closed")),
        rx.el.ul(rx.foreach(BankHomesState.rules, _rule), class_name="change-list"),
        class_name="stack tight",
    )
    return rx.el.div(
        listed,
        rx.cond(BankHomesState.may_write, field(t("Add a card"), choice, name="add-card")),
        rx.cond(BankHomesState.rules, rules),
        class_name="stack",
    )


def _rule(reason: Any) -> rx.Component:
    return rx.el.li(choose(reason))


def _card(one: Any, n: Any) -> rx.Component:
    size = rx.el.select(
        rx.foreach(one.sizes, lambda size: rx.el.option(size, value=size)),
        value=one.size,
        on_change=lambda size: BankHomesState.resize(one.tile, size),
        aria_label=t("Size"),
        class_name="input",
        disabled=~BankHomesState.may_write,
    )
    stays = rx.el.label(
        rx.el.input(
            type="checkbox",
            checked=one.stays,
            on_change=lambda on: BankHomesState.keep(one.tile, on),
            disabled=~BankHomesState.may_write,
        ),
        rx.el.span(t("Stays")),
        class_name="row tight",
    )
    tools = rx.el.div(
        _icon("arrow-up", t("Move up"), BankHomesState.move(one.tile, -1)),
        _icon("arrow-down", t("Move down"), BankHomesState.move(one.tile, 1)),
        _icon("trash-2", t("Remove"), BankHomesState.remove(one.tile)),
        class_name="row tight",
    )
    return rx.el.li(
        rx.el.span(choose(one.title), class_name="grow strong"),
        size,
        stays,
        rx.cond(BankHomesState.may_write, tools),
        class_name="row wrap",
        data_card=one.tile,
        key=one.tile,
    )


def _icon(icon: str, words: Any, event: Any) -> rx.Component:
    return rx.el.button(
        rx.icon(icon, size=18, aria_hidden=True),
        type="button",
        on_click=event,
        aria_label=words,
        class_name="btn icon quiet",
    )


def _preview() -> rx.Component:
    screens = [_screen(name, words) for name, words in SCREENS]
    return rx.el.div(*screens, class_name="stack", id="preview")


def _screen(name: str, words: str) -> rx.Component:
    boxes: Any = BankHomesState.preview[name]
    grid = rx.el.div(
        rx.foreach(boxes, _box),
        style={
            "display": "grid",
            "gridTemplateColumns": f"repeat({COLUMNS[name]}, minmax(0, 1fr))",  # type: ignore[index]  # names of breakpoints
            "gap": "var(--s1)",
        },
        data_screen=name,
    )
    return rx.el.section(rx.el.h3(t(words), class_name="caption"), grid, class_name="stack tight")


def _box(box: Any) -> rx.Component:
    return rx.el.div(
        rx.cond(box.stays, rx.icon("lock", size=12, aria_hidden=True)),
        rx.el.span(choose(box.title), class_name="clip"),
        style={
            "gridColumn": box.column,
            "gridRow": box.row,
            "padding": "var(--s1) var(--s2)",
            "background": "var(--surface-2)",
            "borderRadius": "var(--radius)",
            "minWidth": "0",
        },
        class_name="caption row tight",
    )
