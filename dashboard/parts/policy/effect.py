"""What a rule would do, drawn: a customer's list before and after, its cost, its tests."""

from typing import Any

import reflex as rx

from dashboard.parts.policy.effect_state import EffectState, PlaceLine
from dashboard.parts.policy.model import CaseLine, ItemFace
from dashboard.parts.policy.state import RuleState
from dashboard.parts.policy.words import OUTCOMES, PLACED, SCENARIOS, named
from dashboard.parts.studio.fields import choices, panel
from dashboard.parts.studio.words import SEGMENTS, segment_name
from dashboard.parts.views import field
from widgets.words import choose, percent, t, when

NEW_ROW = 99


def preview() -> rx.Component:
    """Show an invented customer's list without and with the rule."""
    before: Any = EffectState.before
    lists = rx.el.div(
        _list(t("Without the rule"), before, "before"),
        _list(t("With the rule"), EffectState.after, "after"),
        class_name="pair top",
    )
    return panel(
        rx.el.div(
            _select(t("Segment"), "persona-segment", SEGMENTS, EffectState.segment),
            _capacity(),
            _select(t("Surface"), "persona-scenario", SCENARIOS, EffectState.scenario),
            class_name="row wrap top",
        ),
        rx.cond(before.length() > 0, lists, rx.el.p(t("Nothing to show yet."), class_name="muted")),
        rx.el.p(
            t("An invented customer without a past: no real customer's list is shown here."),
            class_name="caption",
        ),
        title=t("Effect on a list"),
        id="preview",
        aria_live="polite",
    )


def _select(label: Any, name: str, table: dict[str, str], chosen: Any) -> rx.Component:
    handlers = {
        "persona-segment": EffectState.choose_segment,
        "persona-scenario": EffectState.choose_scenario,
    }
    options = [rx.el.option(t(words), value=key) for key, words in table.items()]
    control = rx.el.select(
        *options, id=name, value=chosen, on_change=handlers[name], class_name="input"
    )
    return field(label, control, name=name)


def _capacity() -> rx.Component:
    return choices(
        t("Capacity"),
        [(level, f"C{level}") for level in range(1, 6)],
        chosen=EffectState.capacity,
        on_choose=EffectState.choose_capacity,
    )


def _list(title: Any, lines: Any, name: str) -> rx.Component:
    return rx.el.div(
        rx.el.h3(title, class_name="label"),
        rx.el.ol(rx.foreach(lines, _place), class_name="list places"),
        data_list=name,
    )


def _place(line: PlaceLine, at: Any) -> rx.Component:
    moved: Any = line.moved
    rose = rx.el.span("▲ ", moved, class_name="chip good", aria_label=t("up {n}", n=moved))
    fell = rx.el.span("▼ ", -moved, class_name="chip", aria_label=t("down {n}", n=-moved))
    entered = rx.el.span(t("new here"), class_name="chip info")
    marker = rx.cond(moved == NEW_ROW, entered, rx.cond(moved > 0, rose, rx.cond(moved < 0, fell)))
    placed = rx.cond(
        (line.placed == "pinned") | (line.placed == "promoted"),
        rx.el.span(named(PLACED, line.placed), class_name="chip accent"),
    )
    return rx.el.li(
        rx.el.span(at + 1, class_name="number caption"),
        rx.el.span(line.title, class_name="grow small"),
        placed,
        marker,
        class_name="row tight",
        data_item=line.id,
    )


def cost() -> rx.Component:
    """Show what the version costs in expected clicks, and how that is known."""
    known: Any = EffectState.cost
    button = rx.el.button(
        rx.cond(EffectState.is_counting, t("Counting…"), t("Estimate")),
        type="button",
        on_click=EffectState.estimate,
        disabled=EffectState.is_counting | RuleState.is_dirty | (RuleState.rule == ""),
        class_name="btn start",
        id="estimate",
    )
    nothing = rx.el.p(
        t("Not estimated for this version. It is needed before the approval."), class_name="muted"
    )
    return panel(
        rx.cond(known.method != "", _figures(known), nothing),
        rx.cond(RuleState.is_dirty, rx.el.p(t("Save first."), class_name="caption")),
        button,
        title=t("Cost in clicks"),
        id="cost",
        aria_live="polite",
    )


