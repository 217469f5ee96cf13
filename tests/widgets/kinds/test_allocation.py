"""Allocation."""

import pytest

from tests.widgets.fakes import FakeSource, context, holding
from widgets.kinds import allocation


async def test_parts_are_shares_of_the_whole_largest_first():
    source = FakeSource(holding_list=[holding("fund", 1000), holding("deposit", 3000)])
    data = await allocation.load(context(source), allocation.Config())
    assert data.total.minor == 4000
    assert [(one.type, one.share) for one in data.parts] == [("deposit", 0.75), ("fund", 0.25)]


async def test_small_parts_are_shown_together():
    source = FakeSource(
        holding_list=[holding("deposit", 9_900), holding("gold", 60), holding("bond", 40)]
    )
    data = await allocation.load(context(source), allocation.Config(smallest_share=0.05))
    assert [one.type for one in data.parts] == ["deposit", "other"]
    assert data.parts[1].value.minor == 100


async def test_shares_sum_to_one_and_colours_do_not_repeat():
    types = ["deposit", "fund", "bond", "gold", "insurance", "pension", "wealth", "private"]
    source = FakeSource(holding_list=[holding(one, 1000 + n) for n, one in enumerate(types)])
    data = await allocation.load(context(source), allocation.Config(smallest_share=0))
    assert sum(one.share for one in data.parts) == pytest.approx(1)
    assert len({one.fill for one in data.parts}) == len(data.parts) == 6


async def test_unknown_type_is_other():
    source = FakeSource(holding_list=[holding("art", 100)])
    data = await allocation.load(context(source), allocation.Config())
    assert [one.type for one in data.parts] == ["other"]
