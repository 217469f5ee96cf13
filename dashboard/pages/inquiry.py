"""The inquiry: any decision at any time, why and why not, and its replay."""

from typing import Any

import reflex as rx

from dashboard.guard import acting, allow
from dashboard.parts.decision import (
    Drop,
    Opened,
    Shown,
    Used,
    drops_of,
    opened_of,
    shown_of,
    used_events,
    used_of,
)
from dashboard.parts.shell import page
from dashboard.parts.views import card, empty, field, page_head
from recommender.decisions.model import DecisionLine
from recommender.ports import COMPLIANCE
from widgets.words import percent, t, when

UUID_LENGTH = 36


class InquiryState(rx.State):
    """One search and one decision."""

    customer: str = ""
    problem: str = ""
    searched: bool = False
    found: list[DecisionLine] = []
    opened: Opened = Opened()
    drops: list[Drop] = []
    shown: list[Shown] = []
    used: list[Used] = []
    replayed: bool = False
    equal: bool = False
    verified: bool = False
    differences: list[str] = []
    lost: list[str] = []

    @allow(COMPLIANCE)
    async def load(self) -> None:
        """Open the decision that the address names, if it names one."""
        self.opened, self.searched = Opened(), False
        if wanted := str(self.router.url.query_parameters.get("decision", ""))[:64]:
            await self._open(wanted)

    @allow(COMPLIANCE)
    async def search(self, form: dict[str, str]) -> None:
        """Open a decision by its id, or list the decisions of a customer."""
        wanted = form.get("wanted", "").strip()[:64]
        if len(wanted) == UUID_LENGTH:
            return await self._open(wanted)
        async with acting() as (app, actor):
            self.found = await app.decisions.of_customer(actor, wanted)
        self.customer, self.searched = wanted, True
        return None

    @allow(COMPLIANCE)
    async def open_decision(self, decision_id: str) -> None:
        """Open one decision of the list."""
        await self._open(decision_id)

    @allow(COMPLIANCE)
    async def replay(self) -> None:
        """Make the decision again from its stored inputs, or look it through."""
        async with acting() as (app, actor):
            replay = await app.decisions.replay(actor, self.opened.id)
        self.replayed, self.equal, self.differences = True, replay.equal, replay.differences
        self.verified, self.lost = replay.mode == "verified", replay.lost

    async def _open(self, decision_id: str) -> None:
        async with acting(write=True) as (app, actor):
            shown = await app.preferences.of(actor)
            view = await app.decisions.get(actor, decision_id, shown.language or "zh-Hans")
            told = {"customer": view.customer_id}
            await app.audit.record(actor, "decision.opened", f"decision:{view.id}", told)
        self.opened, self.replayed = opened_of(view), False
        self.drops, self.shown, self.used = drops_of(view), shown_of(view), used_of(view)


@page("/inquiry", title="Inquiry", on_load=InquiryState.load)
def inquiry() -> rx.Component:
    """Draw the search, the list and the decision."""
    return rx.el.div(
        page_head(
            t("Inquiry"), caption=t("Any decision: why this was shown, and why something was not.")
        ),
        _search(),
        rx.cond(InquiryState.searched, _found()),
        rx.cond(InquiryState.opened.id != "", _decision()),
        class_name="stack roomy",
    )


def _search() -> rx.Component:
    control = rx.el.input(
        name="wanted",
        id="wanted",
        class_name="input",
        auto_complete="off",
        required=True,
        max_length=64,
        aria_describedby="wanted-help",
    )
    button = rx.el.button(
        rx.icon("search", size=18, aria_hidden=True),
        t("Look up"),
        type="submit",
        class_name="btn primary",
    )
    line = rx.el.div(rx.el.div(control, class_name="grow"), button, class_name="row wrap")
    help_text = t("The id of a decision, or of a customer such as c0001.")
    return rx.el.form(
        field(t("Decision or customer"), line, name="wanted", help_text=help_text),
        on_submit=InquiryState.search,
        class_name="card",
        id="inquiry-search",
    )


def _found() -> rx.Component:
    nothing = empty("search-x", t("No decision is stored for this customer."))
    rows = rx.el.ul(rx.foreach(InquiryState.found, _found_line), class_name="list")
    return card(
        rx.cond(InquiryState.found, rows, nothing),
        rx.el.a(
            t("What each source would say"),
            href="/models/customers/" + InquiryState.customer,
            class_name="btn",
        ),
        title=t("Decisions of {customer}", customer=InquiryState.customer),
        id="found",
    )


