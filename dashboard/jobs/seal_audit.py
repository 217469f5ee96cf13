"""Job: chain the new audit entries and anchor the head, within five seconds."""

from dashboard.audit.sealer import seal
from dashboard.jobs.base import Job
from dashboard.wiring import Root


async def run(root: Root) -> None:
    """Seal what waits."""
    await seal(root.database, root.anchors, root.clock)


JOB = Job("seal-audit", every_seconds=3, run=run)
