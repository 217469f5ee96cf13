"""The models page: what was trained on which data, what was chosen and why; roll back."""

import asyncio
from typing import Any

import reflex as rx
from pydantic import BaseModel

from dashboard.guard import acting, allow
from dashboard.parts.model_surface import Surface, surface_of, surface_view
from dashboard.parts.oversight import OversightState, drift_panel, shadow_view
from dashboard.parts.session import SessionState
from dashboard.parts.shell import page
from dashboard.parts.views import card, empty, page_head
from dashboard.queue.model import JobView
from recommender.experiments.model import ModelList, ModelRun
from recommender.experiments.runs import FAILED
from recommender.ports import COMPLIANCE, OPERATOR
from widgets.words import t, when

LOOK_SECONDS = 1.0


class Run(BaseModel):
    """One training run."""

    id: str
    at: str
    name: str
    seconds: str
    data_hash: str
    data: str
    erased_before: int
    proves: bool
    failed: bool
    publishable: bool
    reason: str
    is_active: bool
    surfaces: list[Surface]


class ModelsState(rx.State):
    """The runs, newest first."""

    runs: list[Run] = []
    active: str = ""
    since: str = ""
    is_training: bool = False
    progress: str = ""
    broken: str = ""
    erased_since: int = 0

    @allow(OPERATOR, COMPLIANCE)
    async def load(self) -> None:
        """Read the runs."""
        async with acting() as (app, actor):
            self._show(await app.models.list(actor))
            self.erased_since = await app.retraining.waiting()

    @allow(OPERATOR)
    async def activate(self, model_id: str) -> None:
        """Let a run serve: a newer one, or an earlier one to roll back."""
        async with acting(write=True) as (app, actor):
            self._show(await app.models.activate(actor, model_id))

    @allow(OPERATOR, background=True)
    async def train(self) -> None:
        """Ask the worker for a training and tell how it goes until it ends."""
        async with acting(write=True) as (app, actor):
            job = await app.jobs.request(actor, "train", {})
        while job.finished_at is None:
            async with self:
                self.is_training, self.progress = True, _told(job)
            await asyncio.sleep(LOOK_SECONDS)
            async with acting() as (app, actor):
                job, listed = await app.jobs.get(actor, job.id), await app.models.list(actor)
        async with self:
            self.is_training, self.progress = False, _told(job)
            self._show(listed)

    def _show(self, listed: ModelList) -> None:
        active = listed.active.model_id if listed.active else ""
        self.broken = listed.broken or ""
        self.active = active if self.broken != active else listed.serving or ""
        self.since = listed.active.activated_at.isoformat() if listed.active else ""
        self.runs = [_run(one, is_active=one.id == self.active) for one in listed.runs]


def _told(job: JobView) -> str:
    return f"{job.state.value} {job.progress:.0%} {job.message}"


def _run(run: ModelRun, *, is_active: bool) -> Run:
    data = run.report.get("data", {})
    shape = {name: value for name, value in data.items() if name != "skipped"}
    return Run(
        id=run.id,
        at=run.created_at.isoformat(),
        name=run.name,
        seconds=f"{run.seconds:.1f}",
        data_hash=run.data_hash[:16],
        data=", ".join(f"{value:,} {name}" for name, value in shape.items()),
        erased_before=run.report.get("unlearning", {}).get("erased_before", 0),
        proves="unlearning" in run.report,
        failed=run.name == FAILED,
        publishable=run.publishable,
        reason=run.reason,
        is_active=is_active,
        surfaces=[surface_of(one, run.report) for one in run.report.get("surfaces", [])],
    )


@page("/models", title="Models", on_load=[ModelsState.load, OversightState.load])
def models() -> rx.Component:
    """Draw what serves now, then every run."""
    none = empty("flask-conical", t("No model has been trained yet: popularity serves."))
    return rx.el.div(
        page_head(t("Models"), _train(), caption=_serving()),
        rx.cond(ModelsState.broken != "", _broken()),
        rx.cond(ModelsState.erased_since > 0, _erased_since()),
        drift_panel(),
        rx.cond(
            ModelsState.runs,
            rx.el.div(rx.foreach(ModelsState.runs, _run_card), class_name="stack"),
            none,
        ),
    )


def _serving() -> rx.Component:
    known = t("Serving since {when}.", when=when(ModelsState.since))
    return rx.cond(ModelsState.active != "", known, t("Popularity serves."))


def _broken() -> rx.Component:
    said = t(
        "The files of model {id} are damaged: an earlier model, or popularity, serves instead.",
        id=ModelsState.broken,
    )
    return rx.el.p(said, class_name="banner warn", id="broken-model", role="status")


def _erased_since() -> rx.Component:
    said = t(
        "{n} customers were erased since this model was trained. No list knows them any more; "
        "what the model learned from them goes with the next training.",
        n=ModelsState.erased_since,
    )
    return rx.el.p(said, class_name="banner", id="erased-since")


def _train() -> rx.Component:
    mine: Any = SessionState.roles
    button = rx.el.button(
        rx.icon("play", size=16, aria_hidden=True),
        t("Train now"),
        type="button",
        on_click=ModelsState.train,
        class_name="btn primary",
        id="train",
    )
    told = rx.el.span(ModelsState.progress, class_name="muted", role="status")
    return rx.cond(
        mine.contains(OPERATOR),
        rx.el.div(told, rx.cond(ModelsState.is_training, rx.fragment(), button), class_name="row"),
    )


def _run_card(run: Any) -> rx.Component:
    state = rx.cond(
        run.is_active,
        rx.el.span(t("Serving"), class_name="chip good"),
        rx.cond(
            run.publishable,
            rx.el.span(t("May serve"), class_name="chip"),
            rx.el.span(
                rx.cond(run.failed, t("Training failed"), t("May not serve")),
                class_name="chip warn",
            ),
        ),
    )
    return card(
        rx.el.div(
            rx.el.h2(run.name, class_name="grow"), state, _activate(run), class_name="row wrap"
        ),
        rx.el.p(
            when(run.at), " · ", t("{n} s", n=run.seconds), " · ", run.data, class_name="muted"
        ),
        rx.cond(run.publishable, rx.fragment(), rx.el.p(run.reason, class_name="banner warn")),
        rx.el.div(rx.foreach(run.surfaces, surface_view), class_name="stack roomy spaced"),
        shadow_view(run),
        rx.cond(
            run.proves,
            rx.el.p(
                t("Customers erased before this fit: {n}, all absent.", n=run.erased_before),
                class_name="small",
                data_erased=run.erased_before,
            ),
        ),
        rx.el.p(
            t("Data"),
            " ",
            rx.el.code(run.data_hash),
            " · ",
            rx.el.code(run.id),
            class_name="caption break",
        ),
        data_model=run.id,
        data_active=run.is_active,
    )


def _activate(run: Any) -> rx.Component:
    mine: Any = SessionState.roles
    button = rx.el.button(
        t("Let it serve"),
        type="button",
        on_click=ModelsState.activate(run.id),
        class_name="btn",
    )
    return rx.cond(mine.contains(OPERATOR) & run.publishable & ~run.is_active, button)
