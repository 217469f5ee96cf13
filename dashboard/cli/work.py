"""`companion work`: the worker, which keeps the schedule and does queued jobs."""

import asyncio
import signal

import typer

from dashboard import logs
from dashboard.cli.session import opened, run_async
from dashboard.jobs.base import all_jobs
from dashboard.jobs.worker import Worker
from dashboard.processes.watch import end_with_parent


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(work)


def work() -> None:
    """Do scheduled and queued work, when this worker is the elected one."""
    end_with_parent()
    run_async(_work())


async def _work() -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    async with opened() as root:
        logs.configure(root.settings.log_level)
        await Worker(root, all_jobs()).run(stopped)
