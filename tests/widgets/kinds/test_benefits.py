"""Benefits: what is done, what waits, what can be exchanged."""

from dataclasses import replace

from tests.widgets.fakes import FakeSource, context
from tests.widgets.life import WORD, FakeLife, a_standing, a_task
from widgets.base import Deed
from widgets.kinds import benefits
from widgets.ports import Reward


async def _face(standing, *, is_senior=False):
    looks = replace(context(FakeSource(life=FakeLife(standing=standing))), senior=is_senior)
    return await benefits.load(looks, benefits.Config())


def _labelled(face, label):
    return next(
        block for block in face.blocks if block.type == "rows" and block.label["en"] == label
    )


async def test_points_can_be_taken_of_tasks_that_are_ready_and_not_done():
    tasks = [a_task("a"), a_task("b", is_done=True), a_task("c", is_ready=False)]
    face = await _face(a_standing(tasks=tasks))
    offered = [[one.item for one in row.acts] for row in _labelled(face, "Earn").rows]
    assert offered == [["a"], [], []]


async def test_a_reward_needs_stock_and_enough_points():
    rewards = [
        Reward(id="cheap", name=WORD, points=100, left=1),
        Reward(id="gone", name=WORD, points=100, left=0),
        Reward(id="dear", name=WORD, points=9_000, left=1),
    ]
    face = await _face(a_standing(rewards=rewards))
    offered = [[one.item for one in row.acts] for row in _labelled(face, "Exchange").rows]
    assert offered == [["cheap"], [], []]


async def test_the_senior_edition_shows_no_rewards():
    rewards = [Reward(id="cheap", name=WORD, points=100, left=1)]
    face = await _face(a_standing(rewards=rewards), is_senior=True)
    labels = [block.label["en"] for block in face.blocks if block.type == "rows"]
    assert labels == ["Earn"]


async def test_deeds_reach_the_port():
    source = FakeSource()
    for name in ("finish", "claim"):
        await benefits.act(context(source), benefits.Config(), Deed(name, "x"))
    assert source.life.done == [("finish_task", "x"), ("claim_reward", "x")]
