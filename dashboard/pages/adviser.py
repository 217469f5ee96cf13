"""The customer's thread with the own relationship manager."""

from collections.abc import Mapping
from typing import Any

import reflex as rx
from pydantic import ValidationError

from dashboard.errors import NotFound
from dashboard.guard import acting, allow
from dashboard.life.advice.model import About, MessageIn
from dashboard.parts.forms import read_form
from dashboard.parts.shell import page
from dashboard.parts.thread import Said, thread, told, writing
from dashboard.parts.views import card, empty, loading, page_head
from dashboard.wiring import Services
from recommender.ports import CUSTOMER, Actor
from widgets.words import choose, t


class AdviserState(rx.State):
    """Who looks after the customer, and what was written."""

    stage: str = "loading"
    name: dict[str, str] = {}
    said: list[Said] = []
    about: dict[str, str] = {}
    _about: About | None = None

    @allow(CUSTOMER)
    async def load(self) -> None:
        """Open the thread; the address may name what is to be written about."""
        self._about = _named(self.router.url.query_parameters)
        async with acting() as (app, actor):
            item = self._about and (await app.root.catalogue.now()).get(
                self._about.kind, self._about.item_id
            )
            self.about = dict(item.titles) if item else {}
            self._about = self._about if item else None
            await self._show(app, actor)

    @allow(CUSTOMER)
    async def leave_out(self) -> None:
        """Write about nothing in particular."""
        self.about, self._about = {}, None

    @allow(CUSTOMER)
    async def send(self, form: dict[str, str]) -> None:
        """Write to the relationship manager."""
        wanted = read_form(MessageIn, {"text": form.get("text", ""), "about": self._about})
        async with acting(write=True) as (app, actor):
            await app.life.advice.write(actor, _own(actor), wanted)
        self.about, self._about = {}, None
        async with acting() as (app, actor):
            await self._show(app, actor)

    async def _show(self, app: Services, actor: Actor) -> None:
        customer = _own(actor)
        adviser = await app.life.advice.adviser(actor, customer)
        self.name = adviser.name if adviser else {}
        found, titles = (
            await app.life.advice.thread(actor, customer),
            await app.root.catalogue.now(),
        )
        self.said = told(found, by_customer=True, titles=titles)
        self.stage = "ready" if adviser else "nobody"


def _own(actor: Actor) -> str:
    if actor.customer_id is None:
        raise NotFound("There is no customer behind this sign-in.")
    return actor.customer_id


def _named(query: Mapping[str, str]) -> About | None:
    """Read what the address names; nothing where it makes no sense."""
    kind, _, item = query.get("about", "").partition(":")
    given = {"kind": kind, "item_id": item, "decision_id": query.get("d") or None}
    try:
        return About.model_validate(given)
    except ValidationError:
        return None


@page("/adviser", title="My adviser", on_load=AdviserState.load)
def adviser() -> rx.Component:
    """Draw the thread and the field to write."""
    nobody = empty("user-round", t("Nobody looks after you yet. Please ask at your branch."))
    return rx.match(AdviserState.stage, ("ready", _thread()), ("nobody", nobody), loading(5))


def _thread() -> rx.Component:
    name: Any = AdviserState.name
    return rx.el.div(
        page_head(choose(name), caption=t("Looks after you")),
        card(
            thread(AdviserState.said, t("No messages yet. Write whenever you like.")),
            rx.cond(AdviserState.about, _about()),
            writing(AdviserState.send),
            class_name="card stack roomy",
        ),
        class_name="stack",
        id="adviser",
    )


def _about() -> rx.Component:
    """Say what the next message is about."""
    title: Any = AdviserState.about
    return rx.el.p(
        rx.el.span(t("About: {title}", title=choose(title)), class_name="chip info clip"),
        rx.el.button(
            rx.icon("x", size=16, aria_hidden=True),
            type="button",
            aria_label=t("Write about something else"),
            on_click=AdviserState.leave_out,
            class_name="btn icon quiet",
        ),
        class_name="row tight",
        id="about",
    )
