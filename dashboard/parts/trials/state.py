"""The state of one trial's page: its form, its steps, what it shows."""

from typing import Any

import reflex as rx

from dashboard.guard import acting, allow
from dashboard.parts.forms import read_form
from dashboard.parts.studio.model import named
from dashboard.parts.trials.model import (
    ArmDraft,
    ArmLine,
    ModelChoice,
    StepLine,
    TrialDraft,
    arms_of,
    beside_of,
    choices_of,
    design_of,
    draft_of,
    everywhere,
    is_open,
    no_arms,
)
from dashboard.people.roles import COMPLIANCE, MARKETER, OPERATOR, REVIEWER
from dashboard.wiring import Services
from recommender.ports import SYSTEM_ACTOR, Actor
from recommender.trials.design import Design
from recommender.trials.judging import Cause, TrialResults
from recommender.trials.views import TrialReport

MAKERS = (OPERATOR, MARKETER)
CHECKERS = (OPERATOR, REVIEWER, COMPLIANCE)
READERS = (OPERATOR, MARKETER, REVIEWER, COMPLIANCE)
NEW = "new"


class TrialState(rx.State):
    """One trial."""

    ready: bool = False
    trial: str = ""
    title: str = ""
    status: str = "draft"
    why: dict[str, str] = {}
    content_hash: str = ""
    wrote_it: bool = False
    may_make: bool = False
    may_check: bool = False
    draft: TrialDraft = TrialDraft()
    arm_drafts: list[ArmDraft] = []
    models: list[ModelChoice] = []
    arms: list[ArmLine] = []
    beside: list[ArmLine] = []
    has_results: bool = False
    is_balanced: bool = True
    held_out: str = ""
    started_at: str = ""
    ended_at: str = ""
    steps: list[StepLine] = []
    note: str = ""

    @allow(*READERS)
    async def load(self) -> None:
        """Open the trial that the address names, or an empty form."""
        wanted = self.router.url.path.rstrip("/").rsplit("/", 1)[-1]
        self.reset()  # type: ignore[no-untyped-call]  # Reflex's own, unannotated
        async with acting() as (app, actor):
            self.may_make, self.may_check = actor.has(*MAKERS), actor.has(*CHECKERS)
            self.models = choices_of((await app.models.list(SYSTEM_ACTOR)).runs)
            self.arm_drafts = no_arms()
            if wanted != NEW:
                await self._show(app, actor, wanted)
        self.ready = True

    @allow(*MAKERS)
    async def save(self, form: dict[str, str]) -> Any:
        """Save the form: a new draft, or over the one that was read."""
        design = read_form(Design, design_of(form))
        async with acting(write=True) as (app, actor):
            if not self.trial:
                made = await app.trials.create(actor, design)
                return rx.redirect(f"/trials/{made.id}")
            await app.trials.edit(actor, self.trial, design, base=self.content_hash)
            await self._show(app, actor, self.trial)
        return None

    @allow(*MAKERS)
    async def submit(self) -> None:
        """Hand the design to somebody else."""
        async with acting(write=True) as (app, actor):
            await app.trials.submit(actor, self.trial)
            await self._show(app, actor, self.trial)

    @allow(*READERS)
    async def write(self, text: str) -> None:
        """Keep what is typed as a note or reason."""
        self.note = text[:500]

    @allow(*CHECKERS)
    async def send_back(self) -> None:
        """Ask for changes."""
        async with acting(write=True) as (app, actor):
            await app.trials.request_changes(actor, self.trial, self.note)
            await self._show(app, actor, self.trial)

    @allow(*CHECKERS)
    async def start(self) -> None:
        """Approve exactly what is shown: it runs."""
        async with acting(write=True) as (app, actor):
            await app.trials.start(
                actor, self.trial, content_hash=self.content_hash, note=self.note
            )
            await self._show(app, actor, self.trial)

    @allow(*READERS)
    async def stop(self) -> None:
        """End the trial at once."""
        async with acting(write=True) as (app, actor):
            await app.trials.stop(actor, self.trial, self.note.strip() or "Stopped by hand.")
            await self._show(app, actor, self.trial)

    @allow(*READERS)
    async def stop_arm(self, arm: str) -> None:
        """Send an arm's customers back to the control."""
        cause = Cause(self.note.strip() or "Stopped by hand.")
        async with acting(write=True) as (app, actor):
            await app.trials.stop_arm(actor, self.trial, arm[:32], cause)
            await self._show(app, actor, self.trial)

    async def _show(self, app: Services, actor: Actor, trial_id: str) -> None:
        report = await app.trials.report(actor, trial_id, "en")
        names = await app.people.names(actor)
        view = report.trial
        self.trial, self.title, self.note = view.id, view.design.title, ""
        self.status, self.content_hash = view.state.value, view.content_hash
        self.why = everywhere(view.why, {}) if view.why else {}
        self.wrote_it = actor.id in view.editors
        if is_open(view.state):
            self.draft, self.arm_drafts = draft_of(view.design)
        self.steps = [
            StepLine(
                action=one.action, by=named(names, one.by), at=one.at.isoformat(), note=one.note
            )
            for one in reversed(view.steps)
        ]
        self._show_results(report, report.results)

    def _show_results(self, report: TrialReport, results: TrialResults | None) -> None:
        view = report.trial
        self.started_at = view.started_at.isoformat() if view.started_at else ""
        self.ended_at = view.ended_at.isoformat() if view.ended_at else ""
        self.draft, _ = draft_of(view.design)
        self.arms, self.beside = arms_of(view, results, self.models), beside_of(results)
        self.has_results = results is not None
        self.is_balanced = results is None or results.is_balanced
        self.held_out = f"{report.held_out_share:.1%}"