def _found_line(line: Any) -> rx.Component:
    kind = rx.cond(line.personalised, t("personalised"), t("popularity"))
    return rx.el.li(
        rx.el.button(
            rx.el.span(when(line.at), class_name="day since"),
            rx.el.span(line.scenario, class_name="grow"),
            rx.el.span(kind, class_name="chip"),
            rx.icon("chevron-right", size=16, aria_hidden=True),
            type="button",
            on_click=InquiryState.open_decision(line.id),
            class_name="btn quiet wide row wrap",
            data_decision=line.id,
        )
    )


def _decision() -> rx.Component:
    return rx.el.article(
        _summary(),
        rx.el.div(_funnel(), _answer(), class_name="split"),
        used_events(InquiryState.used),
        class_name="stack",
        id="decision",
        data_decision=InquiryState.opened.id,
    )


def _summary() -> rx.Component:
    seen = InquiryState.opened
    facts = (
        (t("Customer"), seen.customer_id),
        (t("When"), when(seen.at)),
        (t("Where"), seen.scenario),
        (t("Model"), seen.model),
        (t("Rules"), seen.rules),
        (t("Consent"), seen.consent),
        (t("Risk capacity"), seen.capacity),
    )
    return card(
        rx.el.dl(
            *[
                rx.el.div(rx.el.dt(name, class_name="caption"), rx.el.dd(value, class_name="small"))
                for name, value in facts
            ],
            class_name="cards",
        ),
        rx.el.p(rx.el.code(seen.id), " · ", rx.el.code(seen.digest), class_name="caption break"),
        _replay(),
        title=t("Decision"),
    )


def _replay() -> rx.Component:
    button = rx.el.button(
        rx.icon("rotate-ccw", size=16, aria_hidden=True),
        t("Replay"),
        type="button",
        on_click=InquiryState.replay,
        class_name="btn",
        id="replay",
    )
    again = t("Equal: the stored inputs give the same list.")
    looked = t("Verified: sums, order, masks and digest of what is stored fit together.")
    same = rx.el.span(rx.cond(InquiryState.verified, looked, again), class_name="chip good")
    other = rx.el.ul(rx.foreach(InquiryState.differences, rx.el.li), class_name="list bad")
    why = rx.el.ul(rx.foreach(InquiryState.lost, rx.el.li), class_name="list muted small")
    result = rx.el.div(rx.cond(InquiryState.equal, same, other), why, class_name="stack tight")
    return rx.el.div(
        button,
        rx.el.div(rx.cond(InquiryState.replayed, result), role="status", id="replay-result"),
        class_name="row wrap",
    )


def _funnel() -> rx.Component:
    seen = InquiryState.opened
    return card(
        _bar(t("In the catalogue"), seen.candidates, "100%", "neutral"),
        rx.foreach(InquiryState.drops, _drop),
        _bar(t("Allowed"), seen.allowed, seen.allowed_width, "good"),
        title=t("What was ruled out before ranking"),
        id="funnel",
    )


def _bar(name: Any, count: Any, width: Any, kind: str) -> rx.Component:
    words = rx.el.div(
        rx.el.span(name, class_name="grow"),
        rx.el.span(count, class_name="number strong"),
        class_name="row small",
    )
    fill = rx.el.div(class_name=f"bar-fill {kind}", style={"width": width})
    return rx.el.div(
        words,
        rx.el.div(fill, class_name="bar", aria_hidden=True),
        class_name="stack tight bar-line",
    )


def _drop(drop: Any) -> rx.Component:
    return rx.el.details(
        rx.el.summary(_bar(drop.text, drop.count, drop.width, "drop")),
        rx.el.p(drop.titles.join(", "), class_name="caption"),
        class_name="drop-line",
    )


def _answer() -> rx.Component:
    nothing = empty("circle-off", t("Nothing was shown."))
    rows = rx.el.ol(rx.foreach(InquiryState.shown, _item), class_name="list roomy")
    return card(rx.cond(InquiryState.shown, rows, nothing), title=t("What was shown, and why"))


def _item(item: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(item.position, class_name="chip number"),
            rx.el.span(item.title, class_name="strong grow"),
            rx.el.span(item.score, class_name="number muted"),
            class_name="row",
        ),
        rx.el.ul(rx.foreach(item.lines, _line), class_name="list"),
        class_name="item",
        data_item=item.id,
    )


def _line(line: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(line.text, class_name="grow small"),
        rx.el.span(line.part, class_name="chip"),
        rx.el.span(line.value, class_name="number caption"),
        rx.el.span(percent(line.share), class_name="number small"),
        class_name="row wrap",
        data_part=line.part,
    )
