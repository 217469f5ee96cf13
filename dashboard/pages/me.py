"""The person's own page: what is shared and for what, how things are shown, signing out."""

from typing import Any

import reflex as rx

from dashboard.consents.model import ConsentChange, Purpose
from dashboard.guard import acting, allow
from dashboard.parts.choices import (
    ChoiceState,
    language_tabs,
    scale_tabs,
    switch_line,
    theme_tabs,
)
from dashboard.parts.installed import install_offer
from dashboard.parts.interests import InterestState, interests
from dashboard.parts.native_form import native_form
from dashboard.parts.own_data import own_data
from dashboard.parts.session import SessionState
from dashboard.parts.shell import page
from dashboard.parts.views import card, page_head
from dashboard.people.roles import CUSTOMER, SIGNED_IN
from recommender.ports import PERSONALISATION
from widgets.words import choose, t

PURPOSES: tuple[tuple[Purpose, str, str], ...] = (
    (
        "marketing",
        "Offers and campaigns",
        "Show me cards about products that the bank promotes.",
    ),
    (
        "rm_sharing",
        "Share with my relationship manager",
        "My manager may see what I read and suggest a next step.",
    ),
    (
        "partner",
        "Share with partners",
        "Insurers and fund houses may receive what is needed for their offers.",
    ),
)


class MeState(rx.State):
    """The customer's consents; staff have none."""

    account: str = ""
    allowed: dict[str, bool] = {}
    version: int = 0

    @allow(*SIGNED_IN)
    async def load(self) -> None:
        """Read what the customer allows now."""
        async with acting() as (app, actor):
            self.account = actor.id
            if actor.has(CUSTOMER) and actor.customer_id:
                consents = await app.consents.view(actor, actor.customer_id)
                self.allowed, self.version = consents.purposes, consents.version

    @allow(CUSTOMER)
    async def consent(self, purpose: Purpose, is_allowed: bool) -> Any:
        """Allow a purpose, or take it back; it counts from the next answer on."""
        change = ConsentChange(purposes={purpose: is_allowed})
        async with acting(write=True) as (app, actor):
            consents = await app.consents.change(actor, actor.customer_id or "", change)
        self.allowed, self.version = consents.purposes, consents.version
        return InterestState.load


@page("/me", title="Me", on_load=[MeState.load, InterestState.load])
def me() -> rx.Component:
    """Draw the page as two cards side by side."""
    return rx.el.div(
        page_head(choose(SessionState.name), _sign_out(), caption=MeState.account),
        rx.el.div(
            rx.cond(SessionState.is_customer, _privacy()),
            _appearance(),
            class_name="split even",
        ),
        rx.cond(SessionState.is_customer, interests()),
        rx.cond(SessionState.is_customer, own_data(MeState.account)),
        class_name="stack sections",
    )


def _sign_out() -> rx.Component:
    button = rx.el.button(
        rx.icon("log-out", size=16, aria_hidden=True),
        t("Sign out"),
        type="submit",
        class_name="btn",
        id="sign-out",
    )
    return native_form(button, action="/auth/sign-out")


def _privacy() -> rx.Component:
    personal = switch_line(
        t("Personalised for me"),
        rx.cond(
            MeState.allowed[PERSONALISATION],
            t("What you read and hold shapes what you see. You may switch it off at any time."),
            t("Off: you see what is popular with everybody, and nothing about you is used."),
        ),
        name="consent-personalisation",
        checked=MeState.allowed[PERSONALISATION],
        on_change=lambda value: MeState.consent("personalisation", value),
    )
    return card(
        personal,
        *[_purpose(purpose, title, caption) for purpose, title, caption in PURPOSES],
        rx.el.p(
            t("Version {n} of your choices; each earlier one is kept.", n=MeState.version),
            class_name="caption",
        ),
        title=t("Privacy"),
        id="privacy",
        data_version=MeState.version,
    )


def _purpose(purpose: Purpose, title: str, caption: str) -> rx.Component:
    return switch_line(
        t(title),
        t(caption),
        name=f"consent-{purpose}",
        checked=MeState.allowed[purpose],
        on_change=lambda value: MeState.consent(purpose, value),
    )


def _appearance() -> rx.Component:
    return card(
        _line(t("Language"), language_tabs()),
        _line(t("Colours"), theme_tabs()),
        switch_line(
            t("Hide amounts"),
            t("Dots instead of figures, until you switch it off again."),
            name="hide-amounts",
            checked=SessionState.hidden,
            on_change=ChoiceState.hide_amounts,
        ),
        switch_line(
            t("Senior edition"),
            t("Larger type, fewer things at once, and nothing that sells."),
            name="senior",
            checked=SessionState.senior,
            on_change=ChoiceState.use_senior,
        ),
        rx.cond(SessionState.senior, _line(t("Size of the type"), scale_tabs())),
        rx.el.p(
            t("Elsewhere it is called the elder, family or caring edition."), class_name="caption"
        ),
        install_offer(),
        title=t("How things are shown"),
        id="appearance",
    )


def _line(title: rx.Var[str], control: rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.span(title, class_name="strong grow"), control, class_name="row between wrap setting"
    )
