"""Queued jobs: each is done by a command of the product in a child process of its own."""

import asyncio
import json
import logging
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dashboard.processes.checkout import ROOT, child_environment, python
from dashboard.processes.watch import tied_to_parent
from dashboard.queue.model import JobView
from dashboard.queue.repository import JobRepository
from dashboard.queue.service import JobQueue
from dashboard.wiring import Root
from recommender.experiments.failures import how_it_ended
from recommender.ports import SYSTEM_ACTOR

NICE = 10
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
LONGEST_LINE = 1 << 20
TRAIN = "train"
CommandOf = Callable[[JobView], Sequence[str]]

logger = logging.getLogger(__name__)


@dataclass
class Report:
    """What a child said: its result line, and its last line on stderr."""

    result: Mapping[str, Any] = field(default_factory=dict)
    last_words: str = ""


def product_command(job: JobView) -> list[str]:
    """Return the command line that does a job: its kind is a command of the product."""
    return python("dashboard.cli", job.kind, "--job", job.id)


async def run_next_command(root: Root, command_of: CommandOf = product_command) -> None:
    """Do the queued job whose turn it is, if there is one."""
    async with root.database.writing() as session:
        job = await JobQueue(JobRepository(session), root.clock).claim()
    if job is not None:
        await _do(root, job, command_of(job))


async def _do(root: Root, job: JobView, command: Sequence[str]) -> None:
    logger.info("Job %s (%s) starts.", job.id, job.kind)
    process = await asyncio.create_subprocess_exec(
        *command,
        stdout=PIPE,
        stderr=PIPE,
        cwd=ROOT,
        env=child_environment(**ONE_THREAD),
        limit=LONGEST_LINE,
        preexec_fn=tied_to_parent(nice=NICE),
    )
    report = Report()
    try:
        await asyncio.gather(_follow(root, job, process, report), _listen(process, report))
        code = await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    await _close(root, job, code, report)


async def _follow(root: Root, job: JobView, process: Process, report: Report) -> None:
    """Read the child's JSON lines: progress goes to the row, the result is kept."""
    assert process.stdout is not None  # noqa: S101 - it was asked for as a pipe
    async for line in process.stdout:
        said = _parsed(line)
        if "result" in said:
            report.result = said["result"]
        elif "progress" in said:
            async with root.database.writing() as session:
                queue = JobQueue(JobRepository(session), root.clock)
                await queue.advance(job.id, float(said["progress"]), str(said.get("message", "")))


async def _listen(process: Process, report: Report) -> None:
    """Pass the child's stderr to the log, and keep its last line."""
    assert process.stderr is not None  # noqa: S101 - it was asked for as a pipe
    async for line in process.stderr:
        text = line.decode(errors="replace").strip()
        if text:
            report.last_words = text
            logger.info("%s", text)


async def _close(root: Root, job: JobView, code: int, report: Report) -> None:
    async with root.database.writing() as session:
        queue = JobQueue(JobRepository(session), root.clock)
        if code == 0:
            await queue.finish(job.id, report.result)
        else:
            await queue.fail(job.id, _why(job, code, report))
    if code and job.kind == TRAIN:
        async with root.writing() as app:
            await app.models.fail(SYSTEM_ACTOR, _why(job, code, report))
    logger.info("Job %s (%s) ended with code %d.", job.id, job.kind, code)


def _why(job: JobView, code: int, report: Report) -> str:
    if job.kind == TRAIN:
        return how_it_ended(code, report.last_words)
    return report.last_words or f"The command ended with code {code}."


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
