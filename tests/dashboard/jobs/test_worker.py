"""One worker is elected, keeps the schedule through failures, and gives way in order."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

import pytest

from dashboard.jobs import command, worker
from dashboard.jobs.base import Job, all_jobs
from dashboard.jobs.worker import Worker
from dashboard.processes.checkout import python
from dashboard.queue.model import JobState, JobView
from dashboard.wiring import Root
from recommender.ports import SYSTEM_ACTOR


@pytest.fixture
async def running(root: Root) -> AsyncIterator[Callable[..., Worker]]:
    stopped = asyncio.Event()
    tasks: list[asyncio.Task[None]] = []

    def start(*jobs: Job) -> Worker:
        made = Worker(root, jobs)
        tasks.append(asyncio.create_task(made.run(stopped)))
        return made

    yield start
    stopped.set()
    await asyncio.gather(*tasks)


async def until(claim: Callable[[], bool], seconds: float = 10.0) -> bool:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while not claim():  # noqa: ASYNC110 - the claim is about other processes
                await asyncio.sleep(0.02)
    return claim()


async def finished(root: Root, job_id: str) -> JobView:
    async with asyncio.timeout(20):
        while True:
            async with root.reading() as app:
                job = await app.jobs.get(SYSTEM_ACTOR, job_id)
            if job.state in (JobState.DONE, JobState.FAILED):
                return job
            await asyncio.sleep(0.05)


async def test_one_of_two_workers_is_elected(running: Callable[..., Worker]) -> None:
    first = running()
    assert await until(lambda: first.is_elected)
    second = running()
    await asyncio.sleep(0.3)
    assert first.is_elected
    assert not second.is_elected


async def test_second_worker_takes_over_when_the_first_stops(root: Root, monkeypatch) -> None:
    monkeypatch.setattr(worker, "RENEW_SECONDS", 0.05)
    stops = [asyncio.Event(), asyncio.Event()]
    workers = [Worker(root, ()), Worker(root, ())]
    tasks = [asyncio.create_task(workers[0].run(stops[0]))]
    assert await until(lambda: workers[0].is_elected)
    tasks.append(asyncio.create_task(workers[1].run(stops[1])))
    stops[0].set()
    assert await until(lambda: workers[1].is_elected)
    assert not workers[0].is_elected
    stops[1].set()
    await asyncio.gather(*tasks)


async def test_failing_job_is_logged_and_runs_again(
    running: Callable[..., Worker], caplog: pytest.LogCaptureFixture
) -> None:
    runs: list[int] = []

    async def fail(_: Root) -> None:
        runs.append(1)
        raise RuntimeError("broken on purpose")

    running(Job("fragile", 0.01, fail))
    assert await until(lambda: len(runs) > 2)
    assert "The job fragile failed" in caplog.text
    assert "broken on purpose" in caplog.text


@pytest.fixture
def commands(monkeypatch) -> Callable[[str], None]:
    """Let the queue's commands be a few lines of Python instead of the product's own."""

    def be(code: str) -> None:
        line = [python("x")[0], "-c", code]
        monkeypatch.setattr(command, "python", lambda *_: line)

    return be


async def request(root: Root) -> str:
    async with root.writing() as app:
        return (await app.jobs.request(SYSTEM_ACTOR, "train", {})).id


async def test_command_reports_its_result(root: Root, commands: Callable[[str], None]) -> None:
    commands(
        "import os\n"
        'print(\'{"progress": 0.5, "message": "half"}\', flush=True)\n'
        "print('not json')\n"
        'print(\'{"result": {"threads": "%s", "nice": %d}}\''
        " % (os.environ['OPENBLAS_NUM_THREADS'], os.nice(0)))"
    )
    job_id = await request(root)
    await command.run_next_command(root)
    job = await finished(root, job_id)
    assert job.state is JobState.DONE
    assert job.result["threads"] == "1"
    assert job.result["nice"] >= command.NICE


async def test_failed_command_says_why(root: Root, commands: Callable[[str], None]) -> None:
    commands("import sys; print('no events to train on', file=sys.stderr); sys.exit(3)")
    job_id = await request(root)
    await command.run_next_command(root)
    job = await finished(root, job_id)
    assert (job.state, job.message) == (JobState.FAILED, "no events to train on")


async def test_queued_job_is_done_by_the_elected_worker(
    root: Root, running: Callable[..., Worker], commands: Callable[[str], None]
) -> None:
    commands('print(\'{"result": {"ok": true}}\')')
    job_id = await request(root)
    running()
    assert (await finished(root, job_id)).result == {"ok": True}


async def test_cancelled_command_leaves_no_process(
    root: Root, commands: Callable[[str], None], monkeypatch
) -> None:
    started: list[asyncio.subprocess.Process] = []
    spawn = asyncio.create_subprocess_exec

    async def remember(*arguments: object, **options: object) -> asyncio.subprocess.Process:
        started.append(await spawn(*arguments, **options))
        return started[-1]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", remember)
    commands("import time; time.sleep(60)")
    await request(root)
    task = asyncio.create_task(command.run_next_command(root))
    assert await until(lambda: bool(started))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert started[0].returncode is not None


def test_jobs_are_found_by_place_and_named_once() -> None:
    names = [job.name for job in all_jobs()]
    assert len(names) == len(set(names))
    assert all(job.every_seconds > 0 for job in all_jobs())
