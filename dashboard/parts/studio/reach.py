"""Whom the audience reaches: the count and where the others are lost, as the form changes."""

from typing import Any

import reflex as rx
from pydantic import BaseModel

from content.audience import Audience
from content.estimate import Estimate
from dashboard.guard import acting, allow
from dashboard.people.roles import MARKETER, REVIEWER
from recommender.customers.model import Segment
from widgets.words import percent, t

REASONS = {
    "segment": "In other segments",
    "capacity": "Capacity too low, or assessment expired",
    "consent": "No consent",
    "senior": "Senior edition",
}


class LossLine(BaseModel):
    """Customers lost at one step, with their share of all."""

    reason: str = ""
    count: int = 0
    share: float = 0.0


class ReachState(rx.State):
    """The estimate of the audience in the form."""

    ready: bool = False
    base: int = 0
    reached: int = 0
    share: float = 0.0
    losses: list[LossLine] = []

    @allow(MARKETER, REVIEWER)
    async def count(self, segments: list[Segment], minimum: int, is_marketing: bool) -> None:
        """Count the audience over all customers."""
        audience = Audience(segments=tuple(segments), minimum_capacity=minimum or None)
        async with acting() as (app, actor):
            found = await app.estimates.of(actor, audience, marketing=is_marketing)
        self._show(found)

    def _show(self, found: Estimate) -> None:
        base = found.base or 1
        self.base, self.reached, self.share = found.base, found.reached, found.reached / base
        self.losses = [
            LossLine(reason=one.reason, count=one.count, share=one.count / base)
            for one in found.losses
            if one.count
        ]
        self.ready = True


def reach_view() -> rx.Component:
    """Draw how many are reached, and a bar for each step at which others are lost."""
    head = rx.el.p(
        rx.el.span(ReachState.reached, class_name="figure", id="reached"),
        rx.el.span(t("of {n} customers", n=ReachState.base), class_name="muted"),
        class_name="row tight baseline",
    )
    losses: Any = ReachState.losses
    bars = rx.el.ul(
        _bar(t("Reached"), ReachState.reached, ReachState.share, "reach-bar full"),
        rx.foreach(losses, _loss),
        class_name="stack tight",
    )
    waiting = rx.el.span(class_name="skeleton w-55")
    return rx.el.div(
        rx.cond(ReachState.ready, rx.el.div(head, bars, class_name="stack tight"), waiting),
        aria_live="polite",
        id="reach",
    )


def _loss(loss: Any) -> rx.Component:
    name = rx.match(loss.reason, *[(key, t(text)) for key, text in REASONS.items()], loss.reason)
    return _bar(name, loss.count, loss.share, "reach-bar")


def _bar(name: Any, count: Any, share: Any, look: str) -> rx.Component:
    words = rx.el.div(
        rx.el.span(name, class_name="small"),
        rx.el.span(count, " · ", percent(share), class_name="small number muted"),
        class_name="row between",
    )
    width = share.to(float) * 100 if hasattr(share, "to") else share
    bar = rx.el.div(
        rx.el.span(style={"width": width.to_string() + "%"}), class_name=look, aria_hidden=True
    )
    return rx.el.li(words, bar)
