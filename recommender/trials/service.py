"""Trials: designed by one person, started by another, watched by everybody, stopped by guards."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from recommender.changes.model import Duty, Subject
from recommender.changes.service import ChangeService
from recommender.commit import after_commit
from recommender.database import new_id
from recommender.errors import Conflict, NotAllowed, NotFound
from recommender.experiments.active import ActiveModel
from recommender.experiments.repository import ModelRepository
from recommender.language import say
from recommender.partitions import wall_clock
from recommender.ports import (
    COMPLIANCE,
    MARKETER,
    OPERATOR,
    REVIEWER,
    SYSTEM,
    SYSTEM_ACTOR,
    Actor,
    AuditSink,
    Clock,
)
from recommender.trials.counting import SETTLED, Cursors, Page, count, next_page
from recommender.trials.design import Design, Stop, Trial, TrialState
from recommender.trials.judging import Cause, Judge, TrialResults, broken
from recommender.trials.repository import TrialRepository
from recommender.trials.source import RunningTrials
from recommender.trials.views import TrialList, TrialReport, TrialView

KIND = "trial"
SCOPE = "trials:read"
MAKERS = frozenset({OPERATOR, MARKETER})
CHECKERS = frozenset({OPERATOR, REVIEWER, COMPLIANCE})
DUTIES: Mapping[str, Duty] = {KIND: Duty(edits=MAKERS, approves=CHECKERS)}
CHOSE_ITSELF = (
    "Customers without personalisation chose that themselves: they differ from the others in more "
    "than what they are shown, so this group is a line to look at, not a fair comparison."
)
LOST = "Its model is missing or damaged."
LAST_ARM = "Its last arm was stopped."
PLANNED = "It ran as long as planned."


@dataclass(frozen=True, slots=True)
class Shop:
    """What trials are kept in and run on.

    Attributes:
        held_out_share: Share of the customers who never take part in an arm.
    """

    trials: TrialRepository
    runs: ModelRepository
    models: ActiveModel
    source: RunningTrials
    held_out_share: float


class TrialService:
    """Trials for those who design, approve and watch them."""

    def __init__(
        self, shop: Shop, changes: ChangeService, *, audit: AuditSink, clock: Clock
    ) -> None:
        self._shop = shop
        self._trials = shop.trials
        self._changes = changes
        self._audit = audit
        self._clock = clock

    async def list(self, actor: Actor) -> TrialList:
        """List all trials, the newest first."""
        _must_read(actor)
        versions = await self._changes.newest_of(SYSTEM_ACTOR, KIND)
        trials = [one for one in await self._trials.every() if one.id in versions]
        return TrialList(trials=[TrialView.of_trial(one, versions[one.id]) for one in trials])

    async def get(self, actor: Actor, trial_id: str) -> TrialView:
        """Return one trial."""
        _must_read(actor)
        return await self._view(await self._open(trial_id))

    async def report(self, actor: Actor, trial_id: str, language: str) -> TrialReport:
        """Return one trial with what it shows now."""
        view = await self.get(actor, trial_id)
        return TrialReport(
            trial=view,
            results=await self._results(view) if view.started_at else None,
            held_out_share=self._shop.held_out_share,
            note=say(language, CHOSE_ITSELF),
        )

    async def create(self, actor: Actor, design: Design) -> TrialView:
        """Make a draft."""
        trial = Trial(
            id=new_id(),
            state=TrialState.DRAFT,
            design=design,
            made_by=actor.id,
            made_at=self._clock.now(),
        )
        version = await self._changes.begin(actor, _subject(trial), _content(design))
        await self._trials.add(trial)
        return TrialView.of_trial(trial, version)

    async def edit(self, actor: Actor, trial_id: str, design: Design, *, base: str) -> TrialView:
        """Save a design over what the editor saw (`base`, a content hash)."""
        trial = await self._open_draft(trial_id)
        await self._changes.edit(actor, _subject(trial), _content(design), base=base)
        after = trial.model_copy(update={"state": TrialState.DRAFT, "design": design})
        return await self._view(await self._trials.move(trial, after))

    async def submit(self, actor: Actor, trial_id: str, note: str = "") -> TrialView:
        """Hand the design to somebody else."""
        trial = await self._open_draft(trial_id)
        await self._changes.submit(actor, _subject(trial), note)
        after = trial.model_copy(update={"state": TrialState.REVIEW})
        return await self._view(await self._trials.move(trial, after))

    async def request_changes(self, actor: Actor, trial_id: str, note: str) -> TrialView:
        """Send the design back, saying what to change."""
        trial = await self._open_draft(trial_id)
        await self._changes.request_changes(actor, _subject(trial), note)
        after = trial.model_copy(update={"state": TrialState.DRAFT})
        return await self._view(await self._trials.move(trial, after))

    async def start(
        self, actor: Actor, trial_id: str, *, content_hash: str, note: str = ""
    ) -> TrialView:
        """Approve exactly the design with this hash, as somebody who wrote none of it: it runs."""
        trial = await self._open_draft(trial_id)
        approved = await self._changes.approve(
            actor, _subject(trial), content_hash=content_hash, note=note
        )
        design = Design.model_validate(approved.content)
        await self._check_free(design)
        await self._check_models(design)
        started = {"design": design, "started_at": self._clock.now(), "started_by": actor.id}
        after = trial.model_copy(update={"state": TrialState.RUNNING, **started})
        await self._move(actor, trial, after, "trial.started", {"hash": content_hash})
        begin = new_id()
        await self._trials.advance(trial.id, Cursors(begin, begin))
        return TrialView.of_trial(after, approved)

    async def stop(self, actor: Actor, trial_id: str, why: str) -> TrialView:
        """End a running trial at once; that needs one pair of eyes only."""
        if not actor.has(SYSTEM, *MAKERS, *CHECKERS):
            raise NotAllowed("Trials are stopped by those who make or check them.")
        return await self._end(actor, await self._open_running(trial_id), TrialState.STOPPED, why)

    async def stop_arm(self, actor: Actor, trial_id: str, arm: str, cause: Cause) -> TrialView:
        """Send an arm's customers back to the control; with its last arm the trial stops."""
        if not actor.has(SYSTEM, *MAKERS, *CHECKERS):
            raise NotAllowed("Arms are stopped by those who make or check trials.")
        trial = await self._open_running(trial_id)
        others = {one.name for one in trial.design.arms[1:]}
        if arm not in others - set(trial.stopped):
            raise Conflict("Only an arm that runs beside the control can be stopped.")
        stop = Stop(at=self._clock.now(), why=cause.why, params=dict(cause.params))
        after = trial.model_copy(update={"stopped": trial.stopped | {arm: stop}})
        await self._move(
            actor, trial, after, "trial.arm_stopped", {"arm": arm, "why": cause.why} | stop.params
        )
        if others <= set(after.stopped):
            return await self._end(actor, after, TrialState.STOPPED, LAST_ARM)
        return await self._view(after)

    async def next_page(self, actor: Actor, trial_id: str, settled: timedelta = SETTLED) -> Page:
        """Read the next page of a running trial's log, up to what is settled for some time."""
        _must_be_system(actor)
        trial = await self._open_running(trial_id)
        return await next_page(self._trials, trial, wall_clock() - settled)

    async def count(self, actor: Actor, trial_id: str, page: Page) -> None:
        """Count a page."""
        _must_be_system(actor)
        await count(self._trials, await self._open_running(trial_id), page)

    async def faults(self, actor: Actor, trial_id: str) -> dict[str, Cause]:
        """Return why arms have to stop: they break a guard rail, or lost their model."""
        _must_be_system(actor)
        trial = await self._open_running(trial_id)
        found = broken(await self._results(trial), trial.stopped)
        lost = [
            arm.name
            for arm in trial.design.arms[1:]
            if arm.name not in trial.stopped and not await self._can_serve(arm.model_id)
        ]
        told = {arm: guard.cause for arm, guard in found.items()}
        return told | dict.fromkeys(lost, Cause(LOST))

    async def settle(self, actor: Actor, trial_id: str, faults: Mapping[str, Cause]) -> None:
        """Stop the arms that have to, and end the trial if its time has passed."""
        _must_be_system(actor)
        for arm, cause in faults.items():
            await self.stop_arm(actor, trial_id, arm, cause)
        trial = await self._open(trial_id)
        if trial.is_running and trial.is_over(self._clock.now()):
            await self._end(actor, trial, TrialState.FINISHED, PLANNED)

    async def running(self, actor: Actor) -> tuple[Trial, ...]:
        """List the trials that run."""
        _must_read(actor)
        return tuple(await self._trials.running())

    async def _results(self, trial: Trial) -> TrialResults:
        counts = await self._trials.counts(trial.id)
        return await asyncio.to_thread(Judge(trial, counts, self._clock.now()).results)

    async def _can_serve(self, model_id: str | None) -> bool:
        return model_id is None or await self._shop.models.opened(model_id) is not None

    async def _check_free(self, design: Design) -> None:
        for other in await self._trials.running():
            if other.design.scenario == design.scenario:
                raise Conflict(f"The trial “{other.design.title}” runs on this scenario already.")

    async def _check_models(self, design: Design) -> None:
        for arm in design.arms:
            if arm.model_id is None:
                continue
            run = await self._shop.runs.get(arm.model_id)
            if run is None or not await self._can_serve(arm.model_id):
                raise Conflict(f"The model of the arm {arm.name} is not kept.")
            if not run.publishable:
                raise Conflict(f"The model of the arm {arm.name} may not serve. {run.reason}")

    async def _end(self, actor: Actor, trial: Trial, state: TrialState, why: str) -> TrialView:
        ended = {"state": state, "ended_at": self._clock.now(), "why": why}
        after = trial.model_copy(update=ended)
        await self._move(actor, trial, after, f"trial.{state}", {"why": why})
        return await self._view(after)

    async def _move(
        self, actor: Actor, seen: Trial, after: Trial, action: str, detail: Mapping[str, str]
    ) -> None:
        await self._trials.move(seen, after)
        await self._audit.record(actor, action, str(_subject(seen)), detail)
        after_commit(self._trials.session, self._shop.source.drop)

    async def _open(self, trial_id: str) -> Trial:
        trial = await self._trials.get(trial_id)
        if trial is None:
            raise NotFound("There is no such trial.")
        return trial

    async def _open_draft(self, trial_id: str) -> Trial:
        trial = await self._open(trial_id)
        if trial.state not in (TrialState.DRAFT, TrialState.REVIEW):
            raise Conflict("This trial has started: nothing of it can be changed any more.")
        return trial

    async def _open_running(self, trial_id: str) -> Trial:
        trial = await self._open(trial_id)
        if not trial.is_running:
            raise Conflict("This trial does not run.")
        return trial

    async def _view(self, trial: Trial) -> TrialView:
        return TrialView.of_trial(trial, await self._changes.newest(SYSTEM_ACTOR, _subject(trial)))


def _subject(trial: Trial) -> Subject:
    return Subject(KIND, trial.id)


def _content(design: Design) -> dict[str, object]:
    return design.model_dump(mode="json")


def _must_read(actor: Actor) -> None:
    if not (actor.has(*MAKERS, *CHECKERS) or actor.may(SCOPE)):
        raise NotAllowed("Trials are read by operators, marketers, reviewers and compliance.")


def _must_be_system(actor: Actor) -> None:
    if not actor.has(SYSTEM):
        raise NotAllowed("Only the system counts and watches trials.")
