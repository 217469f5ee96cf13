"""Cash flow."""

from tests.widgets.fakes import FakeSource, context, filled
from tests.widgets.kinds.blocks import blocks, figure
from tests.widgets.money import FakeMoney, a_flow
from widgets import face
from widgets.kinds import cash_flow
from widgets.tile import load


async def test_left_over_is_in_less_out():
    shown = await cash_flow.load(context(filled()), cash_flow.Config())
    assert figure(shown).value.minor == 200_000
    assert figure(shown).tone == "good"


async def test_more_out_than_in_is_a_warning_not_a_plus():
    source = FakeSource(money=FakeMoney(flow_list=[a_flow(6, 100, 350, is_whole=False)]))
    shown = await cash_flow.load(context(source), cash_flow.Config())
    assert (figure(shown).value.minor, figure(shown).tone) == (-25_000, "warn")


async def test_the_last_full_month_stands_beside_where_there_is_one():
    shown = await cash_flow.load(context(filled()), cash_flow.Config())
    assert len(blocks(shown, face.Figure)) == 2
    source = FakeSource(money=FakeMoney(flow_list=[a_flow(6, 100, 50, is_whole=False)]))
    alone = await cash_flow.load(context(source), cash_flow.Config())
    assert len(blocks(alone, face.Figure)) == 1


async def test_bars_show_both_directions():
    shown = await cash_flow.load(context(filled()), cash_flow.Config(months=4))
    chart = blocks(shown, face.Chart)[0]
    assert [len(series.values) for series in chart.series] == [4, 4]


async def test_months_without_any_money_are_an_empty_card():
    source = FakeSource(money=FakeMoney(flow_list=[a_flow(5, 0, 0), a_flow(6, 0, 0)]))
    assert (await load("t1", "cash_flow", {}, context(source))).state == "empty"
