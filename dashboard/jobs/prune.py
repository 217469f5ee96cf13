"""Job: take out, once a day, what is older than the policy keeps."""

from dashboard.jobs.base import Job
from dashboard.wiring import Root


async def run(root: Root) -> None:
    """Prune."""
    await root.pruner.prune()


JOB = Job("prune", every_seconds=24 * 3600, run=run)
