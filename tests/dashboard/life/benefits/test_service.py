"""Benefits: a task counts once, the last reward goes to one."""

import asyncio

import pytest

from dashboard.errors import Conflict, NotFound
from dashboard.life.benefits.levels import LEVELS, level_of
from dashboard.life.benefits.tables import PointsRow, RewardRow, TaskRow
from dashboard.life.demo import town
from dashboard.wiring import Root
from recommender.database import new_id
from tests.conftest import NOW
from tests.dashboard.life.arrange import NAMES, a_bank, owed, stock
from tests.support.arrange import a_customer, a_visitor

ME = a_customer("c1")


@pytest.fixture
async def stocked(root: Root) -> Root:
    """Give a process with tasks, rewards, and a thousand points for each of two customers."""
    await a_bank(root, minor=50_000)
    await stock(root, TaskRow, town.tasks())
    await stock(root, RewardRow, town.rewards())
    points = [
        {
            "id": new_id(),
            "customer_id": one,
            "subject": "opening",
            "period": "once",
            "names": NAMES,
            "points": 1_000,
            "at": NOW,
        }
        for one in ("c1", "c2")
    ]
    await stock(root, PointsRow, points)
    return root


async def do(root: Root, deed: str, what: str, customer_id: str = "c1", actor=None) -> None:
    async with root.writing() as app:
        benefits = app.life.benefits
        await getattr(benefits, deed)(actor or a_customer(customer_id), customer_id, what)


async def standing(root: Root, customer_id: str = "c1", actor=None):
    async with root.reading() as app:
        return await app.life.benefits.standing(actor or a_customer(customer_id), customer_id)


@pytest.mark.parametrize("actor", [a_visitor(), a_customer("c2")])
async def test_nobody_else_sees_or_spends_points(stocked: Root, actor) -> None:
    with pytest.raises(NotFound):
        await standing(stocked, actor=actor)
    for deed, what in (("finish", "check-in"), ("claim", "coffee")):
        with pytest.raises(NotFound):
            await do(stocked, deed, what, actor=actor)


async def test_finishing_a_task_moves_the_points_and_the_level(stocked: Root) -> None:
    before = await standing(stocked)
    await do(stocked, "finish", "safety")
    after = await standing(stocked)
    assert (before.points, after.points) == (1_000, 1_060)
    assert after.level_share > before.level_share
    assert (after.entries[0].points, {one.id: one.is_done for one in after.tasks}["safety"]) == (
        60,
        True,
    )


async def test_a_task_counts_once_in_its_period(stocked: Root) -> None:
    await do(stocked, "finish", "check-in")
    with pytest.raises(Conflict, match="counted already"):
        await do(stocked, "finish", "check-in")
    assert (await standing(stocked)).points == 1_005


async def test_a_task_with_a_proof_waits_for_it(stocked: Root) -> None:
    with pytest.raises(Conflict, match="first"):
        await do(stocked, "finish", "pay-bill")
    bill = await owed(stocked, minor=100)
    async with stocked.writing() as app:
        await app.life.billers.pay(ME, "c1", bill)
    await do(stocked, "finish", "pay-bill")
    assert (await standing(stocked)).points == 1_040


async def test_of_two_who_claim_the_last_one_one_gets_it(stocked: Root) -> None:
    claims = (do(stocked, "claim", "checkup", one) for one in ("c1", "c2"))
    done = await asyncio.gather(*claims, return_exceptions=True)
    assert sorted(isinstance(one, Conflict) for one in done) == [False, True]
    points = sorted([(await standing(stocked, one)).points for one in ("c1", "c2")])
    assert points == [100, 1_000]
    assert {one.id: one.left for one in (await standing(stocked)).rewards}["checkup"] == 0


async def test_points_are_not_spent_twice(stocked: Root) -> None:
    claims = (do(stocked, "claim", one) for one in ("checkup", "lounge"))
    done = await asyncio.gather(*claims, return_exceptions=True)
    assert sorted(isinstance(one, Conflict) for one in done) == [False, True]
    assert (await standing(stocked)).points in (100, 400)


async def test_a_reward_is_had_once(stocked: Root) -> None:
    await do(stocked, "claim", "coffee")
    with pytest.raises(Conflict, match="have this already"):
        await do(stocked, "claim", "coffee")


async def test_spending_takes_no_level_away(stocked: Root) -> None:
    before = await standing(stocked)
    await do(stocked, "claim", "lounge")
    after = await standing(stocked)
    assert (after.level, after.level_share) == (before.level, before.level_share)


async def test_without_tasks_there_is_no_programme(root: Root) -> None:
    assert await standing(root) is None


def test_every_level_begins_where_the_one_before_ends() -> None:
    for level in LEVELS:
        assert level_of(level.since)[0] == level
        assert level_of(max(0, level.since - 1))[0].since <= level.since
