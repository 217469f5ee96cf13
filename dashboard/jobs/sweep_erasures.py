"""Job: take out what arrived in another process while a customer was being erased."""

from dashboard.jobs.base import Job
from dashboard.wiring import Root


async def run(root: Root) -> None:
    """Sweep until nothing can arrive any more."""
    await root.eraser.sweep()


JOB = Job("sweep-erasures", every_seconds=3, run=run)
