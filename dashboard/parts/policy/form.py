"""The rule's form: what it does, to which items, where, for whom, when."""

from typing import Any

import reflex as rx

from dashboard.parts.policy.effect_state import EffectState
from dashboard.parts.policy.model import ItemFace
from dashboard.parts.policy.state import RuleState
from dashboard.parts.policy.words import (
    EFFECT_HELP,
    EFFECTS,
    KINDS,
    SCENARIOS,
    SHARES,
    STRENGTHS,
    named,
)
from dashboard.parts.studio.fields import choices, panel, text_field, toggles
from dashboard.parts.studio.words import SEGMENTS
from recommender.catalogue.topics import TOPICS
from widgets.products import PRODUCT_TYPES, grade_chip
from widgets.words import choose, percent, t

_DRAFT: Any = RuleState.draft
CAPACITIES = (0, 1, 2, 3, 4, 5)


def then_look(event: Any) -> list[Any]:
    """Let the preview follow a change of the form."""
    return [event, EffectState.look]


def form() -> rx.Component:
    """Draw the form; a reviewer opens it on purpose."""
    return rx.el.fieldset(
        rx.el.legend(t("Rule"), class_name="visually-hidden"),
        _what(),
        _items(),
        _where(),
        _when(),
        disabled=~RuleState.is_open,
        class_name="stack editor-form",
    )


def _what() -> rx.Component:
    effect = _DRAFT.effect
    levels = [(value, t(name)) for value, name in STRENGTHS]
    shares = [(value, percent(value, 0)) for value in SHARES]
    strength = choices(
        t("How much"),
        levels,
        chosen=_DRAFT.strength,
        on_choose=lambda value: then_look(RuleState.set_number("strength", value)),
    )
    share = choices(
        t("At least"),
        shares,
        chosen=_DRAFT.share,
        on_choose=lambda value: then_look(RuleState.set_number("share", value)),
    )
    return panel(
        _text("name", t("Name"), 80),
        _text("why", t("Why the bank wants it"), 400, rows=2),
        choices(
            t("What it does"),
            [(key, t(name)) for key, name in EFFECTS.items()],
            chosen=effect,
            on_choose=lambda value: then_look(RuleState.choose_effect(value)),
        ),
        rx.el.p(named(EFFECT_HELP, effect), class_name="caption"),
        rx.cond((effect == "boost") | (effect == "bury"), strength),
        rx.cond(effect == "share", share),
        title=t("Rule"),
    )


def _items() -> rx.Component:
    chosen: Any = _DRAFT.targets
    offered: Any = RuleState.offered
    search = text_field(
        t("Add an item"),
        name="item-search",
        value="",
        placeholder=t("Name or number of a product or content"),
        key="search" + chosen.length().to_string(),
        on_edit=RuleState.search,
    )
    groups = (
        (t("Product types"), "types", [(key, t(name)) for key, name in PRODUCT_TYPES.items()]),
        (t("Topics"), "topics", [(key, t(name)) for key, name in TOPICS.items()]),
        (t("Kinds"), "kinds", [(key, t(name)) for key, name in KINDS.items()]),
    )
    wide = [_toggles(label, field, options) for label, field, options in groups]
    return panel(
        rx.cond(
            chosen.length() > 0,
            rx.el.ul(rx.foreach(chosen, _chosen), class_name="list", id="rule-items"),
        ),
        search,
        rx.el.ul(rx.foreach(offered, _offer), class_name="list"),
        rx.cond(_DRAFT.effect != "pin", rx.el.div(*wide, class_name="stack")),
        rx.el.p(
            t("An item is meant when each list that is filled holds it."), class_name="caption"
        ),
        title=t("Items"),
    )


def _chosen(item: ItemFace) -> rx.Component:
    remove = rx.el.button(
        rx.icon("x", size=16, aria_hidden=True),
        type="button",
        aria_label=t("Remove {name}", name=choose(item.name)),
        on_click=then_look(RuleState.remove_item(item.kind, item.id)),
        class_name="btn icon quiet",
    )
    return rx.el.li(
        rx.el.span(choose(item.name), class_name="grow small strong"),
        grade_chip(item.grade),
        remove,
        class_name="row",
        data_item=item.id,
    )


def _offer(item: ItemFace) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.icon("plus", size=16, aria_hidden=True),
            rx.el.span(choose(item.name), class_name="grow start-text"),
            grade_chip(item.grade),
            type="button",
            on_click=then_look(RuleState.add_item(item.kind, item.id)),
            class_name="btn quiet wide",
        )
    )


def _where() -> rx.Component:
    levels = [(level, "C" + str(level) if level else t("Any")) for level in CAPACITIES]
    return panel(
        _toggles(
            t("Surfaces (none chosen: all)"),
            "scenarios",
            [(key, t(name)) for key, name in SCENARIOS.items()],
        ),
        _toggles(
            t("Segments (none chosen: everybody)"),
            "segments",
            [(key, t(name)) for key, name in SEGMENTS.items()],
        ),
        choices(
            t("Minimum capacity"),
            levels,
            chosen=_DRAFT.minimum,
            on_choose=lambda value: then_look(RuleState.set_number("minimum", value)),
        ),
        rx.el.p(
            t("What law withholds stays withheld, and nobody without personalisation is reached."),
            class_name="caption",
        ),
        title=t("Where and for whom"),
    )


def _when() -> rx.Component:
    times = rx.el.div(
        _text("starts_at", t("Start"), 16, type="datetime-local"),
        _text("ends_at", t("End"), 16, type="datetime-local"),
        class_name="pair",
    )
    priority = text_field(
        t("Priority (0 to 100, the higher one decides)"),
        name="priority",
        type="number",
        value=_DRAFT.priority.to_string(),
        on_edit=lambda text: then_look(RuleState.write_priority(text)),
    )
    return panel(
        times,
        rx.el.p(
            t("Times are the bank's local time. Empty: at once, without an end."),
            class_name="caption",
        ),
        priority,
        title=t("Schedule"),
    )


def _text(name: str, label: Any, limit: int, *, rows: int = 0, **props: Any) -> rx.Component:
    return text_field(
        label,
        name=name,
        value=getattr(_DRAFT, name),
        multiline=rows > 0,
        rows=rows,
        max_length=limit,
        key=RuleState.rule + name,
        on_edit=lambda text: then_look(RuleState.write(name, text)),
        **props,
    )


def _toggles(label: Any, field: str, options: list[tuple[str, Any]]) -> rx.Component:
    return toggles(
        label,
        options,
        chosen=getattr(_DRAFT, field),
        on_toggle=lambda value: then_look(RuleState.toggle(field, value)),
    )
