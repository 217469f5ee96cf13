"""Bills and maturities."""

from datetime import date

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
    assert data.to_pay.minor == 500
    assert [row.on.day for row in data.rows] == [18, 20]


async def test_bill_before_today_is_overdue_but_a_maturity_is_not():
    source = FakeSource(due_list=[due(date(2026, 6, 10)), due(date(2026, 6, 10), kind="maturity")])
    data = await dues.load(context(source), dues.Config())
    assert {row.kind: row.is_overdue for row in data.rows} == {"bill": True, "maturity": False}


async def test_rest_is_counted():
    source = FakeSource(due_list=[due(date(2026, 7, day)) for day in range(1, 9)])
    data = await dues.load(context(source), dues.Config(rows=5))
    assert (len(data.rows), data.more) == (5, 3)
    assert data.to_pay.minor == 8000
