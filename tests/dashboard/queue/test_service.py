"""Long work on request: who may ask, what is seen of it, what happens when a worker ends."""

from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.clock import BankClock
from dashboard.errors import NotAllowed, NotFound
from dashboard.queue.model import JobState
from dashboard.queue.repository import LONGEST_MESSAGE, JobRepository
from dashboard.queue.service import MOST_ATTEMPTS, JobQueue, JobService
from recommender.database import new_id
from recommender.ports import COMPLIANCE, CUSTOMER, OPERATOR, Actor

ANNA = Actor("operator1", frozenset({OPERATOR}))
KEY = Actor("key:abc", frozenset(), scopes=frozenset({"models:write"}))
CLOCK = BankClock(ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def jobs(session: AsyncSession) -> JobService:
    return JobService(JobRepository(session), CLOCK)


@pytest.fixture
def queue(session: AsyncSession) -> JobQueue:
    return JobQueue(JobRepository(session), CLOCK)


@pytest.mark.parametrize("actor", [Actor("v", frozenset()), Actor("c", frozenset({CUSTOMER}))])
async def test_others_neither_ask_nor_see(jobs: JobService, actor: Actor) -> None:
    job = await jobs.request(ANNA, "train", {})
    with pytest.raises(NotAllowed):
        await jobs.request(actor, "train", {})
    with pytest.raises(NotAllowed):
        await jobs.get(actor, job.id)
    with pytest.raises(NotAllowed):
        await jobs.newest(actor, "train")


async def test_compliance_sees_but_does_not_start(jobs: JobService) -> None:
    officer = Actor("compliance1", frozenset({COMPLIANCE}))
    job = await jobs.request(KEY, "train", {})
    assert (await jobs.get(officer, job.id)).requested_by == "key:abc"
    with pytest.raises(NotAllowed):
        await jobs.request(officer, "train", {})


async def test_unknown_job_is_not_found(jobs: JobService) -> None:
    with pytest.raises(NotFound):
        await jobs.get(ANNA, new_id())


async def test_jobs_are_taken_in_the_order_of_asking(jobs: JobService, queue: JobQueue) -> None:
    first = await jobs.request(ANNA, "train", {"n": 1})
    second = await jobs.request(ANNA, "train", {"n": 2})
    taken = [await queue.claim(), await queue.claim(), await queue.claim()]
    assert [job and job.id for job in taken] == [first.id, second.id, None]
    assert [job.id for job in await jobs.newest(ANNA, "train")] == [second.id, first.id]


async def test_job_reports_progress_and_result(jobs: JobService, queue: JobQueue) -> None:
    job = await jobs.request(ANNA, "train", {})
    await queue.claim()
    await queue.advance(job.id, 1.7, "x" * 900)
    seen = await jobs.get(ANNA, job.id)
    assert (seen.state, seen.progress, seen.attempts) == (JobState.RUNNING, 1.0, 1)
    assert len(seen.message) == LONGEST_MESSAGE
    await queue.finish(job.id, {"model": "m1"})
    seen = await jobs.get(ANNA, job.id)
    assert (seen.state, seen.result, seen.message) == (JobState.DONE, {"model": "m1"}, "")
    assert seen.finished_at is not None


async def test_interrupted_job_runs_again_three_times_at_most(
    jobs: JobService, queue: JobQueue
) -> None:
    job = await jobs.request(ANNA, "train", {})
    for attempt in range(1, MOST_ATTEMPTS + 1):
        taken = await queue.claim()
        assert taken is not None
        assert (await jobs.get(ANNA, job.id)).attempts == attempt
        await queue.pick_up_interrupted()
    assert await queue.claim() is None
    assert (await jobs.get(ANNA, job.id)).state is JobState.FAILED
