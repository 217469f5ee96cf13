"""Training runs: started, judged by the publication rule, activated, rolled back."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from recommender.commit import after_commit
from recommender.database import new_id
from recommender.dataset import Dataset
from recommender.errors import Conflict, NotAllowed, NotFound
from recommender.experiments.active import ActiveModel
from recommender.experiments.failures import explained
from recommender.experiments.model import ModelList, ModelRun
from recommender.experiments.publication import name_of, publication
from recommender.experiments.repository import ModelRepository
from recommender.experiments.training import TrainingReport, TrainingSettings, train
from recommender.ports import COMPLIANCE, OPERATOR, Actor, AuditSink, Clock
from recommender.selection import Progress

READ_SCOPE, WRITE_SCOPE = "models:read", "models:write"
LISTED_RUNS = 50
FAILED = "failed"
"""Name of a run that ended without a model."""


@dataclass(frozen=True, slots=True)
class Trained:
    """A finished training.

    Attributes:
        facts: What its manifest says beside the report.
    """

    model_id: str
    report: TrainingReport
    facts: Mapping[str, Any] = field(default_factory=dict)


async def run_training(
    dataset: Dataset,
    settings: TrainingSettings,
    folder: Path,
    progress: Progress,
    facts: Mapping[str, Any] | None = None,
) -> Trained:
    """Train in a thread; the artefact then lies in `folder` under the new model's id.

    Raises:
        TrainingFailed: The disk or the memory is full.
    """
    model_id, facts = new_id(), facts or {}
    with explained():
        report = await asyncio.to_thread(
            train, dataset, settings, folder / model_id, progress, facts
        )
    return Trained(model_id, report, facts)


class ModelService:
    """Training runs for operators."""

    def __init__(
        self, repository: ModelRepository, models: ActiveModel, audit: AuditSink, clock: Clock
    ) -> None:
        self._repository = repository
        self._models = models
        self._audit = audit
        self._clock = clock

    async def list(self, actor: Actor) -> ModelList:
        """List the newest runs and say which model serves."""
        if not (actor.has(OPERATOR, COMPLIANCE) or actor.may(READ_SCOPE) or actor.may(WRITE_SCOPE)):
            raise NotAllowed("Models are read by operators and compliance.")
        await self._models.now()
        return await self._list()

    async def _list(self) -> ModelList:
        return ModelList(
            active=await self._repository.active(),
            serving=self._models.serving,
            broken=self._models.broken,
            runs=await self._repository.newest(LISTED_RUNS),
        )

    async def add(self, actor: Actor, trained: Trained) -> ModelRun:
        """Store a finished training, and let it serve if the rule allows it."""
        _must_operate(actor)
        run = _run(trained, actor, self._clock.now())
        await self._repository.add(run)
        told = {"name": run.name, "data_hash": run.data_hash, "publishable": run.publishable}
        await self._audit.record(actor, "model.trained", f"model:{run.id}", told)
        if run.publishable:
            await self._serve(actor, run, "trained")
        return run

    async def fail(self, actor: Actor, reason: str) -> ModelRun:
        """Store that a training ended without a model, and why; what serves stays."""
        _must_operate(actor)
        run = ModelRun(
            id=new_id(),
            created_at=self._clock.now(),
            seconds=0.0,
            name=FAILED,
            data_hash="",
            publishable=False,
            reason=reason,
            report={},
            requested_by=actor.id,
        )
        await self._repository.add(run)
        await self._audit.record(actor, "model.failed", f"model:{run.id}", {"reason": reason})
        return run

    async def activate(self, actor: Actor, model_id: str) -> ModelList:
        """Let an earlier or a new model serve; one that loses to popularity never does."""
        _must_operate(actor)
        run = await self._repository.get(model_id)
        if run is None:
            raise NotFound("There is no such model.")
        if not run.publishable:
            raise Conflict(f"This model may not serve. {run.reason}")
        if await self._models.opened(model_id) is None:
            raise Conflict("The files of this model are missing or damaged; train a new one.")
        await self._serve(actor, run, "activated")
        return await self._list()

    async def _serve(self, actor: Actor, run: ModelRun, how: str) -> None:
        before = await self._repository.active()
        await self._repository.activate(run.id, actor.id, self._clock.now())
        told = {"how": how, "name": run.name, "before": before.model_id if before else None}
        await self._audit.record(actor, "model.activated", f"model:{run.id}", told)
        after_commit(self._repository.session, self._models.drop)


def _must_operate(actor: Actor) -> None:
    if not (actor.has(OPERATOR) or actor.may(WRITE_SCOPE)):
        raise NotAllowed("Models are trained and activated by operators.")


def _run(trained: Trained, actor: Actor, at: datetime) -> ModelRun:
    report = {**trained.report.as_json(), **trained.facts}
    publishable, reason = publication(report)
    return ModelRun(
        id=trained.model_id,
        created_at=at,
        seconds=trained.report.seconds,
        name=name_of(report),
        data_hash=trained.report.data_hash,
        publishable=publishable,
        reason=reason,
        report=report,
        requested_by=actor.id,
    )
