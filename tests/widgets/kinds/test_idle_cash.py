"""Idle cash."""

from datetime import date

from recommender.money import Money
from tests.widgets.fakes import FakeSource, account, context, due
from tests.widgets.kinds.blocks import figure, notes, rows
from tests.widgets.money import FakeMoney, a_flow, an_offer
from widgets.kinds import idle_cash


def at_hand(minor, **money):
    return FakeSource(
        account_list=[account(minor), account(-9_900, kind="card")],
        due_list=[due(date(2026, 6, 20), minor=10_000), due(date(2026, 6, 20), kind="maturity")],
        money=FakeMoney(flow_list=[a_flow(month, 0, 500) for month in (3, 4, 5)], **money),
    )


async def test_bills_and_usual_months_are_kept_back():
    shown = await idle_cash.load(context(at_hand(1_000_000)), idle_cash.Config(months=2))
    assert figure(shown).value.minor == 1_000_000 - 10_000 - 2 * 50_000


async def test_nothing_is_idle_where_everything_is_needed():
    source = at_hand(60_000, deposit_list=[an_offer()])
    shown = await idle_cash.load(context(source), idle_cash.Config())
    assert figure(shown).value.minor == 0
    assert "needed" in notes(shown)[0]


async def test_only_deposits_that_the_sum_suffices_for_and_the_best_first():
    offers = [
        an_offer("small"),
        an_offer("best", rate_e8=1_500_000),
        an_offer("large", rate_e8=9_000_000, minimum=Money(minor=20_000_000)),
    ]
    shown = await idle_cash.load(
        context(at_hand(1_110_000, deposit_list=offers)), idle_cash.Config()
    )
    found = [row for row in rows(shown) if row.href]
    assert [row.id for row in found] == ["best", "small"]
    assert found[0].value.minor == 15_000
