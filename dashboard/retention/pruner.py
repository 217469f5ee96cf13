"""Pruning by policy: whole sealed stretches of decisions, oldest first, so that the chain holds."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.audit.repository import AuditRepository
from dashboard.audit.retention import PRUNED, Pruning, pruned_until
from dashboard.audit.service import AuditService
from dashboard.retention.model import Policy, Pruned, Sizes
from recommender.database import Database
from recommender.decisions.log import model_name
from recommender.decisions.repository import DecisionRepository
from recommender.decisions.sealing import SEALED, Stretch
from recommender.experiments.repository import ModelRepository
from recommender.experiments.shelf_life import Shelf, removable, remove, size_of
from recommender.interactions.retention_repository import EventRetention
from recommender.partitions import DECISIONS, EVENTS, drop_before, id_at, made_at, wall_clock
from recommender.ports import SYSTEM_ACTOR, Clock

CHUNK_ROWS = 2_000
"""One short transaction: a live write waits for none of them longer than some milliseconds."""

FALLBACKS = 3
SAMPLE = 1_000
Chunk = Callable[[AsyncSession], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Pruner:
    """Takes out what is older than the policy keeps.

    Attributes:
        folder: Where models are stored.
    """

    database: Database
    clock: Clock
    policy: Policy
    folder: Path

    async def plan(self) -> Pruned:
        """Say what would be taken out, and change nothing."""
        until = await self._sealed_until()
        async with self.database.reading() as session:
            decisions, retention = DecisionRepository(session), EventRetention(session)
            models = await self._removable(session)
            return Pruned(
                decisions=await decisions.count_until(until) if until else 0,
                sources=len(await decisions.unused_sources(self._before(self.policy.decisions))),
                events=await retention.count(self._before(self.policy.events)),
                models=tuple(one.name for one in models),
                freed_bytes=sum(size_of(one) for one in models),
            )

    async def prune(self) -> Pruned:
        """Take it out and record that."""
        decisions = await self._decisions()
        sources = await self._sources()
        events, receipts = await self._events()
        async with self.database.reading() as session:
            models = await self._removable(session)
        names = tuple(one.name for one in models)
        freed = await asyncio.to_thread(remove, models)
        done = Pruned(
            decisions=decisions,
            sources=sources,
            events=events,
            receipts=receipts,
            models=names,
            freed_bytes=freed,
        )
        if not done.is_empty:
            async with self.database.writing() as session:
                told = done.model_dump(mode="json")
                await self._audit(session).record(SYSTEM_ACTOR, "data.pruned", "data:policy", told)
        return done

    async def sizes(self) -> Sizes:
        """Say how much is kept."""
        async with self.database.reading() as session:
            count, mean = await DecisionRepository(session).weight(SAMPLE)
            events = await EventRetention(session).total()
        kept = [one for one in self.folder.glob("*") if one.is_dir()]
        return Sizes(
            decisions=count,
            decision_bytes=round(mean, 1),
            events=events,
            models=len(kept),
            model_bytes=sum(size_of(one) for one in kept),
        )

    async def _decisions(self) -> int:
        """Say in the audit what goes, then take it out: a crash in between is made up for."""
        until = await self._sealed_until()
        async with self.database.writing() as session:
            found = await DecisionRepository(session).count_until(until) if until else 0
            if until and found:
                told = Pruning(until=until, count=found, keep_days=self.policy.decisions)
                await self._audit(session).record(
                    SYSTEM_ACTOR, PRUNED, f"decision:{until}", told.model_dump()
                )
        async with self.database.reading() as session:
            pruned = await pruned_until(session)
        if pruned is not None:
            async with self.database.writing() as session:
                await drop_before(session, DECISIONS, made_at(pruned))
            await self._repeat(lambda one: DecisionRepository(one).delete_until(pruned, CHUNK_ROWS))
        return found

    async def _sealed_until(self) -> str | None:
        """Return the last decision of the newest stretch that is old as a whole."""
        oldest_kept = id_at(wall_clock() - timedelta(days=self.policy.decisions))
        async with self.database.reading() as session:
            entry = await AuditRepository(session).newest_before(SEALED, oldest_kept)
        return Stretch.model_validate(json.loads(entry.detail)).last if entry else None

    async def _sources(self) -> int:
        async with self.database.writing() as session:
            repository = DecisionRepository(session)
            unused = await repository.unused_sources(self._before(self.policy.decisions))
            await repository.delete_sources(unused)
        return len(unused)

    async def _events(self) -> tuple[int, int]:
        before = self._before(self.policy.events)
        async with self.database.reading() as session:
            events = await EventRetention(session).count(before)
        if events:
            async with self.database.writing() as session:
                await drop_before(session, EVENTS, before)
            await self._repeat(lambda one: EventRetention(one).delete(before, CHUNK_ROWS))
        receipts = await self._repeat(
            lambda one: EventRetention(one).delete_receipts(before, CHUNK_ROWS)
        )
        return events, receipts

    async def _repeat(self, chunk: Chunk) -> int:
        """Take out chunk after chunk, each in a transaction of its own."""
        total = 0
        while True:
            async with self.database.writing() as session:
                done = await chunk(session)
            total += done
            if not done:
                return total
            await asyncio.sleep(0)

    async def _removable(self, session: AsyncSession) -> list[Path]:
        models, before = ModelRepository(session), self._before(self.policy.models)
        runs, active = await models.ids(), await models.active()
        named = await DecisionRepository(session).used_sources(before)
        needed = set(await models.newest_publishable(FALLBACKS))
        needed |= {one for one in runs if model_name(one) in named}
        needed |= {active.model_id} if active else set()
        shelf = Shelf(
            runs=runs, needed=needed, before=wall_clock() - timedelta(days=self.policy.models)
        )
        return await asyncio.to_thread(removable, self.folder, shelf)

    def _before(self, days: int) -> datetime:
        return self.clock.now() - timedelta(days=days)

    def _audit(self, session: AsyncSession) -> AuditService:
        return AuditService(AuditRepository(session), self.clock)
