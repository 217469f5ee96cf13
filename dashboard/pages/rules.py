"""The list of business rules, and the law's rule sets under it for those who answer for them."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import reflex as rx

from dashboard.guard import acting, allow
from dashboard.parts.policy.law import law_section
from dashboard.parts.policy.law_state import LawState
from dashboard.parts.policy.model import CostLine, RuleLine, cost_line, status_of
from dashboard.parts.policy.state import MAKERS, READERS
from dashboard.parts.policy.words import EFFECTS, SCENARIOS, named
from dashboard.parts.shell import page
from dashboard.parts.studio.model import named as named_user
from dashboard.parts.studio.words import segment_name, status_chip
from dashboard.parts.views import empty, loading, page_head
from recommender.rules.views import RuleView
from widgets.words import choose, day, percent, t, when

TABS = (
    ("", "All"),
    ("draft", "Drafts"),
    ("review", "In review"),
    ("changes_requested", "Changes requested"),
    ("approved", "Approved"),
    ("scheduled", "Scheduled"),
    ("live", "Live"),
    ("ended", "Ended"),
)
ENDED = ("expired", "withdrawn")


class RulesState(rx.State):
    """All rules, and which of them are shown."""

    ready: bool = False
    may_write: bool = False
    lines: list[RuleLine] = []
    counts: dict[str, int] = {}
    tab: str = ""
    _all: list[RuleLine] = []

    @allow(*READERS)
    async def load(self) -> None:
        """Read the rules with what they cost."""
        async with acting() as (app, actor):
            rules = await app.rules.list(actor)
            names = await app.people.names(actor)
            costs = {one.id: await app.rules.costs(actor, one.id) for one in rules}
        self._all = [_line(one, cost_line(costs[one.id], one.content_hash), names) for one in rules]
        self.counts = {"": len(self._all), **Counter(_tab_of(one) for one in self._all)}
        self.may_write = actor.has(*MAKERS)
        self._choose()
        self.ready = True

    @allow(*READERS)
    async def show(self, tab: str) -> None:
        """Show the rules of one state."""
        self.tab = tab
        self._choose()

    def _choose(self) -> None:
        self.lines = [one for one in self._all if self.tab in ("", _tab_of(one))]


def _line(view: RuleView, cost: CostLine, names: Mapping[str, dict[str, str]]) -> RuleLine:
    content = view.content
    is_pending = view.live_number is not None and view.live_number != view.number
    return RuleLine(
        id=view.id,
        name=content.name or view.id,
        effect=content.effect,
        status=status_of(view),
        pending=view.state.value if is_pending else "",
        scenarios=list(content.scenarios),
        segments=list(content.segments),
        starts_at=content.starts_at.isoformat() if content.starts_at else "",
        ends_at=content.ends_at.isoformat() if content.ends_at else "",
        changed_at=view.changed_at.isoformat(),
        changed_by=named_user(names, view.steps[-1].by if view.steps else view.made_by),
        cost=cost,
    )


def _tab_of(line: RuleLine) -> str:
    return "ended" if line.status in ENDED else line.status


@page("/rules", title="Rules", on_load=[RulesState.load, LawState.load])
def rules() -> rx.Component:
    """Draw tabs, the list, and the rule sets."""
    new = rx.el.a(
        rx.icon("plus", size=18, aria_hidden=True),
        t("New rule"),
        href="/rules/new",
        class_name="btn primary",
        id="new-rule",
    )
    caption = t("What the bank places by its own will, and what the law keeps back.")
    homes = rx.el.a(t("The bank's homes"), href="/bank-homes", class_name="btn")
    return rx.el.div(
        page_head(t("Rules"), homes, rx.cond(RulesState.may_write, new), caption=caption),
        rx.cond(RulesState.ready, _content(), loading(6)),
        law_section(),
        class_name="stack",
    )


def _content() -> rx.Component:
    lines: Any = RulesState.lines
    tabs = rx.el.div(
        *[_tab(key, t(name)) for key, name in TABS],
        role="group",
        aria_label=t("State"),
        class_name="tabs fit",
    )
    return rx.el.div(
        tabs,
        rx.cond(
            lines.length() > 0,
            rx.el.ul(rx.foreach(lines, _row), class_name="card list card-lines", id="rules"),
            empty("scale", t("No rule here: the lists follow the scores alone.")),
        ),
        class_name="stack",
    )


def _tab(key: str, name: Any) -> Any:
    counts: Any = RulesState.counts
    button = rx.el.button(
        name,
        " ",
        rx.el.span(counts[key], class_name="count number"),
        type="button",
        on_click=RulesState.show(key),
        aria_pressed=rx.cond(RulesState.tab == key, "true", "false"),
        data_tab=key,
    )
    return rx.cond(counts.contains(key), button) if key else button


def _row(line: Any) -> rx.Component:
    words = rx.el.div(
        rx.el.a(line.name, href="/rules/" + line.id.to(str), class_name="item-title stretched"),
        rx.el.p(named(EFFECTS, line.effect), " · ", _where(line), class_name="muted clip"),
        rx.el.p(
            choose(line.changed_by),
            " · ",
            rx.el.time(when(line.changed_at), date_time=line.changed_at),
            class_name="caption",
        ),
        class_name="grow",
    )
    until = rx.el.span(t("until"), " ", day(line.ends_at), class_name="caption")
    state = rx.el.div(
        status_chip(line.status),
        rx.cond(line.pending != "", status_chip(line.pending)),
        rx.cond(line.ends_at != "", until),
        class_name="stack tight card-state",
    )
    return rx.el.li(words, state, _cost(line), class_name="row card-line", data_rule=line.id)


def _where(line: Any) -> Any:
    surfaces = rx.foreach(
        line.scenarios,
        lambda one, n: rx.el.span(rx.cond(n > 0, ", ", ""), named(SCENARIOS, one)),
    )
    segments = rx.foreach(
        line.segments, lambda one, n: rx.el.span(rx.cond(n > 0, ", ", ""), segment_name(one))
    )
    return rx.fragment(
        rx.cond(line.scenarios.length() > 0, surfaces, t("All surfaces")),
        " · ",
        rx.cond(line.segments.length() > 0, segments, t("Everybody")),
    )


def _cost(line: Any) -> rx.Component:
    sign = rx.cond(line.cost.change > 0, "+", "")
    value = rx.cond(line.cost.method != "", rx.fragment(sign, percent(line.cost.share, 1)), "–")
    return rx.el.dl(
        rx.el.div(
            rx.el.dt(t("Expected clicks"), class_name="caption"),
            rx.el.dd(value, class_name="number small"),
        ),
        class_name="line-figures one",
    )
