"""Spending."""

from tests.widgets.fakes import FakeSource, context, filled
from tests.widgets.kinds.blocks import blocks, figure, notes, rows, word
from tests.widgets.money import NO_SPENDING, FakeMoney, a_category
from widgets import face
from widgets.kinds import spending


def spent(*categories):
    found = NO_SPENDING.model_copy(update={"categories": categories})
    return FakeSource(money=FakeMoney(spent=found))


async def test_the_figure_is_the_month_so_far_against_usual_months():
    shown = await spending.load(context(filled()), spending.Config())
    assert figure(shown).value.minor == 177_000
    assert round(figure(shown).delta.share, 3) == 0.362


async def test_what_is_unusual_is_named_with_its_share():
    shown = await spending.load(context(filled()), spending.Config())
    assert notes(shown) == ["Groceries: 62 % above your usual month."]


async def test_what_usually_costs_nothing_is_named_too():
    source = spent(a_category("travel", 0, 0, 0, 0, 0, 900, usual=0, is_new=True))
    shown = await spending.load(context(source), spending.Config())
    assert notes(shown) == ["Travel: usually nothing by this day."]


async def test_a_usual_month_is_called_usual():
    source = spent(a_category("dining", 300, 310, 290, 300, 300, 280, usual=300))
    shown = await spending.load(context(source), spending.Config())
    assert notes(shown) == ["Nothing unusual this month."]


async def test_without_history_nothing_is_called_usual():
    shown = await spending.load(context(spent(a_category("dining", 0, 90))), spending.Config())
    assert "three full months" in notes(shown)[0]
    assert figure(shown).delta is None


async def test_only_categories_of_this_month_are_rows_but_the_table_holds_all():
    source = spent(a_category("dining", 50, 90), a_category("travel", 400, 0))
    shown = await spending.load(context(source), spending.Config())
    assert [word(row.title) for row in rows(shown)] == ["Eating out"]
    assert len(blocks(shown, face.Table)[0].rows) == 2


async def test_the_ring_shows_the_parts_of_this_month():
    shown = await spending.load(context(filled()), spending.Config())
    ring = blocks(shown, face.Chart)[0]
    assert (ring.shape, ring.since, ring.until) == ("ring", "L", "L")
    assert [one.minor for one in ring.series[0].values] == [162_000, 15_000]


async def test_the_chart_sums_the_months_that_were_asked_for():
    shown = await spending.load(context(filled()), spending.Config(months=3))
    chart = blocks(shown, face.Chart)[1]
    assert [one.minor for one in chart.series[0].values] == [129_000, 130_000, 177_000]
    assert len(chart.labels) == 3
