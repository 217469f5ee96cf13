"""Ask for long work, follow it, and (as the worker) take and finish it."""

from collections.abc import Mapping
from typing import Any

from dashboard.errors import NotAllowed, NotFound
from dashboard.queue.model import JobState, JobView
from dashboard.queue.repository import JobRepository
from recommender.database import new_id
from recommender.ports import COMPLIANCE, OPERATOR, SYSTEM, Actor, Clock

MOST_ATTEMPTS = 3


class JobService:
    """Jobs for the people who ask for them."""

    def __init__(self, repository: JobRepository, clock: Clock) -> None:
        self._repository = repository
        self._clock = clock

    async def request(self, actor: Actor, kind: str, params: Mapping[str, Any]) -> JobView:
        """Queue work for the worker; `kind` is a command of the product."""
        _must_operate(actor)
        job = JobView(
            id=new_id(),
            kind=kind,
            state=JobState.QUEUED,
            progress=0.0,
            message="",
            params=params,
            result={},
            requested_by=actor.id,
            attempts=0,
            created_at=self._clock.now(),
            started_at=None,
            finished_at=None,
        )
        await self._repository.add(job)
        return job

    async def get(self, actor: Actor, job_id: str) -> JobView:
        """Return one job."""
        _must_see(actor)
        job = await self._repository.get(job_id)
        if job is None:
            raise NotFound("There is no such job.")
        return job

    async def newest(self, actor: Actor, kind: str, *, limit: int = 20) -> list[JobView]:
        """Return the newest jobs of a kind, newest first."""
        _must_see(actor)
        return await self._repository.newest(kind, limit)


class JobQueue:
    """Jobs for the worker that does them."""

    def __init__(self, repository: JobRepository, clock: Clock) -> None:
        self._repository = repository
        self._clock = clock

    async def claim(self) -> JobView | None:
        """Take the job whose turn it is; the caller is the one elected worker."""
        job = await self._repository.oldest_queued()
        if job is not None:
            await self._repository.change(
                job.id,
                state=JobState.RUNNING,
                started_at=self._clock.now(),
                attempts=job.attempts + 1,
            )
        return job

    async def advance(self, job_id: str, progress: float, message: str) -> None:
        """Record how far a job is."""
        share = min(1.0, max(0.0, progress))
        await self._repository.change(job_id, progress=share, message=message)

    async def finish(self, job_id: str, result: Mapping[str, Any]) -> None:
        """Record success."""
        await self._repository.change(
            job_id,
            state=JobState.DONE,
            progress=1.0,
            message="",
            result=dict(result),
            finished_at=self._clock.now(),
        )

    async def fail(self, job_id: str, message: str) -> None:
        """Record why the work failed."""
        await self._repository.change(
            job_id, state=JobState.FAILED, message=message, finished_at=self._clock.now()
        )

    async def pick_up_interrupted(self) -> None:
        """Queue again what an ended worker left running, a limited number of times."""
        for job in await self._repository.running():
            if job.attempts < MOST_ATTEMPTS:
                await self._repository.change(job.id, state=JobState.QUEUED, progress=0.0)
            else:
                await self.fail(job.id, "The worker ended during this job three times.")


def _must_operate(actor: Actor) -> None:
    if not (actor.has(OPERATOR, SYSTEM) or actor.may("models:write")):
        raise NotAllowed("Only operators start jobs.")


def _must_see(actor: Actor) -> None:
    if not (actor.has(OPERATOR, COMPLIANCE, SYSTEM) or actor.may("models:write")):
        raise NotAllowed("Only operators and compliance see jobs.")
