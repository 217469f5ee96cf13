"""Wealth journey."""

import pytest

from tests.widgets.fakes import FakeSource, context
from tests.widgets.kinds.blocks import blocks, figure, notes, rows, word
from tests.widgets.money import FakeMoney, a_journey
from widgets import face
from widgets.kinds import journey


def at(stage, **fields):
    return FakeSource(money=FakeMoney(journey=a_journey(stage, **fields)))


@pytest.mark.parametrize("stage", list(journey.STAGES))
async def test_every_stage_is_named_with_its_rule(stage):
    shown = await journey.load(context(at(stage)), journey.Config())
    assert word(figure(shown).value.text) == journey.STAGES[stage]
    assert journey.RULES[stage] in notes(shown)


@pytest.mark.parametrize("step", list(journey.STEPS))
async def test_there_is_one_next_step_with_one_way_to_it(step):
    shown = await journey.load(context(at("start", next_step=step)), journey.Config())
    assert journey.STEPS[step] in notes(shown)
    (acts,) = blocks(shown, face.Acts)
    assert [act.href for act in acts.acts] == [journey.HREFS[step]]


async def test_the_whole_rule_is_on_the_large_card():
    shown = await journey.load(context(at("build")), journey.Config())
    listed = blocks(shown, face.Rows)[-1]
    assert listed.since == "XL"
    assert [row.id for row in listed.rows] == list(journey.STAGES)
    assert [row.id for row in listed.rows if row.chip] == ["build"]


async def test_what_cannot_be_measured_is_not_given_a_figure():
    shown = await journey.load(context(at("grow", reserve_months=None)), journey.Config())
    reserve = next(row for row in rows(shown) if row.id == "reserve" and row.value)
    assert word(reserve.value.text) == "Not measurable yet"


async def test_one_point_is_no_trend():
    alone = a_journey().line[:1]
    shown = await journey.load(context(at("start", line=alone)), journey.Config())
    assert blocks(shown, face.Chart) == []
