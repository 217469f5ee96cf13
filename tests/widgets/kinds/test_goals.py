"""Goals."""

import pytest

from tests.widgets.fakes import FakeSource, context, filled
from tests.widgets.kinds.blocks import blocks, choices, figure, notes, rows, word
from tests.widgets.money import FakeMoney, a_goal, a_goal_list, yuan
from widgets import face
from widgets.base import Deed
from widgets.kinds import goals
from widgets.ports import Idea


def saving(*found, ideas=()):
    return FakeSource(money=FakeMoney(goal_list=a_goal_list(*found), idea_list=ideas))


async def test_everything_saved_is_the_figure_with_its_share():
    shown = await goals.load(context(filled()), goals.Config())
    assert figure(shown).value.minor == 12_000_000
    assert word(figure(shown).note) == "of ¥300,000, 40 %"


async def test_a_late_goal_says_so_and_what_it_needs():
    shown = await goals.load(context(filled()), goals.Config())
    assert word(rows(shown)[0].chip) == "Later than planned"
    assert "A home on its day needs ¥7,500 a month." in notes(shown)


async def test_the_assumption_is_stated():
    shown = await goals.load(context(filled()), goals.Config())
    assert any("¥6,000 a month, the median of your last 6 full months" in n for n in notes(shown))


async def test_the_projection_is_dashed_and_ends_on_the_goal():
    shown = await goals.load(context(filled()), goals.Config())
    chart = blocks(shown, face.Chart)[0]
    saved, projected = chart.series
    assert (saved.dashed, projected.dashed) == (False, True)
    assert projected.start == len(saved.values) - 1
    assert projected.values[-1].minor == chart.goal.minor
    assert len(chart.labels) == projected.start + len(projected.values)


async def test_no_pace_means_no_way_ahead():
    shown = await goals.load(context(saving(a_goal(reached_on=None, rate=yuan(0)))), goals.Config())
    assert word(rows(shown)[0].chip) == "Not at this pace"
    assert len(blocks(shown, face.Chart)[0].series[1].values) == 1


async def test_a_reached_goal_is_only_to_be_given_up():
    shown = await goals.load(context(saving(a_goal(saved=yuan(300_000)))), goals.Config())
    assert [act.name for act in rows(shown)[0].acts] == ["remove"]
    assert blocks(shown, face.Chart) == []


async def test_own_words_are_the_title():
    shown = await goals.load(context(saving(a_goal(title="Boat"))), goals.Config())
    assert rows(shown)[0].title == "Boat"


async def test_without_goals_the_first_can_be_begun_on_the_card():
    idea = Idea(kind="travel", target=yuan(20_000), target_on=a_goal().target_on)
    source = FakeSource(money=FakeMoney(idea_list=(idea,)))
    shown = await goals.load(context(source), goals.Config())
    assert [one.value for one in choices(shown)["begin"].options] == ["", "travel"]
    assert choices(shown)["begin"].since == "S"


@pytest.mark.parametrize(
    ("deed", "done"),
    [
        (Deed("later", "g1"), ("shift", "g1", 3)),
        (Deed("sooner", "g1"), ("shift", "g1", -3)),
        (Deed("remove", "g1"), ("remove", "g1")),
        (Deed("begin", "travel"), ("begin", "travel")),
    ],
    ids=["later", "sooner", "remove", "begin"],
)
async def test_deeds_reach_the_goals(deed, done):
    source = filled()
    await goals.act(context(source), goals.Config(), deed)
    assert source.money.done == [done]
