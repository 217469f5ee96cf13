"""The statistics of spending, on months that can be added up by hand."""

import doctest
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import clock
from dashboard.bank.spending import statistics as stats
from dashboard.bank.spending.model import CATEGORY_OF_PARTY, Entry
from widgets.ports.spending import CATEGORY_ICONS, CATEGORY_NAMES

TODAY = date(2026, 6, 15)


def entry(on: date, minor: int, kind: str = "groceries", party_kind: str = "grocer") -> Entry:
    return Entry(on, kind, party_kind, party_kind, {}, minor)


def monthly(*minors: int, day: int = 3) -> list[Entry]:
    first = 6 - len(minors)
    return [entry(date(2026, first + n + 1, day), -minor) for n, minor in enumerate(minors)]


def test_examples_in_the_docstrings_hold():
    assert doctest.testmod(stats).failed == 0
    assert doctest.testmod(clock).failed == 0


def test_every_category_has_a_name_and_an_icon():
    assert CATEGORY_NAMES.keys() == CATEGORY_ICONS.keys()
    assert set(CATEGORY_OF_PARTY.values()) < CATEGORY_NAMES.keys()


def test_spending_is_summed_by_category_and_month():
    found = stats.by_category([*monthly(300, 200), entry(date(2026, 6, 9), -50)])
    assert found == {("groceries", date(2026, 5, 1)): 300, ("groceries", date(2026, 6, 1)): 250}


def test_own_moves_and_incomes_are_no_spending():
    moves = [entry(TODAY, -500, kind) for kind in ("saving", "purchase", "card_payment", "opening")]
    assert stats.by_category([*moves, entry(TODAY, 900, "income", "employer")]) == {}


def test_a_month_is_held_against_the_same_days_of_others():
    found = [entry(date(2026, 5, 3), -100), entry(date(2026, 5, 28), -900)]
    assert stats.by_category(found, until_day=14) == {("groceries", date(2026, 5, 1)): 100}


def test_two_months_are_too_few_to_be_usual():
    assert stats.usual([100, 100]) is None
    assert stats.unusual(1_000_000, [100, 100]) is None


def test_one_odd_month_changes_nothing():
    assert stats.usual([1000, 1010, 990, 50_000]) == 1005


@pytest.mark.parametrize(
    ("amount", "past"),
    [
        (109_999, [100_000, 100_000, 100_000]),
        (124_999, [100_000, 100_000, 100_000]),
        (150_000, [50_000, 100_000, 150_000]),
        (5_000, [1_000, 1_000, 1_000]),
    ],
    ids=["small", "below a quarter", "within the spread", "below 100 yuan"],
)
def test_what_is_not_far_above_is_not_unusual(amount: int, past: list[int]):
    assert stats.unusual(amount, past) is None


@given(st.lists(st.integers(0, 10**9), min_size=3, max_size=12), st.integers(0, 10**9))
def test_nothing_below_the_usual_is_ever_unusual(past: list[int], amount: int):
    share = stats.unusual(amount, past)
    assert share is None or share >= stats.LEAST_SHARE


def test_the_month_of_the_first_entry_is_not_whole():
    entries = [entry(date(2026, 3, 20), -1), entry(date(2026, 6, 2), -1)]
    assert stats.whole_months(entries, date(2026, 6, 1)) == [date(2026, 4, 1), date(2026, 5, 1)]
    assert stats.whole_months([], date(2026, 6, 1)) == []


def test_three_equal_payments_a_month_apart_are_steady():
    assert stats.steady(monthly(25, 25, 25), TODAY)
    assert stats.steady(monthly(20, 20, 25, 25), TODAY)


@pytest.mark.parametrize(
    "entries",
    [
        monthly(25, 25),
        monthly(20, 22, 25),
        [entry(date(2026, month, 3), -25) for month in (1, 2, 3)],
        [entry(date(2026, 6, day), -25) for day in (1, 4, 9)],
    ],
    ids=["too few", "three amounts", "ended", "too often"],
)
def test_everything_else_is_not_steady(entries: list[Entry]):
    assert not stats.steady(entries, TODAY)
