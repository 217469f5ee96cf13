"""One customer as the adviser may see them: where they stand, what is open, what fits."""

from contextlib import suppress
from typing import Any

import reflex as rx

from dashboard.errors import NotFound
from dashboard.guard import acting, allow
from dashboard.parts.customer_page import CustomerPage, page_of
from dashboard.parts.followup import (
    may_be_offered,
    must_not_be_offered,
    segment_name,
    what_to_say,
    why_now,
)
from dashboard.parts.reader import language_of
from dashboard.parts.shell import page
from dashboard.parts.views import card, empty, loading
from recommender.catalogue.model import PRODUCT
from recommender.ports import MANAGER, RM
from widgets.products import grade_chip
from widgets.words import choose, day, money, t, when

CAPACITIES = {
    1: "C1: low risk only",
    2: "C2: up to fairly low risk",
    3: "C3: up to medium risk",
    4: "C4: up to fairly high risk",
    5: "C5: any risk",
}
LANGUAGES = {"zh-Hans": "Simplified Chinese", "zh-Hant": "Traditional Chinese", "en": "English"}
OUTCOMES = {
    "done": "It is done",
    "call_back": "Call back",
    "not_reached": "Not reached",
    "skip": "Skip",
}


class DeskCustomerState(rx.State):
    """The customer whom the address names."""

    stage: str = "loading"
    customer: CustomerPage = CustomerPage()

    @allow(RM, MANAGER)
    async def load(self) -> None:
        """Open one of the adviser's own customers; the opening leaves a record."""
        wanted = self.router.url.path.rstrip("/").rsplit("/", 1)[-1]
        self.customer, self.stage = CustomerPage(), "missing"
        with suppress(NotFound):  # Somebody else's customer is not there for this adviser.
            async with acting(write=True) as (app, actor):
                language = await language_of(app, actor, self.router.headers.accept_language)
                found = await app.desk.open_customer(actor, wanted, language)
                shelf = await app.root.catalogue.now()
            grades = {item.id: item.grade for item in shelf.of_kinds((PRODUCT,))}
            self.customer, self.stage = page_of(found, grades.get), "ready"


_SEEN: Any = DeskCustomerState.customer


@page("/desk/customers/[customer]", title="Customer", on_load=DeskCustomerState.load)
def desk_customer() -> rx.Component:
    """Draw the customer, or say that there is none."""
    missing = empty(
        "user-round-x", t("There is no such customer among yours."), _back("btn"), is_page=True
    )
    both = rx.el.div(loading(6), loading(8), class_name="split")
    return rx.match(DeskCustomerState.stage, ("ready", _customer()), ("missing", missing), both)


def _back(style: str = "btn quiet start") -> rx.Component:
    return rx.el.a(
        rx.icon("arrow-left", size=18, aria_hidden=True),
        t("Follow-ups"),
        href="/desk",
        class_name=style,
    )


def _customer() -> rx.Component:
    return rx.el.article(
        _back(),
        _head(),
        rx.cond(_SEEN.is_shared, _shared(), _masked()),
        class_name="stack",
        id="customer",
        data_customer=_SEEN.id,
        data_shared=rx.cond(_SEEN.is_shared, "yes", "no"),
    )


def _head() -> rx.Component:
    quiet = rx.el.span(
        t("No call before {day}", day=day(_SEEN.quiet_until)), class_name="chip warn"
    )
    return rx.el.header(
        rx.el.h1(choose(_SEEN.names)),
        rx.el.div(
            rx.el.span(segment_name(_SEEN.segment), class_name="chip accent"),
            rx.el.span(_SEEN.id, class_name="chip number"),
            rx.cond(_SEEN.quiet_until != "", rx.el.span(quiet, class_name="chip warn")),
            class_name="row tight wrap",
        ),
        class_name="stack tight",
    )


def _masked() -> rx.Component:
    reason = rx.el.div(
        rx.icon("lock", size=22, aria_hidden=True, class_name="quiet-icon"),
        rx.el.div(
            rx.el.h2(t("Not shared with you")),
            rx.el.p(
                t(
                    "This customer has not agreed to share with an adviser. You see the name and "
                    "the segment, and nothing else, until the customer allows it under “Me”."
                ),
                class_name="muted",
            ),
            class_name="stack tight grow",
        ),
        class_name="row top",
    )
    return rx.el.div(card(reason, id="not-shared"), _contacts(), class_name="stack narrow")


def _shared() -> rx.Component:
    left = rx.el.div(_standing(), _held(), _coming(), class_name="stack")
    right = rx.el.div(_followups(), _offer(), _read(), _contacts(), class_name="stack")
    return rx.el.div(left, right, class_name="split")


