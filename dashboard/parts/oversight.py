"""On the models page: does the serving model still fit, and what an unused one would do."""

from typing import Any

import reflex as rx

from dashboard.guard import acting, allow
from dashboard.parts.checks import DriftLine, ShadowLine, drift_line, shadow_line
from dashboard.parts.session import SessionState
from dashboard.parts.views import card
from recommender.oversight.model import SHADOW, Check
from recommender.ports import COMPLIANCE, OPERATOR
from widgets.words import percent, t, when

FEATURES = {
    "scores": "Scores of first places",
    "history": "Length of histories",
    "segments": "Segments",
    "deeds": "Kinds of events",
    "items": "Items used",
}
STATES = {
    "waiting": ("Waiting for the next check", "chip"),
    "too_little": ("Too little to say", "chip"),
    "ok": ("As trained", "chip good"),
    "alarm": ("Changed", "chip bad"),
}
REASONS = {
    "nothing_random": "Nothing was shown by chance, so nothing can be estimated of another model.",
    "too_little": "Too few places were shown by chance to estimate anything yet.",
}


class OversightState(rx.State):
    """The newest checks."""

    drift: DriftLine = DriftLine()
    shadows: dict[str, ShadowLine] = {}

    @allow(OPERATOR, COMPLIANCE)
    async def load(self) -> None:
        """Read the checks."""
        async with acting() as (app, actor):
            drift, checks = await app.oversight.drift(actor), await app.oversight.checks(actor)
        self._show(drift, checks)

    @allow(OPERATOR)
    async def shadow(self, model_id: str) -> None:
        """Have a model scored beside what is shown."""
        async with acting(write=True) as (app, actor):
            await app.oversight.shadow(actor, model_id)
        await self._read()

    @allow(OPERATOR)
    async def end_shadow(self, model_id: str) -> None:
        """Stop comparing a model."""
        async with acting(write=True) as (app, actor):
            await app.oversight.end_shadow(actor, model_id)
        await self._read()

    async def _read(self) -> None:
        async with acting() as (app, actor):
            drift, checks = await app.oversight.drift(actor), await app.oversight.checks(actor)
        self._show(drift, checks)

    def _show(self, drift: Check | None, checks: list[Check]) -> None:
        self.drift = drift_line(drift) if drift else DriftLine()
        self.shadows = {one.model_id: shadow_line(one) for one in checks if one.kind == SHADOW}


def drift_panel() -> rx.Component:
    """Draw what moved since the serving model was trained."""
    drift: Any = OversightState.drift
    head = rx.el.div(
        _state(drift.state),
        rx.cond(drift.at != "", rx.el.span(when(drift.at), class_name="caption")),
        class_name="row wrap",
    )
    help_text = rx.el.p(
        t(
            "Each bar is how far a distribution moved since training; the mark is what chance "
            "and custom allow."
        ),
        class_name="muted small",
    )
    clicks = rx.el.p(
        t("Lists with a click, when it was new:"),
        " ",
        percent(drift.clicks_before, 1),
        " · ",
        t("now:"),
        " ",
        drift.clicks_now,
        class_name=rx.cond(drift.clicks_fell, "banner warn", "small"),
    )
    shown = card(
        head,
        help_text,
        rx.el.ul(rx.foreach(drift.features, _feature), class_name="stack tight"),
        rx.cond(drift.clicks_now != "", clicks),
        title=t("Does the serving model still fit?"),
        class_name="card stack",
        id="drift",
        data_state=drift.state,
    )
    return rx.cond(drift.state != "", shown)


