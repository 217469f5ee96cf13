"""The customer's thread with the own relationship manager."""

from typing import Any

import reflex as rx

from dashboard.errors import NotFound
from dashboard.guard import acting, allow
from dashboard.life.advice.model import MessageIn
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

    @allow(CUSTOMER)
    async def load(self) -> None:
        """Open the thread."""
        async with acting() as (app, actor):
            await self._show(app, actor)

    @allow(CUSTOMER)
    async def send(self, form: dict[str, str]) -> None:
        """Write to the relationship manager."""
        wanted = read_form(MessageIn, form)
        async with acting(write=True) as (app, actor):
            await app.life.advice.write(actor, _own(actor), wanted.text)
        async with acting() as (app, actor):
            await self._show(app, actor)

    async def _show(self, app: Services, actor: Actor) -> None:
        customer = _own(actor)
        adviser = await app.life.advice.adviser(actor, customer)
        self.name = adviser.name if adviser else {}
        self.said = told(await app.life.advice.thread(actor, customer), by_customer=True)
        self.stage = "ready" if adviser else "nobody"


def _own(actor: Actor) -> str:
    if actor.customer_id is None:
        raise NotFound("There is no customer behind this sign-in.")
    return actor.customer_id


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
            writing(AdviserState.send),
            class_name="card stack roomy",
        ),
        class_name="stack",
        id="adviser",
    )
