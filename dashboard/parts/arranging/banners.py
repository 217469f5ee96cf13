"""Banners above the cards: two devices put together, and what is new in the bank's home."""

from typing import Any

import reflex as rx

from dashboard.guard import acting, allow
from dashboard.layouts.service import Basis
from dashboard.layouts.words import in_every_language
from dashboard.parts.arranging.ground import arranging
from dashboard.parts.arranging.merge_state import MergeState
from dashboard.parts.home_state import DEVICE, HomeState, own_customer
from dashboard.parts.invitation import invitation, invitation_watch
from dashboard.parts.session import SessionState
from recommender.ports import CUSTOMER
from widgets.ports.facts import Texts
from widgets.words import choose, t

NEWEST = Basis(None, DEVICE)


class NewsState(rx.State):
    """What the bank has changed in its home since this one was made."""

    changes: list[Texts] = []

    @allow(CUSTOMER)
    async def load(self) -> None:
        """Look what is new; nothing is shown when nothing is."""
        async with acting() as (app, actor):
            found = await app.layouts.news(actor, own_customer(actor))
            kinds = app.root.partners.kinds
        self.changes = [in_every_language(one, kinds) for one in found]

    @allow(CUSTOMER)
    async def take(self) -> Any:
        """Take over what is new; where I changed the same, mine counts."""
        async with acting(write=True) as (app, actor):
            await app.layouts.accept_defaults(actor, own_customer(actor), NEWEST)
        self.changes = []
        return HomeState.reload

    @allow(CUSTOMER)
    async def leave(self) -> Any:
        """Leave my home as it is, and ask no more."""
        async with acting(write=True) as (app, actor):
            await app.layouts.keep_mine(actor, own_customer(actor), NEWEST)
        self.changes = []
        return HomeState.reload


def banners() -> rx.Component:
    """Draw what is to be told of the arrangement; nothing at most times."""
    watch = rx.el.span(on_mount=NewsState.load, hidden=True)
    told = arranging(
        rx.cond(MergeState.is_told, _merged()),
        rx.cond(NewsState.changes, _news()),
        invitation(),
        class_name="arranging-banners",
    )
    return rx.fragment(rx.cond(SessionState.ready, watch), invitation_watch(), told)


def _merged() -> rx.Component:
    undo = rx.el.button(
        t("Undo"),
        type="button",
        id="undo-merge",
        on_click=[HomeState.undo, MergeState.close],
        class_name="btn",
    )
    told = rx.el.div(
        rx.el.strong(
            rx.cond(
                MergeState.is_merged,
                t("Your home was changed on two devices. Both are kept."),
                t("Your home was changed on another device. This is the newest."),
            )
        ),
        _told(MergeState.clashes, t("Where both changed the same")),
        _told(MergeState.mine, t("Changed here")),
        _told(MergeState.theirs, t("Changed there")),
        class_name="grow stack tight",
    )
    close = rx.el.button(
        t("Good"), type="button", id="close-merge", on_click=MergeState.close, class_name="btn"
    )
    return rx.el.section(
        told,
        rx.el.div(rx.cond(MergeState.is_merged, undo), close, class_name="row tight wrap"),
        class_name="banner arranging-banner",
        role="status",
        data_merge="told",
    )


def _news() -> rx.Component:
    told = rx.el.div(
        rx.el.strong(t("The bank's home has changed")),
        rx.el.details(
            rx.el.summary(t("What would be new"), class_name="link"),
            _lines(NewsState.changes),
        ),
        class_name="grow stack tight",
    )
    return rx.el.section(
        told,
        rx.el.div(
            rx.el.button(
                t("Take over what is new"),
                type="button",
                id="take-news",
                on_click=NewsState.take,
                class_name="btn primary",
            ),
            rx.el.button(
                t("Keep mine"),
                type="button",
                id="leave-news",
                on_click=NewsState.leave,
                class_name="btn",
            ),
            class_name="row tight wrap",
        ),
        class_name="banner arranging-banner",
        aria_label=t("The bank's home has changed"),
    )


def _told(lines: Any, title: Any) -> rx.Component:
    return rx.cond(lines, rx.el.div(rx.el.p(title, class_name="muted"), _lines(lines)))


def _lines(lines: Any) -> rx.Component:
    return rx.el.ul(rx.foreach(lines, _line), class_name="change-list")


def _line(texts: Any) -> rx.Component:
    return rx.el.li(choose(texts))