def _standing() -> rx.Component:
    facts = _SEEN.facts
    idle = rx.el.div(
        rx.el.p(t("Idle cash"), class_name="muted"),
        rx.el.p(money(facts.idle_minor, facts.idle_currency), class_name="figure"),
    )
    lines = rx.el.dl(
        _fact(t("Risk capacity"), _capacity(), name="capacity"),
        _fact(t("Assessed until"), when(facts.assessed_until), shown=facts.assessed_until != ""),
        _fact(
            t("Qualified investor until"),
            when(facts.qualified_until),
            shown=facts.qualified_until != "",
        ),
        _fact(t("Age"), facts.age, shown=facts.age > 0),
        _fact(t("Region"), choose(facts.region), shown=choose(facts.region) != ""),
        _fact(t("Language"), _language()),
        _fact(t("Senior edition"), t("On"), shown=facts.senior),
        class_name="facts",
    )
    return card(rx.el.div(idle, lines, class_name="stack"), title=t("Where they stand"), id="facts")


def _fact(label: Any, value: Any, *, shown: Any = None, name: str = "") -> Any:
    words = rx.el.dt(label, class_name="muted"), rx.el.dd(value, class_name="strong")
    line = rx.el.div(*words, data_fact=name)
    return line if shown is None else rx.cond(shown, line)


def _capacity() -> Any:
    words = [(level, t(text)) for level, text in CAPACITIES.items()]
    return rx.match(_SEEN.facts.capacity, *words, t("Must be assessed anew"))


def _language() -> Any:
    names = [(code, t(name)) for code, name in LANGUAGES.items()]
    return rx.match(_SEEN.facts.language, *names, _SEEN.facts.language)


def _listed(title: Any, rows: Any, draw: Any, nothing: Any, *, name: str) -> rx.Component:
    """Draw a card with a list, or one sentence where there is nothing."""
    none = rx.el.p(nothing, class_name="muted")
    items = rx.el.ul(rx.foreach(rows, draw), class_name="list roomy")
    return card(rx.cond(rows.length() > 0, items, none), title=title, id=name)


def _held() -> rx.Component:
    return _listed(
        t("What is held"), _SEEN.held, _held_line, t("No products are held."), name="held"
    )


def _held_line(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.el.span(choose(one.name), class_name="small"),
            grade_chip(one.grade),
            class_name="grow two-lines",
        ),
        rx.cond(one.minor > 0, _amount(one), rx.el.span(t("in force"), class_name="small muted")),
        class_name="row",
        data_held=one.id,
    )


def _coming() -> rx.Component:
    title, nothing = t("Due in 60 days"), t("Nothing is due in the next 60 days.")
    return _listed(title, _SEEN.coming, _coming_line, nothing, name="coming")


def _coming_line(one: Any) -> rx.Component:
    is_back = one.kind == "maturity"
    kind = rx.cond(is_back, t("comes back"), t("to be paid"))
    return rx.el.li(
        rx.el.span(day(one.on), class_name="day"),
        rx.el.span(
            rx.el.span(choose(one.name), class_name="small"),
            rx.el.span(kind, class_name=rx.cond(is_back, "caption good", "caption")),
            class_name="grow two-lines",
        ),
        _amount(one),
        class_name="row",
    )


def _amount(one: Any) -> rx.Component:
    return rx.el.span(money(one.minor, one.currency), class_name="number small strong")


def _read() -> rx.Component:
    return _listed(
        t("Read lately"), _SEEN.read, _read_line, t("Nothing was read lately."), name="read-lately"
    )


def _read_line(one: Any) -> rx.Component:
    link = rx.el.a(one.title, href="/read/" + one.id.to(str), class_name="item-title small")
    times = rx.el.span(t("{n} times", n=one.times), class_name="chip accent")
    return rx.el.li(
        rx.el.span(link, class_name="grow"),
        rx.cond(one.times > 1, times),
        rx.el.span(when(one.last_at), class_name="caption number"),
        class_name="row",
        data_read=one.id,
    )


def _followups() -> rx.Component:
    return _listed(
        t("Open follow-ups"),
        _SEEN.followups,
        _followup,
        t("Nothing to follow up right now."),
        name="open-followups",
    )


def _followup(row: Any) -> rx.Component:
    return rx.el.li(why_now(row), what_to_say(row), class_name="item stack", data_followup=row.id)


def _offer() -> rx.Component:
    proof = rx.el.p(rx.el.code(_SEEN.decision_id), class_name="caption break")
    lists = rx.el.div(may_be_offered(_SEEN), must_not_be_offered(_SEEN), proof, class_name="stack")
    return card(lists, title=t("What fits"), id="offer", data_decision=_SEEN.decision_id)


def _contacts() -> rx.Component:
    return _listed(
        t("Contacts"), _SEEN.attempts, _contact, t("Nobody has been in touch yet."), name="contacts"
    )


def _contact(one: Any) -> rx.Component:
    outcome = rx.match(
        one.outcome, *[(key, t(text)) for key, text in OUTCOMES.items()], one.outcome
    )
    return rx.el.li(
        rx.el.span(when(one.at), class_name="day"),
        rx.el.span(outcome, class_name="grow small"),
        class_name="row",
    )
