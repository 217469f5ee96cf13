"""Shadows of models that do not serve, and the drift of the one that does."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from recommender.decisions.model import Record
from recommender.decisions.replay import Replayer
from recommender.decisions.repository import DecisionRepository
from recommender.errors import Conflict, NotAllowed, NotFound
from recommender.experiments.active import ActiveModel
from recommender.experiments.repository import ModelRepository
from recommender.oversight.drift import LEAST_VALUES, of_counts
from recommender.oversight.lists import Listed, drift_report, list_features
from recommender.oversight.model import (
    DRIFT,
    SHADOW,
    Check,
    CheckState,
    DriftReport,
    FeatureDrift,
    ShadowReport,
)
from recommender.oversight.repository import OversightRepository
from recommender.oversight.shadow import Clicked, Shadow
from recommender.partitions import id_at, wall_clock
from recommender.ports import COMPLIANCE, OPERATOR, SYSTEM, SYSTEM_ACTOR, Actor, AuditSink, Clock
from recommender.scoring import Scorer
from recommender.shelf import Shelf

READ_SCOPE, WRITE_SCOPE = "models:read", "models:write"
MOST_SHADOWS = 3
SHADOW_DECISIONS = 1_000
DRIFT_DECISIONS = 2_000
SETTLED = timedelta(hours=1)
"""Whoever clicks on a list does so within this time."""

AGAIN_AFTER = timedelta(hours=1)
BEFORE_TRAINING, LATELY = timedelta(days=28), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Log:
    """Where checks read."""

    checks: OversightRepository
    runs: ModelRepository
    decisions: DecisionRepository
    replayer: Replayer
    models: ActiveModel


class OversightService:
    """Checks of models, for operators; made by a job, never while a customer waits."""

    def __init__(self, log: Log, audit: AuditSink, clock: Clock) -> None:
        self._log = log
        self._checks = log.checks
        self._audit = audit
        self._clock = clock

    async def checks(self, actor: Actor) -> list[Check]:
        """List the newest check of each kind of each model."""
        can_read = actor.may(READ_SCOPE) or actor.may(WRITE_SCOPE)
        if not (actor.has(OPERATOR, COMPLIANCE) or can_read):
            raise NotAllowed("Checks of models are read by operators and compliance.")
        return await self._checks.every()

    async def drift(self, actor: Actor) -> Check | None:
        """Return the newest drift check of the model that serves."""
        if not actor.has(SYSTEM, OPERATOR, COMPLIANCE):
            raise NotAllowed("Checks of models are read by operators and compliance.")
        active = await self._log.runs.active()
        return None if active is None else await self._checks.get(active.model_id, DRIFT)

    async def shadow(self, actor: Actor, model_id: str) -> Check:
        """Ask that a trained model is scored beside the decisions that are made."""
        _must_operate(actor)
        check = await self.asked(actor, model_id, SHADOW)
        if len(await self._checks.every(SHADOW)) >= MOST_SHADOWS:
            raise Conflict("At most three models are shadowed at a time.")
        await self._checks.remove(model_id, SHADOW)
        await self._checks.put(check)
        await self._audit.record(actor, "model.shadowed", f"model:{model_id}", {})
        return check

    async def asked(self, actor: Actor, model_id: str, kind: str) -> Check:
        """Return a check that can be made now, without storing that it was asked for."""
        _must_operate(actor)
        run, active = await self._log.runs.get(model_id), await self._log.runs.active()
        if run is None:
            raise NotFound("There is no such model.")
        if kind == SHADOW and active is not None and active.model_id == model_id:
            raise Conflict("This model serves: there is nothing to compare it with.")
        if await self._log.models.opened(model_id) is None:
            raise Conflict("The files of this model are missing or damaged; train a new one.")
        return self._asked(actor, model_id, kind)

    async def end_shadow(self, actor: Actor, model_id: str) -> None:
        """Stop comparing a model."""
        _must_operate(actor)
        if await self._checks.get(model_id, SHADOW) is None:
            raise NotFound("This model is not shadowed.")
        await self._checks.remove(model_id, SHADOW)
        await self._audit.record(actor, "model.shadow_ended", f"model:{model_id}", {})

    async def due(self, actor: Actor) -> tuple[Check, ...]:
        """Return the checks that are to be made now."""
        _must_operate(actor)
        asked = await self._checks.every(SHADOW)
        active = await self._log.runs.active()
        if active is not None:
            known = await self._checks.get(active.model_id, DRIFT)
            asked.append(known or self._asked(SYSTEM_ACTOR, active.model_id, DRIFT))
        since = self._clock.now() - AGAIN_AFTER
        return tuple(one for one in asked if one.at is None or one.at <= since)

    async def make(self, actor: Actor, check: Check, settled: timedelta = SETTLED) -> Check:
        """Make one check; nothing is stored yet."""
        _must_operate(actor)
        state, report = (
            await self._shadow(check.model_id, settled)
            if check.kind == SHADOW
            else await self._drift(check.model_id, settled)
        )
        told = {"state": state, "at": self._clock.now(), "report": report.model_dump(mode="json")}
        return check.model_copy(update=told)

    async def keep(self, actor: Actor, check: Check) -> None:
        """Store a check; an alarm that is new goes to the audit."""
        _must_operate(actor)
        before = await self._checks.get(check.model_id, check.kind)
        if before is None and check.kind == SHADOW:
            return
        await self._checks.put(check)
        is_new = before is None or before.state is not CheckState.ALARM
        if check.state is CheckState.ALARM and is_new:
            moved = [one["name"] for one in check.report["features"] if one["index"] > one["limit"]]
            told = {"moved": moved, "clicks_fell": check.report["clicks_fell"]}
            await self._audit.record(actor, "model.drifted", f"model:{check.model_id}", told)

    async def _shadow(self, model_id: str, settled: timedelta) -> tuple[CheckState, ShadowReport]:
        scorer = await self._log.models.opened(model_id)
        if scorer is None:
            return CheckState.ALARM, ShadowReport()
        before = id_at(wall_clock() - settled)
        ids = await self._checks.newest_ids(before, SHADOW_DECISIONS)
        shadow = await self._compare(model_id, scorer, ids)
        report = shadow.report()
        is_little = report.decisions < LEAST_VALUES
        return CheckState.TOO_LITTLE if is_little else CheckState.OK, report

    async def _compare(self, model_id: str, scorer: Scorer, ids: Sequence[str]) -> Shadow:
        shadow, shelves = Shadow(scorer), dict[str, Shelf]()
        clicked = await self._checks.clicked(ids)
        for record in await self._records(ids):
            if record.model_id in (None, model_id) or record.by_popularity:
                continue
            if record.catalogue not in shelves:
                shelves[record.catalogue] = await self._log.replayer.catalogue_of(record)
            inputs = await self._log.replayer.inputs_of(record, shelves[record.catalogue])
            if inputs is None:
                shadow.lost += 1
                continue
            seen: Clicked = clicked.get(record.id, frozenset())
            await asyncio.to_thread(shadow.add, record, inputs, seen)
        return shadow

    async def _records(self, ids: Sequence[str]) -> Sequence[Record]:
        found = [await self._log.decisions.get(one) for one in ids]
        return [one[0] for one in found if one is not None]

    async def _drift(self, model_id: str, settled: timedelta) -> tuple[CheckState, DriftReport]:
        until = id_at(wall_clock() - settled)
        first = await self._checks.first_ids(model_id, until, DRIFT_DECISIONS)
        newest = await self._checks.newest_ids(until, DRIFT_DECISIONS)
        last = first[-1] if first else until
        before = await self._lists(model_id, first)
        after = await self._lists(model_id, [one for one in reversed(newest) if one > last])
        features = [*list_features(before, after), *await self._event_features(model_id)]
        report = drift_report([one for one in features if one], before, after)
        if any(one.is_alarm for one in report.features) or report.clicks_fell:
            return CheckState.ALARM, report
        return CheckState.OK if report.features else CheckState.TOO_LITTLE, report

    async def _lists(self, model_id: str, ids: Sequence[str]) -> list[Listed]:
        clicked = await self._checks.clicked(ids)
        return [
            Listed(
                score=record.items[0].score if record.items else 0.0,
                history=len(record.events),
                segment=record.facts.segment if record.facts else "",
                is_clicked=record.id in clicked,
            )
            for record in await self._records(ids)
            if record.model_id == model_id
        ]

    async def _event_features(self, model_id: str) -> list[FeatureDrift | None]:
        run = await self._log.runs.get(model_id)
        if run is None:
            return []
        trained, now = run.created_at, self._clock.now()
        since = max(now - LATELY, trained)
        counts = self._checks
        return [
            of_counts(
                name,
                await count(trained - BEFORE_TRAINING, trained),
                await count(since, now),
            )
            for name, count in (("deeds", counts.deeds), ("items", counts.items))
        ]

    def _asked(self, actor: Actor, model_id: str, kind: str) -> Check:
        return Check(
            model_id=model_id,
            kind=kind,
            state=CheckState.WAITING,
            asked_by=actor.id,
            asked_at=self._clock.now(),
        )


def _must_operate(actor: Actor) -> None:
    if not (actor.has(OPERATOR, SYSTEM) or actor.may(WRITE_SCOPE)):
        raise NotAllowed("Models are shadowed and checked by operators.")
