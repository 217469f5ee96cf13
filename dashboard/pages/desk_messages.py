"""Messages of an adviser's own customers: those that wait for an answer, and the open thread."""

from typing import Any

import reflex as rx

from dashboard.guard import acting, allow
from dashboard.life.advice.model import MessageIn
from dashboard.parts.forms import read_form
from dashboard.parts.shell import page
from dashboard.parts.thread import Said, thread, told, writing
from dashboard.parts.views import card, empty, loading, page_head
from dashboard.parts.waiting import Waiting, who_waits
from dashboard.wiring import Services
from recommender.ids import ExternalId
from recommender.ports import MANAGER, RM, Actor
from widgets.words import choose, t, when


class DeskMessagesState(rx.State):
    """Who waits, and the thread that is open."""

    ready: bool = False
    waiting: list[Waiting] = []
    chosen: Waiting = Waiting()
    said: list[Said] = []

    @allow(RM, MANAGER)
    async def load(self) -> None:
        """List who waits, and open whom the address names, or who has waited longest."""
        wanted = self.router.url.query_parameters.get("customer", "")
        async with acting() as (app, actor):
            await self._list(app, actor)
            named = [one for one in self.waiting if one.customer_id == wanted]
            self.chosen = next(iter([*named, *self.waiting]), Waiting())
            await self._open(app, actor)
        self.ready = True

    @allow(RM, MANAGER)
    async def choose(self, customer_id: ExternalId) -> None:
        """Open the thread of one of those who wait."""
        found = [one for one in self.waiting if one.customer_id == customer_id]
        self.chosen = found[0] if found else Waiting()
        async with acting() as (app, actor):
            await self._open(app, actor)

    @allow(RM, MANAGER)
    async def answer(self, form: dict[str, str]) -> None:
        """Answer in the open thread; the customer waits no longer."""
        wanted = read_form(MessageIn, form)
        async with acting(write=True) as (app, actor):
            await app.life.advice.write(actor, self.chosen.customer_id, wanted)
        async with acting() as (app, actor):
            await self._list(app, actor)
            await self._open(app, actor)

    async def _list(self, app: Services, actor: Actor) -> None:
        self.waiting = await who_waits(app, actor)

    async def _open(self, app: Services, actor: Actor) -> None:
        self.said = []
        if self.chosen.customer_id:
            found = await app.life.advice.thread(actor, self.chosen.customer_id)
            titles = await app.root.catalogue.now()
            self.said = told(found, by_customer=False, titles=titles)


@page("/desk/messages", title="Messages", on_load=DeskMessagesState.load)
def desk_messages() -> rx.Component:
    """Draw who waits at the left, the thread at the right."""
    nothing = empty("message-circle", t("Nobody waits for an answer."))
    is_open = DeskMessagesState.chosen.customer_id != ""
    both = rx.el.div(_list(), rx.cond(is_open, _thread()), class_name="split desk")
    return rx.el.div(
        page_head(
            t("Messages"),
            rx.el.a(t("Follow-ups"), href="/desk", class_name="btn"),
            caption=t("Your own customers who wait for an answer, the longest first."),
        ),
        rx.cond(DeskMessagesState.ready, rx.cond(is_open, both, nothing), loading(5)),
        id="desk-messages",
    )


def _list() -> rx.Component:
    return rx.el.ol(
        rx.foreach(DeskMessagesState.waiting, _row),
        class_name="stack tight",
        aria_label=t("Messages"),
    )


def _row(row: Any) -> rx.Component:
    words = rx.el.span(
        rx.el.span(choose(row.names), class_name="strong"),
        rx.el.span(
            rx.cond(row.asks_call, t("Please call me back."), row.text), class_name="muted clip-2"
        ),
        rx.el.span(when(row.at), class_name="caption"),
        class_name="grow two-lines",
    )
    return rx.el.li(
        rx.el.button(
            words,
            type="button",
            on_click=DeskMessagesState.choose(row.customer_id),
            class_name="card row top pick",
            aria_current=rx.cond(
                DeskMessagesState.chosen.customer_id == row.customer_id, "true", "false"
            ),
            data_customer=row.customer_id,
        )
    )


def _thread() -> rx.Component:
    return card(
        rx.el.h2(choose(DeskMessagesState.chosen.names), class_name="card-title"),
        thread(DeskMessagesState.said, t("No messages yet.")),
        writing(DeskMessagesState.answer, key=DeskMessagesState.chosen.customer_id),
        class_name="card stack roomy",
        id="thread",
    )
