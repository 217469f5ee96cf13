"""The invitation of a first run: to choose what to save for; calm, and put off with one click."""

from typing import Any

import reflex as rx
from reflex_base.constants.compiler import MemoizationMode

from dashboard.guard import acting, allow
from dashboard.parts.home_state import HomeState, own_customer
from dashboard.parts.session import SessionState
from recommender.ports import CUSTOMER
from widgets.words import t

FIRST_VERSION = 1
"""Of a home that nobody has arranged yet."""


class InvitationState(rx.State):
    """Whom to invite; empty for nobody."""

    owner: str = ""

    @allow(CUSTOMER)
    async def load(self) -> None:
        """Invite who has no goal yet, where there are some to begin."""
        async with acting() as (app, actor):
            me = own_customer(actor)
            found = await app.goals.list(actor, me)
            ideas = () if found.goals else await app.goals.ideas(actor, me)
        self.owner = me if ideas else ""


class _Invitation(rx.Component):
    """A section that this browser shows until it is put off."""

    library = rx.asset("invitation.jsx", shared=True).importable_path
    tag = "Invitation"
    _memoization_mode = MemoizationMode(recursive=False)

    owner: rx.Var[str]
    later: rx.Var[str]


def invitation_watch() -> rx.Component:
    """Ask whom to invite, on a home that nobody has arranged yet."""
    is_first: Any = SessionState.is_customer & (HomeState.version == FIRST_VERSION)
    return rx.cond(is_first, rx.el.span(on_mount=InvitationState.load, hidden=True))


def invitation() -> rx.Component:
    """Draw it while the home is as it was found."""
    drawn = _Invitation.create(
        rx.el.div(
            rx.el.strong(t("What do you want to save for?")),
            rx.el.p(t("Choose up to three goals, and your home shows how far you are.")),
            class_name="grow stack tight",
        ),
        rx.el.a(t("Choose goals"), href="/welcome", class_name="btn primary"),
        owner=InvitationState.owner,
        later=t("Not now"),
        class_name="banner",
    )
    return rx.cond(HomeState.version == FIRST_VERSION, drawn)
