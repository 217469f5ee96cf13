"""The models page: the runs with data, choice and figures; the operator rolls back."""

from typing import Any

import pytest

from dashboard.errors import NotAllowed
from dashboard.pages.models import ModelsState
from dashboard.wiring import Root
from recommender.ports import OPERATOR, Actor
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
