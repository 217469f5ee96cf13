"""The models page: the runs with data, choice and figures; the operator rolls back."""

import shutil
from typing import Any

import pytest

from dashboard.errors import NotAllowed
from dashboard.pages.models import ModelsState
from dashboard.wiring import Root
from recommender.experiments.repository import ModelRepository
from recommender.ports import OPERATOR, SYSTEM_ACTOR, Actor
from tests.dashboard.pages.states import at, run
from tests.support.arrange import a_compliance_officer, an_rm
from tests.support.engine import serve

OPERATING = Actor("operator", frozenset({OPERATOR}))


async def opened(actor: Actor = OPERATING) -> Any:
    state = at(ModelsState, "/models")
    await run(actor, ModelsState.load, state)
    return state


async def test_without_a_model_the_page_says_that_popularity_serves(desk: Root) -> None:
    state = await opened()
    assert (state.runs, state.active) == ([], "")


async def test_a_run_shows_its_data_what_was_chosen_and_why(desk: Root) -> None:
    run_ = await serve(desk)
    seen = (await opened(a_compliance_officer())).runs[0]
    assert (seen.id, seen.is_active) == (run_.id, True)
    assert run_.data_hash.startswith(seen.data_hash)
    assert seen.data_hash
    assert "users" in seen.data
    assert {one.algorithm for one in seen.surfaces}
    for surface in seen.surfaces:
        assert surface.reason
        assert "ndcg" in [one.name for one in surface.metrics]


async def test_the_operator_rolls_back_to_an_earlier_run(desk: Root) -> None:
    first, second = await serve(desk), await serve(desk)
    state = await opened()
    assert (state.active, [one.id for one in state.runs]) == (second.id, [second.id, first.id])
    await run(OPERATING, ModelsState.activate, state, first.id)
    assert state.active == first.id
    assert [one.is_active for one in state.runs] == [False, True]
    assert (await opened()).active == first.id


@pytest.mark.parametrize("actor", [a_compliance_officer(), an_rm("c1")], ids=["compliance", "rm"])
async def test_nobody_else_rolls_back(desk: Root, actor: Actor) -> None:
    first, second = await serve(desk), await serve(desk)
    with pytest.raises(NotAllowed):
        await run(actor, ModelsState.activate, at(ModelsState, "/models"), first.id)
    assert (await opened()).active == second.id


async def test_a_damaged_model_is_named_and_the_one_that_serves_is_marked(desk: Root) -> None:
    first, second = await serve(desk), await serve(desk)
    await run(OPERATING, ModelsState.activate, at(ModelsState, "/models"), first.id)
    await desk.models.now()
    shutil.rmtree(desk.settings.data_dir / "models" / second.id)
    async with desk.writing() as app:
        await ModelRepository(app.session).activate(second.id, "somebody", desk.clock.now())
    desk.models.drop()
    state = await opened()
    assert (state.broken, state.active) == (second.id, first.id)


async def test_a_failed_training_is_shown_with_its_reason(desk: Root) -> None:
    async with desk.writing() as app:
        await app.models.fail(SYSTEM_ACTOR, "The disk is full.")
    seen = (await opened()).runs[0]
    assert (seen.failed, seen.publishable, seen.reason) == (True, False, "The disk is full.")


async def test_customers_erased_since_the_training_are_counted(desk: Root) -> None:
    await serve(desk)
    assert (await opened()).erased_since == 0
    await desk.eraser.erase(a_compliance_officer(), "c3")
    assert (await opened()).erased_since == 1
