"""Subscriptions."""

from tests.widgets.fakes import FakeSource, context
from tests.widgets.kinds.blocks import figure, notes, rows, word
from tests.widgets.money import FakeMoney, a_regular, yuan
from widgets.kinds import subscriptions
from widgets.tile import load


def paying(*found):
    return FakeSource(money=FakeMoney(regular_list=list(found)))


async def test_the_sum_of_a_month_and_of_a_year():
    found = a_regular(), a_regular("music", amount=yuan(15))
    shown = await subscriptions.load(context(paying(*found)), subscriptions.Config())
    assert figure(shown).value.minor == 4_000
    assert word(figure(shown).note) == "¥480 a year"


async def test_a_rise_is_named_and_a_fall_is_not():
    found = a_regular(before=yuan(20)), a_regular("music", before=yuan(90))
    shown = await subscriptions.load(context(paying(*found)), subscriptions.Config())
    assert notes(shown)[0] == "Video club rose from ¥20 to ¥25."
    assert [word(row.chip) for row in rows(shown)] == ["Dearer", ""]


async def test_rent_and_family_are_no_subscription():
    found = a_regular(category="housing"), a_regular("mum", category="family")
    tile = await load("t1", "subscriptions", {}, context(paying(*found)))
    assert tile.state == "empty"
