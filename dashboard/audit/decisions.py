"""Decisions in the audit's chain: each stretch of them is one entry."""

import json

from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.audit.model import Fault, Stored
from dashboard.audit.repository import AuditRepository
from dashboard.audit.retention import pruned_until, pruning_faults
from dashboard.audit.service import AuditService
from recommender.database import Database
from recommender.decisions.repository import DecisionRepository
from recommender.decisions.sealing import (
    FIRST,
    SEALED,
    SETTLED_SECONDS,
    Stretch,
    faults_of,
    next_stretch,
)
from recommender.ports import SYSTEM_ACTOR, Clock

PAGE_ROWS = 500


async def seal_decisions(
    database: Database, clock: Clock, *, settled_seconds: float = SETTLED_SECONDS
) -> int:
    """Write an entry for each stretch of decisions that waits; return how many they were."""
    count = 0
    while sealed := await _seal_stretch(database, clock, settled_seconds):
        count += sealed
    return count


async def decision_faults(database: Database) -> list[Fault]:
    """Compare every sealed stretch with the decisions as they are stored, if they still are."""
    async with database.reading() as session:
        faults = await pruning_faults(session)
        pruned = await pruned_until(session) or FIRST
    after = 0
    while True:
        async with database.reading() as session:
            page = await AuditRepository(session).sealed(after, PAGE_ROWS, action=SEALED)
        if not page:
            return faults
        for entry in page:
            if _stretch(entry).last > pruned:
                faults += await _faults(database, entry)
        after = page[-1].sequence or 0


async def _seal_stretch(database: Database, clock: Clock, settled_seconds: float) -> int:
    async with database.reading() as session:
        if await _next(session, settled_seconds) is None:
            return 0
    async with database.writing() as session:
        stretch = await _next(session, settled_seconds)
        if stretch is None:
            return 0
        audit = AuditService(AuditRepository(session), clock)
        subject = f"decision:{stretch.last}"
        await audit.record(SYSTEM_ACTOR, SEALED, subject, stretch.model_dump())
    return stretch.count


async def _next(session: AsyncSession, settled_seconds: float) -> Stretch | None:
    before = await AuditRepository(session).newest(SEALED)
    after = _stretch(before).last if before else FIRST
    return await next_stretch(DecisionRepository(session), after, settled_seconds)


async def _faults(database: Database, entry: Stored) -> list[Fault]:
    async with database.reading() as session:
        found = await faults_of(DecisionRepository(session), _stretch(entry))
    return [Fault(sequence=entry.sequence, kind="decision", message=one) for one in found]


def _stretch(entry: Stored) -> Stretch:
    return Stretch.model_validate(json.loads(entry.detail))
