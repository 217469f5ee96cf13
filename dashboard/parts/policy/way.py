"""The way of a rule to the customers: steps, a reviewer's decision, versions."""

from typing import Any

import reflex as rx

from dashboard.guard import allow
from dashboard.parts.policy.effect_state import EffectState
from dashboard.parts.policy.state import READERS, RuleState
from dashboard.parts.studio.fields import panel
from dashboard.parts.studio.words import status_chip
from dashboard.parts.studio.workflow import ACTIONS, STAGES
from dashboard.parts.views import card, field
from widgets.words import choose, t, when


class RuleNote(rx.State):
    """The reviewer's words to the author."""

    note: str = ""

    @allow(*READERS)
    async def write(self, text: str) -> None:
        """Keep what is typed."""
        self.note = text[:2000]


def stepper() -> rx.Component:
    """Draw the four stages, the present one marked, and who did what when."""
    steps: Any = RuleState.steps
    stages = [_stage(n, key, t(name)) for n, (key, name) in enumerate(STAGES)]
    return card(
        rx.el.ol(*stages, class_name="stages", aria_label=t("Stages")),
        rx.el.ul(rx.foreach(steps, _step), class_name="stack tight"),
        title=t("Workflow"),
        class_name="card stack",
    )


def _stage(n: int, key: str, name: Any) -> rx.Component:
    is_live = (RuleState.live_number > 0) & (RuleState.live_number == RuleState.number)
    at: Any = rx.match(RuleState.workflow, ("review", 1), ("approved", 2), 0)
    here: Any = rx.cond(is_live, 3, at)
    return rx.el.li(
        rx.el.span(class_name="stage-dot", aria_hidden=True),
        rx.el.span(name),
        data_stage=key,
        data_state=rx.cond(here == n, "here", rx.cond(here > n, "done", "ahead")),
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


def decision() -> rx.Component:
    """Draw what a reviewer may do with a version in review."""
    own = rx.el.p(
        t("You wrote a part of this version: somebody else must approve it."),
        class_name="banner warn",
    )
    note = field(
        t("Words to the author"),
        rx.el.textarea(
            id="note", rows=3, class_name="input", on_blur=RuleNote.write, max_length=2000
        ),
        name="note",
    )
    unknown = EffectState.cost.method == ""
    missing = rx.el.p(
        t("Estimate first what this version costs in clicks."), class_name="banner warn"
    )
    buttons = rx.el.div(
        rx.el.button(
            t("Ask for changes"),
            type="button",
            on_click=RuleState.send_back(RuleNote.note),
            class_name="btn",
            id="send-back",
        ),
        rx.el.button(
            t("Approve"),
            type="button",
            on_click=RuleState.approve(RuleNote.note),
            disabled=RuleState.wrote_it | RuleState.is_dirty | unknown,
            class_name="btn primary",
            id="approve",
        ),
        class_name="row wrap",
    )
    shown = panel(
        rx.cond(RuleState.wrote_it, own),
        rx.cond(unknown, missing),
        note,
        buttons,
        title=t("Your decision"),
    )
    return rx.cond(RuleState.is_reviewer & (RuleState.workflow == "review"), shown)


def versions() -> rx.Component:
    """List the versions; one can be held against the newest."""
    lines: Any = RuleState.versions
    differences: Any = RuleState.differences
    table = rx.el.div(
        rx.el.p(t("Version {n} and the newest:", n=RuleState.compared), class_name="small strong"),
        rx.el.ul(rx.foreach(differences, difference), class_name="list roomy"),
        class_name="stack tight",
        id="differences",
    )
    return rx.cond(
        lines.length() > 1,
        panel(
            rx.el.ul(rx.foreach(lines, _version), class_name="list"),
            rx.cond(RuleState.compared > 0, table),
            title=t("Versions"),
        ),
    )


def _version(version: Any) -> rx.Component:
    compare = rx.el.button(
        t("Compare"),
        type="button",
        on_click=RuleState.compare(version.number),
        class_name="btn quiet",
        aria_label=t("Compare version {n} with the newest", n=version.number),
    )
    return rx.el.li(
        rx.el.span(version.number, class_name="number strong"),
        rx.cond(version.is_live, status_chip("live"), status_chip(version.state)),
        rx.el.span(choose(version.by), " · ", when(version.at), class_name="caption grow"),
        rx.cond(version.number != RuleState.number, compare),
        class_name="row wrap",
    )


def difference(line: Any) -> rx.Component:
    """Draw one field that differs, before and after."""
    return rx.el.li(
        rx.el.p(choose(line.field), class_name="caption"),
        rx.cond(line.before != "", rx.el.del_(line.before, class_name="diff small")),
        rx.cond(line.after != "", rx.el.ins(line.after, class_name="diff small")),
        class_name="item stack tight",
    )
