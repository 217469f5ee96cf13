"""Gold."""

from tests.widgets.fakes import FakeSource, context, filled, holding
from tests.widgets.kinds.blocks import blocks, figure, rows
from tests.widgets.money import FakeMoney, a_gold_line
from widgets import face
from widgets.kinds import gold


async def test_the_newest_price_and_its_change():
    shown = await gold.load(context(filled()), gold.Config())
    assert figure(shown).value.minor == 71_400
    assert round(figure(shown).delta.share, 4) == 0.0099


async def test_highest_and_lowest_with_their_days():
    source = FakeSource(
        money=FakeMoney(gold_line=a_gold_line(700 * 10**6, 690 * 10**6, 720 * 10**6))
    )
    shown = await gold.load(context(source), gold.Config())
    assert [(row.id, row.value.minor) for row in rows(shown)] == [("high", 72_000), ("low", 69_000)]
    assert rows(shown)[0].delta.on > rows(shown)[1].delta.on


async def test_own_gold_stands_below_and_nothing_else():
    source = filled()
    source.holding_list = [holding("gold", 9_000), holding("fund", 100)]
    shown = await gold.load(context(source), gold.Config())
    assert [row.id for row in rows(shown)][2:] == ["p9000"]


async def test_one_quote_is_no_change():
    source = FakeSource(money=FakeMoney(gold_line=a_gold_line(700 * 10**6)))
    shown = await gold.load(context(source), gold.Config())
    assert figure(shown).delta is None
    assert len(blocks(shown, face.Chart)[0].labels) == 1
