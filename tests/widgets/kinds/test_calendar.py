"""Money calendar."""

from datetime import date

from tests.widgets.fakes import FakeSource, context, due, filled
from tests.widgets.kinds.blocks import figure, rows, word
from tests.widgets.money import FakeMoney, a_pay, a_regular
from widgets.kinds import calendar


async def test_everything_of_the_next_days_in_its_order():
    shown = await calendar.load(context(filled()), calendar.Config(days=31))
    kinds = [word(row.note) for row in rows(shown)]
    days = [row.delta.on for row in rows(shown)]
    assert {"Bill", "Comes back", "Regular payment", "Pay day"} <= set(kinds)
    assert days == sorted(days)


async def test_what_lies_behind_the_days_is_left_out():
    money = FakeMoney(pay=a_pay(next_on=date(2026, 8, 1)), regular_list=[a_regular()])
    shown = await calendar.load(context(FakeSource(money=money)), calendar.Config(days=31))
    assert [word(row.note) for row in rows(shown)] == ["Regular payment"]


async def test_expected_is_marked_and_an_overdue_bill_stays():
    money = FakeMoney(regular_list=[a_regular()])
    source = FakeSource(money=money, due_list=[due(date(2026, 6, 10))])
    shown = await calendar.load(context(source), calendar.Config())
    assert [word(row.chip) for row in rows(shown)] == ["Overdue", "Expected"]


async def test_a_maturity_is_no_income():
    money = FakeMoney(regular_list=[a_regular()])
    matures = due(date(2026, 6, 20), kind="maturity", minor=900_000)
    shown = await calendar.load(
        context(FakeSource(money=money, due_list=[matures])), calendar.Config()
    )
    assert figure(shown).value.minor == 2_500
    assert rows(shown)[0].value.minor == 900_000


async def test_what_goes_out_is_negative():
    source = FakeSource(due_list=[due(date(2026, 6, 20), minor=700)])
    shown = await calendar.load(context(source), calendar.Config())
    assert rows(shown)[0].value.minor == -700
