"""The senior edition on the page: its entry, the bar of large buttons, what rests meanwhile."""

from typing import Any

import reflex as rx

from dashboard.guard import acting, allow
from dashboard.parts.choices import SCALES, ChoiceState
from dashboard.parts.read_aloud import read_page
from dashboard.parts.session import SessionState
from dashboard.people.roles import EVERYONE
from widgets.words import t

LARGEST = SCALES[-1][0]
NEXT_SCALE = {150: 175, 175: 200, 200: 150}


class DirectLineState(rx.State):
    """The telephone number of a person, for the large button."""

    phone: str = ""

    @allow(*EVERYONE)
    async def load(self) -> None:
        """Read the number from the bank's settings."""
        async with acting() as (app, _actor):
            self.phone = app.root.settings.phone


def senior_entry() -> rx.Component:
    """Draw the way into the senior edition; it stands on the home, with its name."""
    button = rx.el.button(
        rx.icon("a-large-small", size=20, aria_hidden=True),
        rx.el.span(t("Senior edition")),
        type="button",
        id="senior-on",
        on_click=ChoiceState.use_senior(True),
        title=t("Larger type, fewer things at once, and nothing that sells."),
        class_name="btn quiet",
    )
    return rx.cond(~SessionState.senior, button)


def senior_bar() -> rx.Component:
    """Draw what the senior edition keeps at hand: listening, a person, larger type, the way out."""
    bar = rx.el.nav(
        read_page(),
        _person(),
        _adviser(),
        rx.el.button(
            rx.icon("a-arrow-up", size=24, aria_hidden=True),
            rx.el.span(rx.cond(SessionState.scale == LARGEST, t("Smaller type"), t("Larger type"))),
            type="button",
            id="senior-scale",
            on_click=ChoiceState.choose_scale(_next_scale()),
            class_name="btn",
        ),
        rx.el.button(
            rx.icon("log-out", size=24, aria_hidden=True),
            rx.el.span(t("Back to the usual view")),
            type="button",
            id="senior-off",
            on_click=ChoiceState.use_senior(False),
            class_name="btn",
        ),
        on_mount=DirectLineState.load,
        aria_label=t("Senior edition"),
        class_name="senior-bar",
        data_silent="on",
    )
    return rx.cond(SessionState.senior, bar)


def senior_rest(resting: Any) -> rx.Component:
    """Say how many cards of one's own the senior edition leaves out; none of them is lost."""
    line = rx.el.p(
        t("{n} of your cards rest in the senior edition. They are kept.", n=resting),
        id="senior-rest",
        class_name="muted senior-rest",
    )
    return rx.cond(SessionState.senior & (resting > 0), line)


def _person() -> rx.Component:
    call = rx.el.a(
        rx.icon("phone", size=24, aria_hidden=True),
        rx.el.span(t("Talk to a person")),
        rx.el.span(DirectLineState.phone, class_name="number"),
        href="tel:" + DirectLineState.phone,
        id="senior-call",
        class_name="btn primary",
    )
    return rx.cond(DirectLineState.phone != "", call)


def _adviser() -> rx.Component:
    return rx.el.a(
        rx.icon("message-circle", size=24, aria_hidden=True),
        rx.el.span(t("Write to my adviser")),
        href="/adviser",
        id="senior-write",
        class_name="btn",
    )


def _next_scale() -> Any:
    return rx.match(SessionState.scale, *NEXT_SCALE.items(), 150)
