"""The worker: elects itself by a lease in SQL, keeps the schedule, does queued jobs."""

import asyncio
import logging
import os
import socket
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy.exc import SQLAlchemyError

from dashboard.jobs.base import Job
from dashboard.jobs.command import CommandOf, product_command, run_next_command
from dashboard.queue.repository import JobRepository, LeaseRepository
from dashboard.queue.service import JobQueue
from dashboard.wiring import Root

LEASE = "worker"
LEASE_TTL = timedelta(seconds=6)
RENEW_SECONDS = 2.0
QUEUE_SECONDS = 0.5

logger = logging.getLogger(__name__)


class Worker:
    """One candidate; of all that run on a database one is elected at a time."""

    def __init__(
        self, root: Root, jobs: Sequence[Job], command_of: CommandOf = product_command
    ) -> None:
        self._root = root
        queue = partial(run_next_command, command_of=command_of)
        self._jobs = (*jobs, Job("queue", QUEUE_SECONDS, queue))
        self._tasks: list[asyncio.Task[None]] = []
        self.holder = f"{socket.gethostname()}:{os.getpid()}:{id(self)}"

    @property
    def is_elected(self) -> bool:
        """Say whether this worker does the work now."""
        return bool(self._tasks)

    async def run(self, stopped: asyncio.Event) -> None:
        """Stand for election until told to stop; then finish in order and give the lease back."""
        try:
            while not stopped.is_set():
                await self._renew()
                with suppress(TimeoutError):
                    await asyncio.wait_for(stopped.wait(), RENEW_SECONDS)
        finally:
            await self._end_work()
            await self._give_back()

    async def _renew(self) -> None:
        try:
            elected = await self._take_lease()
        except (SQLAlchemyError, OSError):
            logger.exception("The worker's lease could not be renewed.")
            elected = False
        if elected and not self.is_elected:
            await self._begin_work()
        elif not elected and self.is_elected:
            logger.warning("Another worker was elected: this one waits.")
            await self._end_work()

    async def _take_lease(self) -> bool:
        # The wall clock, not the bank's: a pinned clock starts again with each process.
        now = datetime.now(UTC)
        async with self._root.database.writing() as session:
            return await LeaseRepository(session).take(LEASE, self.holder, now, LEASE_TTL)

    async def _give_back(self) -> None:
        async with self._root.database.writing() as session:
            await LeaseRepository(session).give_back(LEASE, self.holder)

    async def _begin_work(self) -> None:
        async with self._root.database.writing() as session:
            queue = JobQueue(JobRepository(session), self._root.clock)
            await queue.pick_up_interrupted()
        self._tasks = [asyncio.create_task(self._repeat(job), name=job.name) for job in self._jobs]
        logger.info("Elected: %d jobs on schedule.", len(self._jobs))

    async def _end_work(self) -> None:
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _repeat(self, job: Job) -> None:
        while True:
            await self._run_once(job)
            await asyncio.sleep(job.every_seconds)

    async def _run_once(self, job: Job) -> None:
        try:
            await job.run(self._root)
        except Exception:
            logger.exception("The job %s failed; it runs again on schedule.", job.name)
