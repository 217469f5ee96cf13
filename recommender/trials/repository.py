"""Queries over trials, and over what is counted for them."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from recommender.chunks import chunked
from recommender.decisions.tables import DecisionRow as Decision
from recommender.dialect import upsert
from recommender.errors import Conflict
from recommender.ids import is_uuid
from recommender.interactions.tables import EventRow as Event
from recommender.layers.repository import visible
from recommender.trials.counting import (
    COUNTERS,
    CountedDecision,
    CountedEvent,
    Counts,
    Cursors,
    Member,
)
from recommender.trials.design import OPTED_OUT, Stop, Trial, TrialState
from recommender.trials.tables import TrialCountRow, TrialRow

AT_ONCE = 500
FIRST = "00000000-0000-0000-0000-000000000000"


class TrialRepository:
    """Trials in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, trial_id: str) -> Trial | None:
        """Return one trial."""
        row = await self.session.get(TrialRow, trial_id) if is_uuid(trial_id) else None
        return None if row is None else _trial(row)

    async def every(self) -> list[Trial]:
        """List all trials, the newest first."""
        rows = await self.session.scalars(select(TrialRow).order_by(TrialRow.id.desc()))
        return [_trial(row) for row in rows]

    async def running(self) -> list[Trial]:
        """List the trials that run."""
        query = select(TrialRow).where(TrialRow.state == TrialState.RUNNING.value)
        return [_trial(row) for row in await self.session.scalars(query)]

    async def add(self, trial: Trial) -> None:
        """Store a new trial."""
        self.session.add(TrialRow(**_columns(trial)))
        await self.session.flush()

    async def move(self, seen: Trial, after: Trial) -> Trial:
        """Store what became of a trial, if it still stands where the caller saw it.

        Raises:
            Conflict: Somebody moved it meanwhile.
        """
        values = {name: value for name, value in _columns(after).items() if name != "id"}
        statement = (
            update(TrialRow)
            .where(TrialRow.id == seen.id, TrialRow.state == seen.state.value)
            .values(**values)
            .returning(TrialRow.id)
            .execution_options(synchronize_session=False)
        )
        if (await self.session.execute(statement)).first() is None:
            raise Conflict("Somebody changed this trial meanwhile: load it and try again.")
        self.session.expire_all()
        return after

    async def cursors(self, trial_id: str) -> Cursors:
        """Return up to which ids a trial's decisions and events are counted."""
        query = select(TrialRow.decisions_until, TrialRow.events_until)
        row = (await self.session.execute(query.where(TrialRow.id == trial_id))).one()
        return Cursors(row.decisions_until or FIRST, row.events_until or FIRST)

    async def advance(self, trial_id: str, cursors: Cursors) -> None:
        """Say up to which ids everything is counted."""
        values = {"decisions_until": cursors.decisions, "events_until": cursors.events}
        statement = update(TrialRow).where(TrialRow.id == trial_id).values(**values)
        await self.session.execute(statement.execution_options(synchronize_session=False))

    async def decisions(
        self, trial: Trial, after: str, until: str, limit: int
    ) -> list[CountedDecision]:
        """Return the next decisions of a trial's customers and of those who opted out."""
        query = (
            select(Decision.id, Decision.customer_id, Decision.at, Decision.arm, Decision.body)
            .where(Decision.id > after, Decision.id <= until, Decision.customer_id.is_not(None))
            .where(_concerns(trial))
            .order_by(Decision.id)
            .limit(limit)
        )
        return [
            CountedDecision(row.id, row.customer_id or "", row.at, row.arm or OPTED_OUT, row.body)
            for row in await self.session.execute(query)
        ]

    async def events(
        self, trial: Trial, after: str, until: str, limit: int
    ) -> tuple[list[CountedEvent], str]:
        """Return the next events that name one of these decisions, and the last id looked at."""
        columns = (Event.id, Event.customer_id, Event.decision_id, Event.action, Event.dwell_ms)
        query = (
            select(*columns, Event.at)
            .where(Event.id > after, Event.id <= until, visible(Event.layer))
            .where(Event.decision_id.is_not(None), Event.customer_id.is_not(None))
            .where(Event.received_at >= trial.started_at)
            .order_by(Event.id)
            .limit(limit)
        )
        rows = (await self.session.execute(query)).all()
        known = await self._concerned(trial, {row.decision_id or "" for row in rows})
        found = [
            CountedEvent(row.customer_id or "", row.action, row.at, row.dwell_ms)
            for row in rows
            if (row.decision_id, row.customer_id) in known
        ]
        return found, rows[-1].id if len(rows) == limit else until

    async def members(self, trial_id: str, customers: Collection[str]) -> dict[str, Member]:
        """Return what is counted of some customers."""
        found: dict[str, Member] = {}
        for some in chunked(sorted(customers), AT_ONCE):
            query = select(TrialCountRow).where(
                TrialCountRow.trial_id == trial_id, TrialCountRow.customer_id.in_(some)
            )
            for row in await self.session.scalars(query):
                counts = {name: getattr(row, name) for name in COUNTERS}
                found[row.customer_id] = Member(row.arm, row.first_at, counts)
        self.session.expunge_all()
        return found

    async def keep(self, trial_id: str, members: dict[str, Member]) -> None:
        """Store what is counted of some customers."""
        if not members:
            return
        rows = [
            {"trial_id": trial_id, "customer_id": customer, "arm": one.arm}
            | {"first_at": one.first_at, **one.counts}
            for customer, one in sorted(members.items())
        ]
        for some in chunked(rows, AT_ONCE):
            insert = upsert(self.session, TrialCountRow)
            risen = {name: insert.excluded[name] for name in COUNTERS}
            keys = ["trial_id", "customer_id"]
            await self.session.execute(
                insert.on_conflict_do_update(index_elements=keys, set_=risen), list(some)
            )

    async def counts(self, trial_id: str) -> Counts:
        """Return everything counted, in the order in which the customers came in."""
        names = ("arm", "first_at", *COUNTERS)
        query = (
            select(*[getattr(TrialCountRow, name) for name in names])
            .where(TrialCountRow.trial_id == trial_id)
            .order_by(TrialCountRow.first_at, TrialCountRow.customer_id)
        )
        return Counts.of((await self.session.execute(query)).all())

    async def size(self, trial_id: str) -> int:
        """Count a trial's customers."""
        query = select(func.count()).where(TrialCountRow.trial_id == trial_id)
        return await self.session.scalar(query) or 0

    async def _concerned(self, trial: Trial, decisions: Collection[str]) -> set[tuple[str, str]]:
        found: set[tuple[str, str]] = set()
        for some in chunked(sorted(one for one in decisions if is_uuid(one)), AT_ONCE):
            query = select(Decision.id, Decision.customer_id)
            query = query.where(Decision.id.in_(some), _concerns(trial))
            found |= {(one, who or "") for one, who in await self.session.execute(query)}
        return found


def _concerns(trial: Trial) -> ColumnElement[bool]:
    """Return the condition on decisions: of an arm, or of somebody without personalisation."""
    scenario = trial.design.scenario
    is_opted_out = and_(Decision.personalised.is_(False), Decision.scenario == scenario)
    return or_(Decision.trial == trial.id, is_opted_out)


def _trial(row: TrialRow) -> Trial:
    names = [name for name in Trial.model_fields if name != "stopped"]
    stopped = {arm: Stop.model_validate(stop) for arm, stop in row.stopped.items()}
    return Trial.model_validate({name: getattr(row, name) for name in names} | {"stopped": stopped})


def _columns(trial: Trial) -> dict[str, Any]:
    design = trial.design.model_dump(mode="json")
    stopped = {arm: stop.model_dump(mode="json") for arm, stop in trial.stopped.items()}
    plain = trial.model_dump(exclude={"design", "stopped", "state"})
    return plain | {
        "design": design,
        "stopped": stopped,
        "state": trial.state.value,
        "scenario": trial.design.scenario,
    }
