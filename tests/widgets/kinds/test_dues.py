"""Bills and maturities."""

from datetime import date

from tests.widgets.faces import figures, rows, titles
from tests.widgets.fakes import FakeSource, context, due
from widgets.kinds import dues


async def test_only_bills_are_to_pay_and_paid_ones_are_gone():
    source = FakeSource(
        due_list=[
            due(date(2026, 6, 20), minor=500),
            due(date(2026, 6, 18), kind="maturity", minor=9000),
            due(date(2026, 6, 16), minor=700, state="paid"),
        ]
    )
    data = await dues.load(context(source), dues.Config())
    assert figures(data)[0].value.minor == 500
    assert [row.delta.on.day for row in rows(data).rows] == [18, 20]


async def test_what_comes_back_is_summed_apart():
    source = FakeSource(
        due_list=[due(date(2026, 6, 18), kind="maturity", minor=9000), due(date(2026, 6, 20))]
    )
    data = await dues.load(context(source), dues.Config())
    assert [(one.value.minor, one.since) for one in figures(data)] == [(1000, "S"), (9000, "XL")]


async def test_bill_before_today_is_overdue_but_a_maturity_is_not():
    source = FakeSource(due_list=[due(date(2026, 6, 10)), due(date(2026, 6, 10), kind="maturity")])
    data = await dues.load(context(source), dues.Config())
    chips = dict(zip(titles(data), [one.chip["en"] for one in rows(data).rows], strict=True))
    assert chips == {"bill": "Overdue", "maturity": "Matures"}


async def test_rest_is_counted():
    source = FakeSource(due_list=[due(date(2026, 7, day)) for day in range(1, 9)])
    data = await dues.load(context(source), dues.Config(rows=5))
    assert (len(rows(data).rows), rows(data).more) == (5, 3)
    assert figures(data)[0].value.minor == 8000
