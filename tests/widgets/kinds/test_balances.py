"""Balances."""

from tests.widgets.faces import chart, figures, rows
from tests.widgets.fakes import FakeSource, account, context
from widgets.kinds import balances


async def test_total_is_the_sum_of_the_accounts():
    source = FakeSource(account_list=[account(1000), account(2500), account(-300, kind="card")])
    data = await balances.load(context(source), balances.Config())
    assert figures(data)[0].value.minor == 3200
    assert len(rows(data).rows) == 3


async def test_cards_can_be_left_out():
    source = FakeSource(account_list=[account(1000), account(-300, kind="card")])
    data = await balances.load(context(source), balances.Config(show_cards=False))
    assert figures(data)[0].value.minor == 1000


async def test_another_currency_is_listed_and_never_summed():
    source = FakeSource(account_list=[account(1000), account(99, currency="USD")])
    data = await balances.load(context(source), balances.Config())
    total = figures(data)[0]
    assert (total.value.minor, total.value.currency) == (1000, "CNY")
    assert [one.value.currency for one in rows(data).rows] == ["CNY", "USD"]
    assert "1 more" in total.note["en"]


async def test_debt_is_said_in_words():
    source = FakeSource(account_list=[account(1000), account(-300, kind="card")])
    data = await balances.load(context(source), balances.Config())
    assert [bool(one.chip) for one in rows(data).rows] == [False, True]


async def test_largest_card_draws_what_is_owned_and_no_debt():
    source = FakeSource(account_list=[account(1000), account(2500), account(-300, kind="card")])
    drawn = chart(await balances.load(context(source), balances.Config()))
    assert (drawn.since, [one.minor for one in drawn.series[0].values]) == ("XL", [1000, 2500])
