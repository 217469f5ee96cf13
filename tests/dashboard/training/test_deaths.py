"""A training that dies, whatever of, changes nothing: the model before serves, and it is said."""

import asyncio
import os
import signal
import time
from pathlib import Path

import pytest

from dashboard.errors import Conflict
from dashboard.jobs.command import run_next_command
from dashboard.queue.model import JobState, JobView
from dashboard.wiring import Root
from recommender.database import new_id
from recommender.experiments.active import ActiveModel
from recommender.experiments.model import ModelList
from recommender.experiments.runs import FAILED
from recommender.ports import OPERATOR, SYSTEM_ACTOR, Actor
from tests.support.engine import bank, fill_bank, serve
from tests.support.trainer import Trainer, small_disk

OPERATING = Actor("operator1", frozenset({OPERATOR}))
UNCHANGED = "Nothing was changed: the model before serves on."


@pytest.fixture
async def serving(root: Root) -> str:
    """Let a model serve over a bank's events; return its id."""
    await fill_bank(root, bank().customers[:60], bank().customers[:60])
    run = await serve(root)
    await root.models.now()
    return run.id


async def listed(root: Root) -> ModelList:
    async with root.reading() as app:
        return await app.models.list(OPERATING)


async def after_restart(root: Root) -> str | None:
    found = await ActiveModel(root.database, root.settings.data_dir / "models").now()
    return found.model_id if found else None


async def assert_unchanged(root: Root, model_id: str) -> None:
    """Say that the model before serves, here and after a restart, and no other was stored."""
    root.models.drop()
    found = await root.models.now()
    assert found is not None
    assert (found.model_id, await after_restart(root)) == (model_id, model_id)
    active = (await listed(root)).active
    assert active is not None
    assert active.model_id == model_id
    stored = {one.name for one in (root.settings.data_dir / "models").iterdir()}
    assert {one for one in stored if not one.startswith(".")} == {model_id}


async def job(root: Root, trainer: Trainer) -> JobView:
    """Have the worker's queue run the trainer as a job; return the job."""
    async with root.writing() as app:
        asked = await app.jobs.request(SYSTEM_ACTOR, "train", {})
    await run_next_command(root, lambda _: ["env", *assignments(trainer), *trainer.command])
    async with root.reading() as app:
        return await app.jobs.get(SYSTEM_ACTOR, asked.id)


def assignments(trainer: Trainer) -> list[str]:
    return [f"{name}={one}" for name, one in trainer.env.items() if name.startswith("COMPANION_")]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=lambda one: one.name)
async def test_a_training_that_is_killed_changes_nothing(
    root: Root, serving: str, number: signal.Signals
) -> None:
    at = "Choosing a model for products"
    code = await asyncio.to_thread(Trainer(root.settings).interrupt, number, at)
    assert code == -number
    await assert_unchanged(root, serving)


async def test_what_a_killed_training_left_is_swept(root: Root, serving: str) -> None:
    models = root.settings.data_dir / "models"
    draft = models / f".{new_id()}.partial"
    draft.mkdir()
    (draft / "priors.npy").write_bytes(b"half of an array")
    age(draft)
    await root.pruner.prune()
    assert [one.name for one in models.iterdir()] == [serving]


async def test_a_training_that_runs_out_of_memory_fails_with_a_sentence(
    root: Root, serving: str
) -> None:
    done = await job(root, Trainer(root.settings, COMPANION_TRAINING_MEMORY_MB="60"))
    assert done.state is JobState.FAILED
    assert "COMPANION_TRAINING_MEMORY_MB" in done.message or UNCHANGED in done.message
    await assert_unchanged(root, serving)
    failed = (await listed(root)).runs[0]
    assert (failed.name, failed.publishable, failed.reason) == (FAILED, False, done.message)


async def test_a_full_disk_fails_with_a_sentence(root: Root, serving: str, tmp_path: Path) -> None:
    models = root.settings.data_dir / "models"
    aside = models.rename(tmp_path / "aside")
    with small_disk(models, kilobytes=4) as mounted:
        if not mounted:
            aside.rename(tmp_path / "models")
            pytest.skip("Mounting a small disk needs root.")
        done = await job(root, Trainer(root.settings))
        assert list(models.iterdir()) == []
    models.rmdir()
    aside.rename(models)
    assert done.message == f"The disk is full, so no model could be stored. {UNCHANGED}"
    await assert_unchanged(root, serving)


async def test_a_killed_job_says_so_in_the_job_and_among_the_runs(root: Root, serving: str) -> None:
    async with root.writing() as app:
        asked = await app.jobs.request(SYSTEM_ACTOR, "train", {})
    await run_next_command(root, lambda _: ["sh", "-c", "kill -9 $$"])
    async with root.reading() as app:
        done = await app.jobs.get(SYSTEM_ACTOR, asked.id)
    assert done.message.startswith("The training was ended by SIGKILL")
    assert (await listed(root)).runs[0].reason == done.message
    await assert_unchanged(root, serving)


async def test_a_failed_run_never_serves(root: Root, serving: str) -> None:
    async with root.writing() as app:
        failed = await app.models.fail(SYSTEM_ACTOR, "It died.")
    with pytest.raises(Conflict, match="may not serve"):
        async with root.writing() as app:
            await app.models.activate(OPERATING, failed.id)
    await assert_unchanged(root, serving)


def age(folder: Path) -> None:
    """Make a folder two hours old."""
    then = time.time() - 7200
    os.utime(folder, (then, then))
