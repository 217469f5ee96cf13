"""Job: make the coming months' partitions of events and decisions (PostgreSQL only)."""

from dashboard.jobs.base import Job
from dashboard.wiring import Root
from recommender.partitions import DECISIONS, EVENTS, prepare, wall_clock


async def run(root: Root) -> None:
    """Make what is missing."""
    await prepare(root.database, root.clock.now(), EVENTS)
    await prepare(root.database, wall_clock(), DECISIONS)


JOB = Job("partitions", every_seconds=24 * 3600, run=run)
