"""Balances."""

from tests.widgets.fakes import FakeSource, account, context
from widgets.kinds import balances


async def test_total_is_the_sum_of_the_accounts():
    source = FakeSource(account_list=[account(1000), account(2500), account(-300, kind="card")])
    data = await balances.load(context(source), balances.Config())
    assert data.total.minor == 3200
    assert len(data.rows) == 3


async def test_cards_can_be_left_out():
    source = FakeSource(account_list=[account(1000), account(-300, kind="card")])
    data = await balances.load(context(source), balances.Config(show_cards=False))
    assert data.total.minor == 1000


async def test_another_currency_is_listed_and_never_summed():
    source = FakeSource(account_list=[account(1000), account(99, currency="USD")])
    data = await balances.load(context(source), balances.Config())
    assert (data.total.minor, data.total.currency) == (1000, "CNY")
    assert (len(data.rows), data.others) == (2, 1)
