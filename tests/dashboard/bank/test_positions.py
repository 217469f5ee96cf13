"""Positions: average cost, value at a price, conversion at a dated rate."""

import doctest

from hypothesis import given
from hypothesis import strategies as st

from dashboard.bank import positions
from dashboard.bank.positions import Position, converted, position_of, worth
from recommender.money import Money


def test_examples_in_the_docstrings_hold():
    assert doctest.testmod(positions).failed == 0


def test_selling_everything_leaves_neither_units_nor_cost():
    assert position_of([(3_000_000, 300), (-3_000_000, -900)]) == Position(0, 0)


def test_selling_more_than_is_held_stops_at_nothing():
    assert position_of([(1_000_000, 100), (-5_000_000, -500)]) == Position(0, 0)


@given(st.lists(st.tuples(st.integers(1, 10**12), st.integers(1, 10**10)), max_size=8))
def test_purchases_add_up(trades: list[tuple[int, int]]):
    units, cost = sum(u for u, _ in trades), sum(c for _, c in trades)
    assert position_of(trades) == Position(units, cost)


@given(st.integers(1, 10**12), st.integers(1, 10**10), st.integers(1, 10**12))
def test_a_sale_never_raises_the_average_cost_of_the_rest(units: int, cost: int, sold: int):
    left = position_of([(units, cost), (-sold, -1)])
    assert 0 <= left.cost_minor <= cost
    assert left.cost_minor * units >= cost * left.units_e6


def test_value_is_rounded_down_to_whole_fen():
    assert worth(1_000_001, 1_000_000) == 100
    assert worth(10**15, 612_345_678) == 61_234_567_800_000


def test_conversion_uses_the_rate_as_scaled():
    dollars = Money(minor=10_000, currency="USD")
    assert converted(dollars, "CNY", 712_000_000) == Money(minor=71_200, currency="CNY")
