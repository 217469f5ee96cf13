"""One worker is elected, keeps the schedule through failures, and gives way in order."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import psutil
import pytest

from dashboard.jobs import command, worker
from dashboard.jobs.base import Job, all_jobs
from dashboard.jobs.command import CommandOf
from dashboard.jobs.worker import Worker
from dashboard.queue.model import JobState, JobView
from dashboard.wiring import Root
from recommender.ports import SYSTEM_ACTOR


def code(lines: str) -> CommandOf:
    """Let the queue's command be a few lines of Python instead of the product's own."""
    return lambda _: [sys.executable, "-c", lines]


@pytest.fixture
async def running(root: Root) -> AsyncIterator[Callable[..., Worker]]:
    stopped = asyncio.Event()
    tasks: list[asyncio.Task[None]] = []

    def start(*jobs: Job, command_of: CommandOf = code("")) -> Worker:  # noqa: B008
        made = Worker(root, jobs, command_of)
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


async def request(root: Root) -> str:
    async with root.writing() as app:
        return (await app.jobs.request(SYSTEM_ACTOR, "train", {})).id


async def test_command_reports_its_result(root: Root) -> None:
    told = code(
        "import os\n"
        'print(\'{"progress": 0.5, "message": "half"}\', flush=True)\n'
        "print('not json')\n"
        'print(\'{"result": {"threads": "%s", "nice": %d}}\''
        " % (os.environ['OPENBLAS_NUM_THREADS'], os.nice(0)))"
    )
    job_id = await request(root)
    await command.run_next_command(root, told)
    job = await finished(root, job_id)
    assert job.state is JobState.DONE
    assert job.result["threads"] == "1"
    assert job.result["nice"] >= command.NICE


async def test_failed_command_says_why(root: Root) -> None:
    told = code("import sys; print('no events to train on', file=sys.stderr); sys.exit(3)")
    job_id = await request(root)
    await command.run_next_command(root, told)
    job = await finished(root, job_id)
    assert (job.state, job.message) == (JobState.FAILED, "no events to train on")


async def test_queued_job_is_done_by_the_elected_worker(
    root: Root, running: Callable[..., Worker]
) -> None:
    job_id = await request(root)
    running(command_of=code("import json; print(json.dumps({'result': {'ok': True}}))"))
    assert (await finished(root, job_id)).result == {"ok": True}


async def test_cancelled_command_leaves_no_process(root: Root, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    told = code(
        f"import os, time; open({str(note)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    )
    await request(root)
    task = asyncio.create_task(command.run_next_command(root, told))
    assert await until(lambda: note.exists() and note.read_text() != "")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not psutil.pid_exists(int(note.read_text()))


def test_jobs_are_found_by_place_and_named_once() -> None:
    names = [job.name for job in all_jobs()]
    assert len(names) == len(set(names))
    assert all(job.every_seconds > 0 for job in all_jobs())
