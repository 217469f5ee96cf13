"""The law's rule set drawn: the matrix as a table, conditions, sources, and the next version."""

from typing import Any

import reflex as rx

from dashboard.parts.policy.law_change import proposal_panel
from dashboard.parts.policy.law_model import (
    Condition,
    ConsentLine,
    LawResultLine,
    MatrixRow,
    QuoteLine,
)
from dashboard.parts.policy.law_state import LawState
from dashboard.parts.policy.words import REGIONS, USES, named
from dashboard.parts.studio.fields import choices, panel
from widgets.products import type_name
from widgets.words import choose, day, t

_LAW: Any = LawState.law


def law_section() -> rx.Component:
    """Draw the rule sets for those who answer for them, nothing for the others."""
    tabs = choices(
        t("Region"),
        [(key, t(name)) for key, name in REGIONS.items()],
        chosen=LawState.region,
        on_choose=LawState.choose_region,
    )
    body = rx.el.section(
        rx.el.h2(t("Suitability rule sets")),
        tabs,
        rx.el.div(
            rx.el.div(_matrix(), _conditions(), class_name="stack"),
            rx.el.div(proposal_panel(), _tests(), _sources(), class_name="stack"),
            class_name="halves",
        ),
        class_name="stack",
        id="law",
        data_law=_LAW.name,
    )
    return rx.cond(LawState.stage == "ready", body)


def _matrix() -> rx.Component:
    head = [rx.el.th(f"R{grade}", scope="col", class_name="number") for grade in range(1, 6)]
    serving = rx.cond(
        _LAW.is_serving,
        rx.el.span(t("Binding here"), class_name="chip good"),
        rx.el.span(t("Not used here"), class_name="chip"),
    )
    table = rx.el.table(
        rx.el.caption(t("Grades that may be promoted to each capacity"), class_name="caption"),
        rx.el.thead(rx.el.tr(rx.el.th(t("Capacity"), scope="col"), *head)),
        rx.el.tbody(rx.foreach(_LAW.matrix, _matrix_row)),
        class_name="table matrix",
        id="matrix",
    )
    return panel(
        rx.el.p(
            serving,
            rx.el.span(t("Version {n}", n=_LAW.version), class_name="strong small"),
            rx.el.span(t("since"), " ", day(_LAW.valid_from), class_name="muted small"),
            class_name="row tight wrap",
        ),
        rx.el.p(rx.el.code(_LAW.name), class_name="caption"),
        table,
        title=t("What holds"),
    )


def _matrix_row(row: MatrixRow) -> rx.Component:
    return rx.el.tr(
        rx.el.th("C", row.capacity, scope="row"),
        rx.foreach(
            row.grades,
            lambda allowed: rx.el.td(
                rx.cond(
                    allowed,
                    rx.icon("check", size=16, class_name="good", aria_label=t("allowed")),
                    rx.icon("minus", size=16, class_name="muted", aria_label=t("not allowed")),
                ),
                class_name="number",
            ),
        ),
    )


def _conditions() -> rx.Component:
    texts = rx.foreach(_LAW.qualified, lambda one: rx.el.li(choose(one), class_name="small"))
    told = rx.foreach(_LAW.disclosures, lambda one: rx.el.li(choose(one), class_name="small"))
    return panel(
        rx.el.ul(rx.foreach(_LAW.conditions, _condition), class_name="list roomy"),
        rx.el.h3(t("Who is a qualified investor"), class_name="label"),
        rx.el.ul(texts, class_name="stack tight"),
        rx.cond(_LAW.steps.length() > 0, _care()),
        rx.el.h3(t("Disclosures"), class_name="label"),
        rx.el.ul(told, class_name="stack tight"),
        rx.el.h3(t("Only with consent"), class_name="label"),
        rx.el.ul(rx.foreach(_LAW.consents, _consent), class_name="stack tight"),
        title=t("Conditions"),
    )


def _care() -> rx.Component:
    steps = rx.foreach(_LAW.steps, lambda one: rx.el.li(choose(one), class_name="small"))
    return rx.el.div(
        rx.el.h3(t("Care for older customers"), class_name="label"),
        rx.el.ul(steps, class_name="stack tight"),
        class_name="stack tight",
    )


def _condition(one: Condition) -> rx.Component:
    types = rx.foreach(
        one.types, lambda kind, n: rx.el.span(rx.cond(n > 0, ", ", ""), type_name(kind))
    )
    words = rx.match(
        one.code,
        ("validity", t("An assessment counts for {n} months.", n=one.number)),
        ("age", t("Only from {n} years on:", n=one.number)),
        ("qualified", t("Only with a qualified-investor proof:")),
        ("complex", t("Only with a proof of knowledge:")),
        ("target_market", t("Never to a product's negative target market.")),
        ("elderly", t("From {n} years on nothing above R{g}.", n=one.number, g=one.other)),
        ("senior", t("Senior edition: up to R{n}, only", n=one.number)),
        ("cooling_off", t("Can be taken back within {n} days:", n=one.number)),
        one.code,
    )
    return rx.el.li(
        rx.el.span(words, class_name="small strong"),
        " ",
        rx.el.span(types, class_name="small muted"),
        class_name="item",
        data_condition=one.code,
    )


def _consent(one: ConsentLine) -> rx.Component:
    return rx.el.li(named(USES, one.use), class_name="small")


def _sources() -> rx.Component:
    return panel(
        rx.el.ul(rx.foreach(_LAW.sources, _source), class_name="list roomy"),
        title=t("Sources"),
    )


def _source(one: QuoteLine) -> rx.Component:
    return rx.el.li(
        rx.el.p(one.law, " ", rx.el.span(one.part, class_name="muted"), class_name="small strong"),
        rx.el.p(choose(one.says), class_name="small"),
        class_name="item stack tight",
    )


def _tests() -> rx.Component:
    results: Any = LawState.results
    run = rx.el.button(
        t("Run the tests"),
        type="button",
        on_click=LawState.run_tests,
        class_name="btn start",
        id="run-law-tests",
    )
    return panel(
        rx.cond(
            results.length() > 0,
            rx.el.ul(rx.foreach(results, _result), class_name="list"),
            rx.el.p(t("{n} cases must hold before a version can.", n=_LAW.n_cases)),
        ),
        run,
        title=t("Tests"),
        id="law-tests",
        aria_live="polite",
    )


def _result(one: LawResultLine) -> rx.Component:
    state = rx.cond(
        one.passed,
        rx.el.span(t("Passed"), class_name="chip good"),
        rx.el.span(t("Failed"), class_name="chip bad"),
    )
    fault = rx.el.span(one.expects, " ≠ ", one.found, class_name="caption bad")
    return rx.el.li(
        rx.el.span(choose(one.name), class_name="small grow"),
        rx.cond(one.passed, rx.fragment(), fault),
        state,
        class_name="row wrap",
    )
