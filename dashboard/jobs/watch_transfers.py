"""Job: judge the transfers that came by other ways than the report of the core bank."""

from dashboard.jobs.base import Job
from dashboard.wiring import Root
from recommender.ports import SYSTEM_ACTOR


async def run(root: Root) -> None:
    """Look at what is new; nothing is written where nothing is."""
    async with root.reading() as app:
        has_new = await app.life.security.has_unwatched(SYSTEM_ACTOR)
    if has_new:
        async with root.writing() as app:
            await app.life.security.sweep(SYSTEM_ACTOR)


JOB = Job("watch-transfers", every_seconds=1, run=run)