def _feature(line: Any) -> rx.Component:
    name = rx.match(line.name, *[(key, t(words)) for key, words in FEATURES.items()], line.name)
    words = rx.el.div(
        rx.el.span(name, class_name="grow"),
        rx.cond(line.is_alarm, rx.el.span(t("Changed"), class_name="chip bad")),
        rx.el.span(line.index, " / ", line.limit, class_name="number"),
        class_name="row small",
    )
    fill = rx.el.div(
        class_name=rx.cond(line.is_alarm, "bar-fill drop", "bar-fill good"),
        style={"width": line.width},
    )
    mark = rx.el.div(class_name="interval-zero")
    bar = rx.el.div(fill, mark, class_name="bar marked", aria_hidden=True)
    return rx.el.li(words, bar, class_name="stack tight bar-line", data_feature=line.name)


def shadow_view(run: Any) -> rx.Component:
    """Draw a run's shadow, or offer one."""
    mine: Any = SessionState.roles
    shadows: Any = OversightState.shadows
    begin = rx.el.button(
        t("Compare without showing it"),
        type="button",
        on_click=OversightState.shadow(run.id),
        class_name="btn quiet",
    )
    offered = mine.contains(OPERATOR) & run.publishable & ~run.is_active
    return rx.cond(shadows.contains(run.id), _shadow(shadows[run.id], run), rx.cond(offered, begin))


def _shadow(line: Any, run: Any) -> rx.Component:
    mine: Any = SessionState.roles
    end = rx.el.button(
        t("Stop comparing"),
        type="button",
        on_click=OversightState.end_shadow(run.id),
        class_name="btn quiet",
    )
    return rx.el.div(
        rx.el.div(
            rx.el.h3(t("Not shown, only compared"), class_name="grow"),
            rx.cond(line.at != "", rx.el.span(when(line.at), class_name="caption")),
            rx.cond(mine.contains(OPERATOR), end),
            class_name="row wrap",
        ),
        rx.cond(line.at != "", _compared(line), rx.el.p(t("Waiting for the next check"))),
        class_name="stack tight spaced",
        data_shadow=run.id,
        data_state=line.state,
    )


def _compared(line: Any) -> rx.Component:
    figures = (
        (t("Decisions compared"), line.decisions, "decisions"),
        (t("Same items in the list"), percent(line.overlap), "overlap"),
        (t("Rank correlation"), line.correlation, "correlation"),
        (t("Clicked items it lists too"), percent(line.clicks_kept), "kept"),
        (t("Milliseconds to score"), line.milliseconds, "milliseconds"),
        (t("The same, serving model"), line.milliseconds_now, "milliseconds-now"),
    )
    drawn = [
        rx.el.div(
            rx.el.dt(name, class_name="caption"),
            rx.el.dd(value, class_name="number strong", data_figure=key),
        )
        for name, value, key in figures
    ]
    return rx.el.div(rx.el.dl(*drawn, class_name="figures"), _estimate(line), class_name="stack")


def _estimate(line: Any) -> rx.Component:
    """Say what it would have been clicked, or why nobody can know."""
    why = rx.match(line.reason, *[(key, t(words)) for key, words in REASONS.items()], "")
    estimated = rx.el.p(
        t("Of the places that chance filled it would have been clicked"),
        " ",
        rx.el.span(line.new, class_name="number strong"),
        " (",
        line.new_interval,
        ") ",
        t("against"),
        " ",
        rx.el.span(line.now, class_name="number strong"),
        " (",
        line.now_interval,
        ") ",
        t("of the serving model; doubly robust {n}.", n=line.robust),
        data_estimate="known",
    )
    size = rx.el.p(
        t("{n} places, worth {m} equal ones.", n=line.places, m=line.effective),
        class_name="caption",
    )
    unknown = rx.el.p(why, class_name="muted", data_estimate="unknown")
    return rx.el.div(rx.cond(line.reason == "", estimated, unknown), size, class_name="stack tight")


def _state(state: Any) -> rx.Component:
    words = rx.match(state, *[(key, t(name)) for key, (name, _) in STATES.items()], state)
    look = rx.match(state, *[(key, look) for key, (_, look) in STATES.items()], "chip")
    return rx.el.span(words, class_name=look)
