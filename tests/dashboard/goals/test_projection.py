"""How goals are filled and when they are reached, on sums that can be done by hand."""

import doctest
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dashboard.goals import projection
from dashboard.goals.model import StoredGoal
from dashboard.goals.projection import changes_of, filled, pace, project
from recommender.money import Money

TODAY = date(2026, 6, 15)


def a_goal(minor: int, on: date = date(2027, 6, 15)) -> StoredGoal:
    return StoredGoal(f"g{minor}", "other", "", Money(minor=minor), on, "c1-sav")


def test_examples_in_the_docstrings_hold():
    assert doctest.testmod(projection).failed == 0


def test_a_goal_is_reached_after_as_many_months_as_are_missing():
    (found,) = project([a_goal(1_000)], 400, 200, TODAY)
    assert (found.saved_minor, found.reached_on) == (400, date(2026, 9, 15))
    assert found.needed_minor == 50


def test_the_second_goal_waits_for_the_first():
    first, second = project([a_goal(1_000), a_goal(600)], 1_200, 100, TODAY)
    assert (first.saved_minor, first.reached_on, first.needed_minor) == (1_000, TODAY, 0)
    assert (second.saved_minor, second.reached_on) == (200, date(2026, 10, 15))


def test_without_saving_nothing_is_reached():
    (found,) = project([a_goal(1_000)], 400, 0, TODAY)
    assert found.reached_on is None


def test_what_takes_longer_than_a_life_is_not_promised():
    (found,) = project([a_goal(10**9)], 0, 1, TODAY)
    assert found.reached_on is None


@given(st.integers(-(10**6), 10**6), st.lists(st.integers(1, 10**5), max_size=6))
def test_what_is_filled_is_what_is_there(balance: int, targets: list[int]):
    found = filled(balance, targets)
    assert sum(found) == min(max(0, balance), sum(targets))
    assert all(0 <= own <= target for own, target in zip(found, targets, strict=True))


def test_pace_is_the_median_of_full_months_and_never_negative():
    moves = [(date(2026, 2, 20), 9_999), (date(2026, 3, 2), 100), (date(2026, 4, 2), 300)]
    moves += [(date(2026, 5, 2), 120), (date(2026, 6, 2), 77_777)]
    changes = changes_of(moves, TODAY, 6)
    assert changes == [(date(2026, 3, 1), 100), (date(2026, 4, 1), 300), (date(2026, 5, 1), 120)]
    assert pace([minor for _, minor in changes]) == 120
    assert pace([-5, -9, 100]) == 0


def test_a_month_without_a_movement_counts_as_nothing_saved():
    moves = [(date(2026, 2, 20), 1), (date(2026, 3, 2), 100)]
    assert [minor for _, minor in changes_of(moves, TODAY, 6)] == [100, 0, 0]
    assert changes_of([], TODAY, 6) == []
