"""Job: ask for a training when customers were erased since the last one."""

from dashboard.jobs.base import Job
from dashboard.wiring import Root


async def run(root: Root) -> None:
    """Ask, if one is due."""
    hour = root.clock.now().astimezone(root.clock.zone).hour
    async with root.writing() as app:
        await app.retraining.ask(hour)


JOB = Job("unlearn", every_seconds=600, run=run)
