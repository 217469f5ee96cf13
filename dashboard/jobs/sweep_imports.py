"""Job: take back imports that were killed in the middle."""

from dashboard.jobs.base import Job
from dashboard.wiring import Root
from recommender.ports import SYSTEM_ACTOR


async def run(root: Root) -> None:
    """Remove what nobody will finish."""
    await root.imports.sweep(SYSTEM_ACTOR)


JOB = Job("sweep-imports", every_seconds=60, run=run)
