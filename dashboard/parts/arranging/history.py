"""The history of a home: versions by day, names, what differs, and going back."""

from typing import Annotated, Any

import reflex as rx
from pydantic import BaseModel, Field

from dashboard.guard import acting, allow
from dashboard.layouts.model import NAME_MAX, VersionView
from dashboard.layouts.service import Basis
from dashboard.layouts.words import in_every_language
from dashboard.parts.home_state import DEVICE, HomeState, own_customer
from recommender.ports import CUSTOMER
from widgets.ports.facts import Texts
from widgets.words import choose, clock, day, t

SHOWN = 60
OPS = {
    "default": ("As the bank has it", "landmark"),
    "save": ("Arranged", "layout-grid"),
    "undo": ("Undone", "undo-2"),
    "redo": ("Done again", "redo-2"),
    "reset": ("Back to the bank's arrangement", "landmark"),
    "restore": ("An earlier version again", "history"),
    "merge": ("Two devices put together", "combine"),
    "give_back": ("Follows the computer again", "monitor-smartphone"),
    "accept": ("The bank's new home", "sparkles"),
    "adopt": ("A shared arrangement", "share-2"),
}
Number = Annotated[int, Field(ge=1, le=999_999_999)]


class Version(BaseModel):
    """One line; the first of a day carries the day."""

    version: int
    op: str
    at: str
    day: str = ""
    name: str = ""
    cards: int = 0
    is_newest: bool = False


class HistoryState(rx.State):
    """The versions, and the one that is looked at."""

    versions: list[Version] = []
    chosen: int = 0
    changes: list[Texts] = []

    @allow(CUSTOMER)
    async def load(self) -> None:
        """List the newest versions and the named ones."""
        async with acting() as (app, actor):
            found = await app.layouts.versions(actor, own_customer(actor), SHOWN)
            zone = app.clock.zone
        self.versions, self.chosen, self.changes = _by_day(found, zone), 0, []

    @allow(CUSTOMER)
    async def choose(self, version: Number) -> None:
        """Show what going back to a version would change; again: put it away."""
        if version == self.chosen:
            self.chosen = 0
            return
        async with acting() as (app, actor):
            opened = await app.layouts.open(actor, own_customer(actor))
            newest = opened.layout.version
            found = await app.layouts.diff(actor, own_customer(actor), newest, version)
            kinds = app.root.partners.kinds
        self.chosen, self.changes = version, [in_every_language(one, kinds) for one in found]

    @allow(CUSTOMER)
    async def call(self, form: dict[str, Annotated[str, Field(max_length=200)]]) -> Any:
        """Give the chosen version a name, so that it is kept."""
        async with acting(write=True) as (app, actor):
            name = form.get("name", "")
            await app.layouts.name(actor, own_customer(actor), self.chosen, name)
        return HistoryState.load

    @allow(CUSTOMER)
    async def restore(self, version: Number) -> Any:
        """Go back to a version; it can be undone."""
        async with acting(write=True) as (app, actor):
            basis = Basis(None, DEVICE)
            await app.layouts.restore(actor, own_customer(actor), version, basis)
        return [HomeState.reload, HistoryState.load]


def _by_day(found: list[VersionView], zone: Any) -> list[Version]:
    lines: list[Version] = []
    before = ""
    for one in found:
        today = one.created_at.astimezone(zone).date().isoformat()
        lines.append(
            Version(
                version=one.version,
                op=one.op,
                at=one.created_at.isoformat(),
                day=today if today != before else "",
                name=one.name,
                cards=one.tiles,
                is_newest=not lines,
            )
        )
        before = today
    return lines


def history() -> rx.Component:
    """Draw the versions, the newest first; one at a time opens."""
    nothing = rx.el.p(
        t("Nothing has been changed yet. Every change will stand here."), class_name="muted"
    )
    lines = rx.el.ol(rx.foreach(HistoryState.versions, _version), class_name="version-list")
    return rx.el.section(
        rx.el.h3(t("Versions")),
        rx.cond(HistoryState.versions, lines, nothing),
        class_name="stack tight",
    )


def _version(one: Any) -> rx.Component:
    is_chosen = HistoryState.chosen == one.version
    head = rx.el.button(
        rx.match(one.op, *[(op, _icon(icon)) for op, (_, icon) in OPS.items()], rx.fragment()),
        rx.el.span(
            rx.el.span(rx.cond(one.name != "", one.name, _op(one.op)), class_name="strong"),
            rx.cond(one.name != "", rx.el.span(_op(one.op), class_name="muted")),
            class_name="grow version-words",
        ),
        rx.cond(one.is_newest, rx.el.span(t("Now"), class_name="chip good")),
        rx.el.span(clock(one.at), class_name="muted number"),
        type="button",
        on_click=HistoryState.choose(one.version),
        aria_expanded=rx.cond(is_chosen, "true", "false"),
        data_version=one.version,
        class_name="version-head",
    )
    return rx.el.li(
        rx.cond(one.day != "", rx.el.p(day(one.day), class_name="version-day muted")),
        head,
        rx.cond(is_chosen, _opened(one)),
    )


def _opened(one: Any) -> rx.Component:
    changes = rx.cond(
        HistoryState.changes,
        rx.fragment(
            rx.el.p(t("Going back to it means:"), class_name="muted"),
            rx.el.ul(rx.foreach(HistoryState.changes, _line), class_name="change-list"),
        ),
        rx.el.p(t("It is what you see now."), class_name="muted"),
    )
    back = rx.el.button(
        t("Go back to this version"),
        type="button",
        on_click=HistoryState.restore(one.version),
        data_restore=one.version,
        class_name="btn primary",
    )
    return rx.el.div(
        changes,
        rx.cond(HistoryState.changes, back),
        _name(one),
        class_name="version-open stack tight",
    )


def _name(one: Any) -> rx.Component:
    return rx.el.form(
        rx.el.label(
            rx.el.span(t("Name"), class_name="help"),
            rx.el.input(
                name="name",
                default_value=one.name,
                max_length=NAME_MAX,
                placeholder=t("A name keeps it for good"),
                class_name="input",
            ),
            class_name="grow",
        ),
        rx.el.button(t("Keep"), type="submit", class_name="btn"),
        on_submit=HistoryState.call,
        class_name="row tight end",
    )


def _op(op: Any) -> Any:
    return rx.match(op, *[(one, t(words)) for one, (words, _) in OPS.items()], "")


def _icon(name: str) -> rx.Component:
    return rx.icon(name, size=18, aria_hidden=True)


def _line(texts: Any) -> rx.Component:
    return rx.el.li(choose(texts))
