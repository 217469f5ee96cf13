"""Value on a day and the money-weighted return, on cases that can be counted by hand."""

import doctest
from datetime import date

import pytest

from dashboard.bank.wealth import model
from dashboard.bank.wealth.model import Kept, Path, Traded, money_weighted

JAN, JUL, NEXT = date(2025, 1, 1), date(2025, 7, 2), date(2026, 1, 1)
ONE = 1_000_000


def test_examples_in_the_docstrings_hold():
    assert doctest.testmod(model).failed == 0


def test_value_is_units_at_the_newest_price_of_the_day():
    trades = [Traded("f", JAN, 10 * ONE, 1_000), Traded("f", JUL, -4 * ONE, -600)]
    paths = {"f": Path([JAN, JUL], [ONE, 2 * ONE])}
    assert [model.value_on(day, trades, paths) for day in (JAN, JUL)] == [1_000, 1_200]
    assert model.paid_in_until(JUL, trades) == 400
    assert model.value_on(date(2024, 12, 31), trades, paths) == 0


def test_before_its_first_price_a_product_has_that_price():
    assert Path([JUL], [7]).on(JAN) == 7
    assert Path().on(JAN) == 0


def test_a_deposit_counts_from_its_opening_to_the_day_before_it_matures():
    kept = [Kept(500, JAN, JUL)]
    assert [model.kept_on(day, kept) for day in (JAN, JUL)] == [500, 0]


@pytest.mark.parametrize(
    ("flows", "rate"),
    [
        ([(JAN, -1_000), (NEXT, 1_100)], 0.10),
        ([(JAN, -1_000), (NEXT, 900)], -0.10),
        ([(JAN, -1_000), (JUL, -1_000), (NEXT, 2_000)], 0.0),
        ([(JAN, -1_000), (JUL, 1_050), (NEXT, 0)], 0.103),
    ],
    ids=["gain", "loss", "nothing", "taken out early"],
)
def test_internal_rate(flows, rate):
    assert money_weighted(flows) == pytest.approx(rate, abs=0.002)


@pytest.mark.parametrize(
    "flows",
    [[], [(JAN, -1_000)], [(JAN, -1_000), (date(2025, 2, 1), 1_100)], [(JAN, 0), (NEXT, 0)][:1]],
    ids=["none", "one", "too short", "single"],
)
def test_without_a_meaningful_answer_there_is_none(flows):
    assert money_weighted(flows) is None
