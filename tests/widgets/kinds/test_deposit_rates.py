"""Deposit rates."""

from recommender.money import Money
from tests.widgets.fakes import FakeSource, context, filled
from tests.widgets.kinds.blocks import figure, rows, word
from tests.widgets.money import FakeMoney, an_offer
from widgets.kinds import deposit_rates


def shelf(*offers):
    return FakeSource(money=FakeMoney(deposit_list=list(offers)))


async def test_the_highest_rate_is_the_figure_and_terms_are_the_rows():
    shown = await deposit_rates.load(context(filled()), deposit_rates.Config())
    assert figure(shown).value.share == 0.0115
    assert [row.id for row in rows(shown)] == ["deposit-3m", "deposit-1y"]


async def test_interest_is_simple_and_for_the_whole_term():
    shown = await deposit_rates.load(context(filled()), deposit_rates.Config(yuan=100_000))
    assert [row.delta.minor for row in rows(shown)] == [19_945, 115_000]


async def test_below_the_minimum_there_is_no_interest():
    offer = an_offer("cd", minimum=Money(minor=20_000_000))
    shown = await deposit_rates.load(context(shelf(offer)), deposit_rates.Config(yuan=100_000))
    assert rows(shown)[0].delta is None


async def test_terms_are_told_in_years_and_months():
    offers = [an_offer(f"d{days}", term_days=days) for days in (91, 365, 1095)]
    shown = await deposit_rates.load(context(shelf(*offers)), deposit_rates.Config())
    told = [word(row.note).split(",")[0] for row in rows(shown)]
    assert told == ["3 months", "1 year", "3 years"]


async def test_another_currency_is_another_list():
    offers = [an_offer("cny"), an_offer("usd", minimum=Money(minor=100, currency="USD"))]
    config = deposit_rates.Config(currency="USD")
    shown = await deposit_rates.load(context(shelf(*offers)), config)
    assert [row.id for row in rows(shown)] == ["usd"]
