"""Holdings."""

from recommender.money import Money
from tests.widgets.fakes import FakeSource, context, holding
from tests.widgets.kinds.blocks import blocks, figure, rows, word
from widgets import face
from widgets.kinds import holdings


def held(kind, value, cost, **fields):
    one = holding(kind, value, **fields)
    return one.model_copy(update={"cost": Money(minor=cost, currency=one.cost.currency)})


async def test_value_and_gain_of_everything():
    source = FakeSource(holding_list=[held("fund", 11_000, 10_000), held("gold", 900, 1_000)])
    shown = await holdings.load(context(source), holdings.Config())
    assert (figure(shown).value.minor, figure(shown).delta.minor) == (11_900, 900)


async def test_a_deposit_has_a_value_and_no_gain():
    source = FakeSource(holding_list=[held("deposit", 5_000, 5_000)])
    shown = await holdings.load(context(source), holdings.Config())
    assert figure(shown).delta is None
    assert rows(shown)[0].delta is None


async def test_gain_is_a_share_of_what_was_paid():
    source = FakeSource(holding_list=[held("fund", 11_000, 10_000), held("fund", 900, 1_000)])
    shown = await holdings.load(context(source), holdings.Config())
    assert [round(row.delta.share, 3) for row in rows(shown)] == [0.1, -0.1]
    assert [row.tone for row in rows(shown)] == ["up", "down"]


async def test_what_is_held_stays_visible_whatever_its_grade():
    risky = holding("fund", 100).model_copy(update={"grade": 5})
    shown = await holdings.load(context(FakeSource(holding_list=[risky])), holdings.Config())
    assert rows(shown)[0].chip == "R5"
    assert word(rows(shown)[0].note) == "Fund, High risk"


async def test_other_currencies_are_listed_and_never_summed():
    found = [holding("fund", 100), holding("deposit", 900, currency="USD")]
    shown = await holdings.load(context(FakeSource(holding_list=found)), holdings.Config())
    assert figure(shown).value.minor == 100
    assert len(rows(shown)) == 2


async def test_the_rest_is_counted():
    found = [holding("fund", 100 + n) for n in range(5)]
    shown = await holdings.load(context(FakeSource(holding_list=found)), holdings.Config(rows=3))
    assert blocks(shown, face.Rows)[0].more == 2
