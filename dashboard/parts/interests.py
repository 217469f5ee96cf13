"""What the engine takes a customer to care about: tags, each with its signals, to take away."""

from typing import Any, cast

import reflex as rx

from dashboard.guard import acting, allow
from dashboard.parts.reader import language_of
from dashboard.parts.views import card
from dashboard.people.roles import CUSTOMER, SIGNED_IN
from recommender.ids import ExternalId
from recommender.tags.model import InterestTag, RemovedTag, TagList
from widgets.words import percent, t, when


class InterestState(rx.State):
    """The customer's interest tags; staff have none."""

    stage: str = "loading"
    personalised: bool = False
    tags: list[InterestTag] = []
    removed: list[RemovedTag] = []

    @allow(*SIGNED_IN)
    async def load(self) -> None:
        """Read the tags."""
        async with acting() as (app, actor):
            if actor.has(CUSTOMER) and actor.customer_id:
                language = await language_of(app, actor, self.router.headers.accept_language)
                self._show(await app.tags.list(actor, actor.customer_id, language))

    @allow(CUSTOMER)
    async def remove(self, tag: ExternalId) -> None:
        """Have a tag or one signal speak no longer."""
        async with acting(write=True) as (app, actor):
            await app.tags.remove(actor, actor.customer_id or "", tag)
        await self._read()

    @allow(CUSTOMER)
    async def restore(self, tag: ExternalId) -> None:
        """Let a tag or signal speak again."""
        async with acting(write=True) as (app, actor):
            await app.tags.restore(actor, actor.customer_id or "", tag)
        await self._read()

    async def _read(self) -> None:
        async with acting() as (app, actor):
            language = await language_of(app, actor, self.router.headers.accept_language)
            self._show(await app.tags.list(actor, actor.customer_id or "", language))

    def _show(self, found: TagList) -> None:
        self.personalised, self.stage = found.personalised, "ready"
        self.tags, self.removed = list(found.tags), list(found.removed)


def interests() -> rx.Component:
    """Draw the tags that are used, and those taken away."""
    tags, removed = cast("Any", InterestState.tags), cast("Any", InterestState.removed)
    return card(
        rx.el.p(
            rx.cond(
                InterestState.personalised,
                t("This is what your list is made from. Take away what should not count."),
                t("Personalisation is off: none of this is used."),
            ),
            class_name="muted",
        ),
        rx.cond(
            tags.length() > 0,
            rx.el.ul(rx.foreach(tags, _tag), class_name="two-up"),
            rx.el.p(
                t("Nothing yet. What you read and like will stand here."), class_name="caption"
            ),
        ),
        rx.cond(removed.length() > 0, _removed()),
        title=t("My interests"),
        id="interests",
        data_stage=InterestState.stage,
    )


def _tag(tag: Any) -> rx.Component:
    head = rx.el.div(
        rx.el.span(tag.title, class_name="strong grow"),
        rx.el.span(percent(tag.share), class_name="number muted"),
        _button(t("Take away"), InterestState.remove(tag.id), tag.title),
        class_name="row",
    )
    signals = rx.el.details(
        rx.el.summary(t("What it rests on")),
        rx.el.ul(rx.foreach(tag.signals, _signal), class_name="list"),
        class_name="why",
    )
    return rx.el.li(head, signals, class_name="item", data_tag=tag.id)


def _signal(signal: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(signal.title, class_name="grow"),
        rx.el.span(t("{n} times", n=signal.times), class_name="muted number"),
        _button(t("Do not use this"), InterestState.remove(signal.id), signal.title),
        class_name="row wrap",
        data_signal=signal.id,
    )


def _removed() -> rx.Component:
    return rx.el.div(
        rx.el.h3(t("Taken away"), class_name="caption"),
        rx.el.ul(rx.foreach(InterestState.removed, _removed_tag), class_name="list"),
        class_name="stack tight",
    )


def _removed_tag(tag: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(tag.title, class_name="grow"),
        rx.el.span(when(tag.removed_at), class_name="muted number"),
        _button(t("Use it again"), InterestState.restore(tag.id), tag.title),
        class_name="row wrap",
        data_removed=tag.id,
    )


def _button(words: Any, handler: Any, about: Any) -> rx.Component:
    return rx.el.button(
        words,
        rx.el.span(about, class_name="visually-hidden"),
        type="button",
        on_click=handler,
        class_name="btn quiet",
    )
