"""The way of a card to its readers: steps with names and times, checks, decisions, versions."""

from typing import Any

import reflex as rx

from dashboard.guard import allow
from dashboard.parts.studio.fields import panel
from dashboard.parts.studio.state import STUDIO, EditorState
from dashboard.parts.studio.words import status_chip
from dashboard.parts.views import card, field
from widgets.words import choose, t, when

STAGES = (("draft", "Draft"), ("review", "In review"), ("approved", "Approved"), ("live", "Live"))
ACTIONS = {
    "edit": "saved it",
    "submit": "submitted it",
    "approve": "approved it",
    "request_changes": "asked for changes",
    "publish": "published it",
}


class NoteState(rx.State):
    """The reviewer's words to the author."""

    note: str = ""

    @allow(*STUDIO)
    async def write(self, text: str) -> None:
        """Keep what is typed."""
        self.note = text[:2000]


def stepper() -> rx.Component:
    """Draw the four stages, the present one marked, and who did what when."""
    steps: Any = EditorState.steps
    return rx.el.div(
        rx.el.ol(
            *[_stage(n, key, t(name)) for n, (key, name) in enumerate(STAGES)],
            class_name="stages",
            aria_label=t("Stages"),
        ),
        rx.el.ul(rx.foreach(steps, _step), class_name="stack tight"),
        class_name="stack",
    )


def _reached() -> Any:
    """Number of the stage that the newest version stands at."""
    is_live = (EditorState.live_number > 0) & (EditorState.live_number == EditorState.number)
    at = rx.match(EditorState.workflow, ("review", 1), ("approved", 2), 0)
    return rx.cond(is_live, 3, at)


def _stage(n: int, key: str, name: Any) -> rx.Component:
    here = _reached()
    state = rx.cond(here == n, "here", rx.cond(here > n, "done", "ahead"))
    return rx.el.li(
        rx.el.span(class_name="stage-dot", aria_hidden=True),
        rx.el.span(name),
        data_stage=key,
        data_state=state,
        aria_current=rx.cond(here == n, "step", "false"),
    )


def _step(step: Any) -> rx.Component:
    action = rx.match(step.action, *[(key, t(text)) for key, text in ACTIONS.items()], step.action)
    return rx.el.li(
        rx.el.p(
            rx.el.span(choose(step.by), class_name="strong"),
            " ",
            action,
            rx.el.time(when(step.at), date_time=step.at, class_name="caption"),
            class_name="small row tight wrap",
        ),
        rx.cond(step.note != "", rx.el.blockquote(step.note, class_name="note small")),
        data_step=step.action,
    )


def checks() -> rx.Component:
    """List what the checks found: what, the rule, and how to put it right."""
    findings: Any = EditorState.findings
    good = rx.el.p(
        rx.icon("check", size=16, aria_hidden=True), t("Nothing to correct."), class_name="row good"
    )
    return card(
        rx.cond(
            findings.length() > 0,
            rx.el.ul(rx.foreach(findings, _finding), class_name="list roomy"),
            good,
        ),
        title=t("Checks"),
        id="checks",
        aria_live="polite",
    )


def _finding(finding: Any) -> rx.Component:
    is_severe = finding.severity == "severe"
    sign = rx.cond(
        is_severe,
        rx.icon("octagon-alert", size=18, class_name="bad", aria_label=t("Must be corrected")),
        rx.icon("triangle-alert", size=18, class_name="warning", aria_label=t("Please note")),
    )
    add = rx.el.button(
        t("Add the disclosure"),
        type="button",
        on_click=EditorState.add_disclosure,
        class_name="btn",
    )
    words = rx.el.div(
        rx.el.p(choose(finding.message), class_name="small strong"),
        rx.el.p(choose(finding.fix), class_name="small muted"),
        rx.el.p(choose(finding.rule), class_name="caption"),
        rx.cond(finding.adds_disclosure & EditorState.is_open, add),
        class_name="stack tight grow",
    )
    return rx.el.li(sign, words, class_name="item row top", data_severity=finding.severity)


def decision() -> rx.Component:
    """Draw what a reviewer may do with a version in review."""
    own = rx.el.p(
        t("You wrote a part of this version: somebody else must approve it."),
        class_name="banner warn",
    )
    note = field(
        t("Words to the author"),
        rx.el.textarea(
            id="note", rows=3, class_name="input", on_blur=NoteState.write, max_length=2000
        ),
        name="note",
    )
    buttons = rx.el.div(
        rx.el.button(
            t("Ask for changes"),
            type="button",
            on_click=EditorState.send_back(NoteState.note),
            class_name="btn",
            id="send-back",
        ),
        rx.el.button(
            t("Approve"),
            type="button",
            on_click=EditorState.approve(NoteState.note),
            disabled=EditorState.wrote_it | EditorState.is_dirty,
            class_name="btn primary",
            id="approve",
        ),
        class_name="row wrap",
    )
    shown = panel(
        rx.cond(EditorState.wrote_it, own),
        note,
        buttons,
        title=t("Your decision"),
    )
    return rx.cond(EditorState.is_reviewer & (EditorState.workflow == "review"), shown)


def versions() -> rx.Component:
    """List the versions; one can be held against the newest."""
    lines: Any = EditorState.versions
    differences: Any = EditorState.differences
    table = rx.el.div(
        rx.el.p(
            t("Version {n} and the newest:", n=EditorState.compared), class_name="small strong"
        ),
        rx.el.ul(rx.foreach(differences, _difference), class_name="list roomy"),
        class_name="stack tight",
        id="differences",
    )
    return rx.cond(
        lines.length() > 1,
        panel(
            rx.el.ul(rx.foreach(lines, _version), class_name="list"),
            rx.cond(EditorState.compared > 0, table),
            title=t("Versions"),
        ),
    )


def _version(version: Any) -> rx.Component:
    compare = rx.el.button(
        t("Compare"),
        type="button",
        on_click=EditorState.compare(version.number),
        class_name="btn quiet",
        aria_label=t("Compare version {n} with the newest", n=version.number),
    )
    return rx.el.li(
        rx.el.span(version.number, class_name="number strong"),
        rx.cond(version.is_live, status_chip("live"), status_chip(version.state)),
        rx.el.span(choose(version.by), " · ", when(version.at), class_name="caption grow"),
        rx.cond(version.number != EditorState.number, compare),
        class_name="row wrap",
    )


def _difference(line: Any) -> rx.Component:
    return rx.el.li(
        rx.el.p(choose(line.field), class_name="caption"),
        rx.cond(line.before != "", rx.el.del_(line.before, class_name="diff small")),
        rx.cond(line.after != "", rx.el.ins(line.after, class_name="diff small")),
        class_name="item stack tight",
    )
