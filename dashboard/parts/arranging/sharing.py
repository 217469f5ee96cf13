"""Giving an arrangement away, and taking one over: a code, nothing personal."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import reflex as rx
from pydantic import Field

from dashboard.errors import CompanionError
from dashboard.guard import acting, allow
from dashboard.layouts.service import Basis
from dashboard.layouts.templates import Template, read_template
from dashboard.parts.file_pick import MOST_LETTERS, file_pick
from dashboard.parts.home_state import DEVICE, HomeState, own_customer
from dashboard.problems import message_of
from dashboard.wiring import Services
from recommender.ports import CUSTOMER, Actor
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

        async def asked(app: Services, actor: Actor) -> Template:
            return await app.layouts.shared(actor, form.get("code", ""))

        return await self._adopt(asked)

    @allow(CUSTOMER)
    async def take_file(self, text: Annotated[str, Field(max_length=MOST_LETTERS)]) -> Any:
        """Arrange my home like the one in a file; it can be undone."""

        async def asked(_app: Services, _actor: Actor) -> Template:
            return read_template(text)

        return await self._adopt(asked)

    async def _adopt(self, asked: Callable[[Services, Actor], Awaitable[Template]]) -> Any:
        """Take an arrangement over, or say what is wrong with it; my home stays then."""
        try:
            async with acting(write=True) as (app, actor):
                template = await asked(app, actor)
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
        file_pick(t("From a file"), ShareState.take_file),
        rx.el.p(choose(ShareState.fault), id="share-fault", role="alert", class_name="error"),
        on_submit=ShareState.take,
        reset_on_submit=False,
        class_name="row tight end wrap",
    )
