"""Performance."""

from tests.widgets.fakes import FakeSource, context, filled
from tests.widgets.kinds.blocks import blocks, figure, notes, rows, word
from tests.widgets.money import FakeMoney, a_performance
from widgets import face
from widgets.kinds import performance


async def shown_of(found):
    source = FakeSource(money=FakeMoney(performance=found))
    return await performance.load(context(source), performance.Config())


async def test_gain_leaves_out_what_was_paid_in():
    shown = await performance.load(context(filled()), performance.Config())
    assert figure(shown).value.minor == 700_000
    assert word(figure(shown).label) == "Gain of the last 2 months"


async def test_value_and_payments_are_two_lines():
    shown = await performance.load(context(filled()), performance.Config())
    value, paid = blocks(shown, face.Chart)[0].series
    assert [one.minor for one in value.values] == [10_000_000, 10_400_000, 11_200_000]
    assert [one.minor for one in paid.values] == [9_000_000, 9_000_000, 9_500_000]


async def test_the_return_is_named_by_its_method_or_left_out():
    shown = await performance.load(context(filled()), performance.Config())
    assert "Money-weighted return, a year" in [word(row.title) for row in rows(shown)]
    without = await shown_of(a_performance(yearly=None))
    assert [row.id for row in rows(without)] == ["value", "paid"]


async def test_a_loss_is_a_loss():
    shown = await shown_of(a_performance((1000, 1000), (900, 1000)))
    assert (figure(shown).value.minor, figure(shown).tone) == (-10_000, "down")


async def test_what_is_left_out_is_said():
    shown = await shown_of(a_performance().model_copy(update={"left_out": 2}))
    assert any("2 in other currencies" in note for note in notes(shown))
