"""Counts what running trials did, and stops arms that break a guard rail."""

from datetime import timedelta

from dashboard.jobs.base import Job
from dashboard.wiring import Root
from recommender.ports import SYSTEM_ACTOR
from recommender.trials.counting import SETTLED

EVERY_SECONDS = 20.0


async def run(root: Root) -> None:
    """Watch what was written some seconds ago."""
    await watch(root, SETTLED)


async def watch(root: Root, settled: timedelta) -> None:
    """Bring every running trial up to date, a page in a transaction of its own, then look."""
    async with root.reading() as app:
        running = await app.trials.running(SYSTEM_ACTOR)
    for trial in running:
        await _count(root, trial.id, settled)
        async with root.reading() as app:
            faults = await app.trials.faults(SYSTEM_ACTOR, trial.id)
        async with root.writing() as app:
            await app.trials.settle(SYSTEM_ACTOR, trial.id, faults)


async def _count(root: Root, trial_id: str, settled: timedelta) -> None:
    is_last = False
    while not is_last:
        async with root.reading() as app:
            page = await app.trials.next_page(SYSTEM_ACTOR, trial_id, settled)
        async with root.writing() as app:
            await app.trials.count(SYSTEM_ACTOR, trial_id, page)
        is_last = page.is_last


JOB = Job("watch-trials", every_seconds=EVERY_SECONDS, run=run)
