"""Giving: from one's own account, once a minute."""

import asyncio

import pytest

from dashboard.errors import Conflict, Invalid, NotFound
from dashboard.life.charity.tables import CauseRow
from dashboard.life.demo import town
from dashboard.wiring import Root
from tests.dashboard.life.arrange import a_bank, balance, stock
from tests.support.arrange import a_customer, a_visitor

ME = a_customer("c1")


@pytest.fixture
async def stocked(root: Root) -> Root:
    """Give a process with the demo's causes and 500 yuan on c1's account."""
    await a_bank(root, minor=50_000)
    await stock(root, CauseRow, town.causes())
    return root


async def give(root: Root, minor: int = 1_000, cause: str = "forest", actor=ME) -> None:
    async with root.writing() as app:
        await app.life.charity.give(actor, "c1", cause, minor)


async def giving(root: Root, actor=ME):
    async with root.reading() as app:
        return await app.life.charity.giving(actor, "c1")


@pytest.mark.parametrize("actor", [a_visitor(), a_customer("c2")])
async def test_nobody_gives_from_somebody_elses_account(stocked: Root, actor) -> None:
    with pytest.raises(NotFound):
        await giving(stocked, actor)
    with pytest.raises(NotFound):
        await give(stocked, actor=actor)


async def test_a_gift_moves_the_money_and_the_cause(stocked: Root) -> None:
    before = {one.id: one.raised.minor for one in (await giving(stocked)).causes}
    await give(stocked, 2_500)
    after = await giving(stocked)
    assert {one.id: one.raised.minor for one in after.causes}["forest"] == before["forest"] + 2_500
    assert (after.given.minor, [one.amount.minor for one in after.gifts]) == (2_500, [2_500])
    assert await balance(stocked) == 47_500


async def test_two_clicks_at_once_give_once(stocked: Root) -> None:
    done = await asyncio.gather(*(give(stocked) for _ in range(2)), return_exceptions=True)
    assert sorted(isinstance(one, Conflict) for one in done) == [False, True]
    assert await balance(stocked) == 49_000


async def test_what_is_not_there_cannot_be_given(stocked: Root) -> None:
    with pytest.raises(Conflict, match="not enough money"):
        await give(stocked, 50_001)
    assert (await giving(stocked)).gifts == []


@pytest.mark.parametrize("minor", [0, 99, 1_000_001, -5])
async def test_gifts_have_a_floor_and_a_ceiling(stocked: Root, minor: int) -> None:
    with pytest.raises(Invalid):
        await give(stocked, minor)


async def test_an_unknown_cause_takes_nothing(stocked: Root) -> None:
    with pytest.raises(NotFound):
        await give(stocked, cause="yacht")
