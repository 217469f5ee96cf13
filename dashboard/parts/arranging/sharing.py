"""Giving an arrangement away, and taking one over: a code, nothing personal."""

from typing import Annotated, Any

import reflex as rx
from pydantic import Field

from dashboard.errors import CompanionError
from dashboard.guard import acting, allow
from dashboard.layouts.service import Basis
from dashboard.parts.home_state import DEVICE, HomeState, own_customer
from dashboard.problems import message_of
from recommender.ports import CUSTOMER
from widgets.ports.facts import Texts
from widgets.words import choose, t


class ShareState(rx.State):
    """The code of this arrangement, and what was wrong with one that was typed."""

    code: str = ""
    fault: Texts = {}

    @allow(CUSTOMER)
    async def load(self) -> None:
        """Begin anew: the arrangement may have changed."""
        self.code, self.fault = "", {}

    @allow(CUSTOMER)
    async def share(self) -> None:
        """Make a code of the arrangement as it is now."""
        async with acting(write=True) as (app, actor):
            self.code = await app.layouts.share(actor, own_customer(actor))

    @allow(CUSTOMER)
    async def take(self, form: dict[str, Annotated[str, Field(max_length=40)]]) -> Any:
        """Arrange my home like the one with this code; it can be undone."""
        try:
            async with acting(write=True) as (app, actor):
                template = await app.layouts.shared(actor, form.get("code", ""))
                me, basis = own_customer(actor), Basis(None, DEVICE)
                await app.layouts.adopt_template(actor, me, template, basis)
        except CompanionError as error:
            self.fault = message_of(error)
            return None
        self.fault = {}
        return HomeState.reload


def sharing() -> rx.Component:
    """Draw the code and the field for somebody else's."""
    return rx.el.section(
        rx.el.h3(t("Share the arrangement")),
        rx.el.p(
            t("A code holds cards, places and switches. Accounts, titles and words stay with you."),
            class_name="muted",
        ),
        rx.cond(ShareState.code != "", _code(), _make()),
        _take(),
        class_name="stack tight",
    )


def _make() -> rx.Component:
    return rx.el.div(
        rx.el.button(
            rx.icon("share-2", size=18, aria_hidden=True),
            t("Make a code"),
            type="button",
            id="share-home",
            on_click=ShareState.share,
            class_name="btn",
        ),
        rx.el.a(
            rx.icon("download", size=18, aria_hidden=True),
            t("As a file"),
            href="/api/v1/customers/me/layout/template",
            download="home.json",
            class_name="btn quiet",
        ),
        class_name="row tight wrap",
    )


def _code() -> rx.Component:
    return rx.el.p(
        t("Your code"), rx.el.output(ShareState.code, class_name="share-code number"), role="status"
    )


def _take() -> rx.Component:
    return rx.el.form(
        rx.el.label(
            rx.el.span(t("Somebody's code"), class_name="help"),
            rx.el.input(
                name="code",
                placeholder="ABCD-2345",
                max_length=9,
                auto_complete="off",
                aria_invalid=rx.cond(ShareState.fault, "true", "false"),
                aria_describedby="share-fault",
                class_name="input number",
            ),
            class_name="grow",
        ),
        rx.el.button(t("Use it"), type="submit", class_name="btn"),
        rx.el.p(choose(ShareState.fault), id="share-fault", role="alert", class_name="error"),
        on_submit=ShareState.take,
        reset_on_submit=False,
        class_name="row tight end wrap",
    )