def _figures(known: Any) -> rx.Component:
    sign = rx.cond(known.change > 0, "+", "")
    method = rx.cond(
        known.method == "logged",
        t("Learned from {n} clicks of the last 30 days.", n=known.clicks),
        t("Assumed from the model's scores: only {n} clicks are logged.", n=known.clicks),
    )
    return rx.el.div(
        rx.el.p(
            rx.el.span(sign, known.change, class_name="figure number", data_change=known.change),
            rx.el.span(t("expected clicks per 1,000 lists"), class_name="muted"),
            class_name="row tight wrap baseline",
        ),
        rx.el.p(
            t("95 % interval {low} to {high}", low=known.low, high=known.high),
            " · ",
            known.before,
            " → ",
            known.after,
            " (",
            sign,
            percent(known.share, 1),
            ")",
            class_name="small number",
        ),
        rx.el.p(
            t("{n} of {all} recent lists change.", n=known.changed, all=known.lists),
            " ",
            method,
            class_name="caption",
        ),
        rx.el.p(t("Estimated"), " ", when(known.at), class_name="caption"),
        class_name="stack tight",
    )


def tests() -> rx.Component:
    """List the tests with how they came out; offer to run and to add some."""
    cases: Any = EffectState.cases
    run = rx.el.button(
        t("Run the tests"),
        type="button",
        on_click=EffectState.run_tests,
        disabled=cases.length() == 0,
        class_name="btn start",
        id="run-tests",
    )
    return panel(
        rx.cond(
            cases.length() > 0,
            rx.el.ul(rx.foreach(cases, _case), class_name="list roomy", id="cases"),
            rx.el.p(t("No test yet. At least one is needed."), class_name="muted"),
        ),
        run,
        rx.cond(RuleState.is_open, _add()),
        title=t("Tests"),
        id="tests",
        aria_live="polite",
    )


def _case(case: CaseLine, at: Any) -> rx.Component:
    state = rx.match(
        case.state,
        ("passed", rx.el.span(t("Passed"), class_name="chip good")),
        ("failed", rx.el.span(t("Failed"), class_name="chip bad")),
        rx.el.span(t("Not run"), class_name="chip"),
    )
    remove = rx.el.button(
        rx.icon("x", size=16, aria_hidden=True),
        type="button",
        aria_label=t("Remove the test {name}", name=case.name),
        on_click=EffectState.remove_test(at),
        class_name="btn icon quiet",
    )
    faults: Any = case.faults
    words = rx.el.div(
        rx.foreach(
            case.expects,
            lambda one: rx.el.p(
                choose(one["name"]), " ", named(OUTCOMES, one["outcome"]), class_name="small strong"
            ),
        ),
        rx.el.p(
            segment_name(case.segment),
            " · C",
            case.capacity,
            " · ",
            named(SCENARIOS, case.scenario),
            class_name="caption",
        ),
        rx.foreach(faults, lambda fault: rx.el.p(fault, class_name="caption bad")),
        class_name="stack tight grow",
    )
    return rx.el.li(
        words,
        state,
        rx.cond(RuleState.is_open, remove),
        class_name="item row top",
        data_test=case.state,
    )


def _add() -> rx.Component:
    items: Any = RuleState.draft.targets
    outcome = choices(
        t("Expect that it"),
        [(key, t(words)) for key, words in OUTCOMES.items()],
        chosen=EffectState.outcome,
        on_choose=EffectState.choose_outcome,
    )
    hint = t("For the segment, capacity and surface that the preview shows.")
    return rx.el.div(
        rx.el.h3(t("Add a test"), class_name="label"),
        outcome,
        rx.el.div(rx.foreach(items, _test_of), class_name="row tight wrap"),
        rx.cond(items.length() == 0, rx.foreach(EffectState.after, _test_of_place), rx.fragment()),
        rx.el.p(hint, class_name="caption"),
        class_name="stack tight",
    )


def _test_of(item: ItemFace) -> rx.Component:
    return _test_button(item.kind, item.id, choose(item.name))


def _test_of_place(line: PlaceLine) -> rx.Component:
    return _test_button(line.kind, line.id, line.title)


def _test_button(kind: Any, item_id: Any, name: Any) -> rx.Component:
    return rx.el.button(
        rx.icon("plus", size=16, aria_hidden=True),
        name,
        type="button",
        on_click=EffectState.add_test(kind, item_id),
        class_name="toggle",
        data_test_of=item_id,
    )
