"""`companion prepare`: what the supervisor needs before the first request (not for people)."""

import typer

from dashboard import schema
from dashboard.bank import demo
from dashboard.cli.session import opened, run_async
from dashboard.queue.model import JobState
from dashboard.wiring import Root
from recommender.ports import SYSTEM_ACTOR

TRAIN = "train"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(hidden=True)(prepare)


def prepare() -> None:
    """Bring up the schema and, in demo mode, the demo bank up to today with a first training."""
    run_async(_prepare())


async def _prepare() -> None:
    async with opened() as root:
        await schema.bring_up(root.database)
        if root.settings.is_demo:
            await demo.ensure(root, typer.echo)
            await _ask_for_a_first_training(root)


async def _ask_for_a_first_training(root: Root) -> None:
    async with root.writing() as app:
        jobs = await app.jobs.newest(SYSTEM_ACTOR, TRAIN, limit=1)
        if not jobs or jobs[0].state is JobState.FAILED:
            await app.jobs.request(SYSTEM_ACTOR, TRAIN, {"reason": "first start"})
