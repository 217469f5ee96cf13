"""After erasures a training is asked for: at once when they were many, else at night."""

import pytest
from sqlalchemy import select

from dashboard.rights.retraining import NIGHT_HOUR
from dashboard.wiring import Root
from recommender.experiments.tables import ModelRunRow
from recommender.ports import SYSTEM_ACTOR
from tests.support.arrange import a_compliance_officer, fill
from tests.support.engine import serve

NOON = 12


@pytest.fixture
async def modelled(root: Root) -> Root:
    """Give two customers and a model that learned from three hundred."""
    await fill(root)
    await serve(root)
    return root


async def ask(root: Root, hour: int = NOON) -> bool:
    async with root.writing() as app:
        return await app.retraining.ask(hour)


async def erase(root: Root, customer_id: str = "c1") -> None:
    await root.eraser.erase(a_compliance_officer(), customer_id)


async def test_without_an_erasure_nothing_is_asked_for(modelled: Root) -> None:
    assert not await ask(modelled, NIGHT_HOUR)


async def test_many_erasures_ask_at_once_and_only_once(modelled: Root) -> None:
    await erase(modelled)
    assert await ask(modelled)
    assert not await ask(modelled)
    async with modelled.reading() as app:
        newest = (await app.jobs.newest(SYSTEM_ACTOR, "train"))[0]
    assert newest.params == {"reason": "1 customers were erased since the last training"}


async def test_few_erasures_wait_for_the_night(modelled: Root) -> None:
    await erase(modelled)
    async with modelled.writing() as app:
        row = (await app.session.scalars(select(ModelRunRow))).one()
        row.report = {**row.report, "data": {**row.report["data"], "users": 100_000}}
    assert not await ask(modelled, NOON)
    assert await ask(modelled, NIGHT_HOUR)


async def test_a_failed_training_is_not_asked_for_again_before_the_next_erasure(
    modelled: Root,
) -> None:
    await erase(modelled)
    await ask(modelled)
    async with modelled.writing() as app:
        newest = (await app.jobs.newest(SYSTEM_ACTOR, "train"))[0]
        await app.jobs._repository.change(newest.id, state="failed")
    assert not await ask(modelled, NIGHT_HOUR)
    await erase(modelled, "c2")
    assert await ask(modelled)


async def test_without_a_model_there_is_nothing_to_unlearn(root: Root) -> None:
    await fill(root)
    await erase(root)
    assert not await ask(root, NIGHT_HOUR)
