"""Retention in the audit: decisions are taken out by policy, whole stretches, oldest first."""

import json
from datetime import timedelta

from pydantic import BaseModel, ConfigDict
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.audit.model import Fault, Stored
from dashboard.audit.repository import AuditRepository
from recommender.partitions import made_at

PRUNED = "decisions.pruned"
SLACK = timedelta(minutes=5)


class Pruning(BaseModel):
    """Decisions up to an id were taken out, because they were older than the policy keeps them."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    until: str
    count: int
    keep_days: int


async def pruned_until(session: AsyncSession) -> str | None:
    """Return the id up to which decisions were taken out, None where none were."""
    found = [_pruning(one).until for one in await AuditRepository(session).of_action(PRUNED)]
    return max(found, default=None)


async def pruning_faults(session: AsyncSession) -> list[Fault]:
    """Say which pruning took out decisions that were younger than its own policy."""
    entries = await AuditRepository(session).of_action(PRUNED)
    return [_fault(one) for one in entries if _reached_too_far(one)]


def _reached_too_far(entry: Stored) -> bool:
    """Compare ids only: both were made by the wall clock, whatever the bank's clock says."""
    pruning = _pruning(entry)
    return made_at(pruning.until) > made_at(entry.id) - timedelta(days=pruning.keep_days) + SLACK


def _pruning(entry: Stored) -> Pruning:
    return Pruning.model_validate(json.loads(entry.detail))


def _fault(entry: Stored) -> Fault:
    message = f"A pruning (entry {entry.id}) took out decisions that its policy keeps."
    return Fault(sequence=entry.sequence, kind="pruned", message=message)
