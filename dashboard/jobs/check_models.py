"""Compares shadowed models with the log, and the serving model with its first days."""

from datetime import timedelta

from dashboard.jobs.base import Job
from dashboard.wiring import Root
from recommender.oversight.service import SETTLED
from recommender.ports import SYSTEM_ACTOR

EVERY_SECONDS = 30.0


async def run(root: Root) -> None:
    """Make the checks that are due, of what was shown long enough ago."""
    await check(root, SETTLED)


async def check(root: Root, settled: timedelta) -> None:
    """Make the checks that are due; each is read for long and stored at once."""
    async with root.reading() as app:
        due = await app.oversight.due(SYSTEM_ACTOR)
    for one in due:
        async with root.reading() as app:
            made = await app.oversight.make(SYSTEM_ACTOR, one, settled)
        async with root.writing() as app:
            await app.oversight.keep(SYSTEM_ACTOR, made)


JOB = Job("check-models", every_seconds=EVERY_SECONDS, run=run)
