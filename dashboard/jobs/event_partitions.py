"""Job: make the coming months' partitions of events (PostgreSQL only)."""

from dashboard.jobs.base import Job
from dashboard.wiring import Root
from recommender.interactions.partitions import prepare


async def run(root: Root) -> None:
    """Make what is missing."""
    await prepare(root.database, root.clock.now())


JOB = Job("event-partitions", every_seconds=24 * 3600, run=run)
