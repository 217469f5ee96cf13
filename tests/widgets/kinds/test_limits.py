"""Limits."""

import pytest

from recommender.errors import Invalid
from tests.widgets.fakes import context, filled
from tests.widgets.kinds.blocks import choices, notes, rows, word
from widgets.base import Deed
from widgets.kinds import limits


async def test_each_limit_tells_what_was_really_needed():
    shown = await limits.load(context(filled()), limits.Config())
    assert word(rows(shown)[0].title) == "Transfers a day"
    assert "¥3,200" in word(rows(shown)[0].note)


async def test_only_lower_amounts_are_on_offer():
    shown = await limits.load(context(filled()), limits.Config())
    choice = choices(shown)["transfer_day"]
    assert choice.chosen == "20000000"
    assert [one.value for one in choice.options] == ["20000000", "10000000", "5000000"]


async def test_the_next_lower_step_is_one_click_and_one_confirmation_away():
    shown = await limits.load(context(filled()), limits.Config())
    (act,) = rows(shown)[0].acts
    assert (act.name, act.item) == ("transfer_day", "10000000")
    assert "¥100,000" in word(act.confirm)


async def test_the_step_to_a_higher_limit_is_named():
    shown = await limits.load(context(filled()), limits.Config())
    assert any("identity card" in note for note in notes(shown))


async def test_a_limit_far_above_every_use_is_pointed_out():
    shown = await limits.load(context(filled()), limits.Config())
    assert any(note.startswith("Transfers a day: ten times") for note in notes(shown))


async def test_a_choice_lowers_the_limit():
    source = filled()
    await limits.act(context(source), limits.Config(), Deed("cash_day", "500000"))
    assert source.money.done == [("lower", "cash_day", 500_000)]


@pytest.mark.parametrize("item", ["", "-5", "much", "1.5"])
async def test_an_amount_that_is_none_is_refused(item):
    with pytest.raises(Invalid):
        await limits.act(context(filled()), limits.Config(), Deed("cash_day", item))
