"""Job: put the new decisions into the audit's chain, within seconds."""

from dashboard.audit.decisions import seal_decisions
from dashboard.jobs.base import Job
from dashboard.wiring import Root


async def run(root: Root) -> None:
    """Seal what waits."""
    await seal_decisions(root.database, root.clock)


JOB = Job("seal-decisions", every_seconds=3, run=run)
