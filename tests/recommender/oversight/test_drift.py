"""Drift: an index by hand, no alarm by chance, an alarm where something moved."""

import numpy as np
import pytest

from recommender.oversight.drift import (
    LEAST_LIMIT,
    chance_limit,
    of_categories,
    of_counts,
    of_numbers,
    stability_index,
)
from recommender.oversight.lists import Listed, drift_report, list_features


def test_the_index_is_as_computed_by_hand() -> None:
    # With half a value more: shares 50.5/101 and 50.5/101 against 25.5/101 and 75.5/101.
    then, now = np.array([0.5, 0.5]), np.array([25.5, 75.5]) / 101
    wanted = float(((now - then) * np.log(now / then)).sum())
    assert stability_index(np.array([50, 50]), np.array([25, 75])) == pytest.approx(wanted)


def test_small_samples_need_a_larger_change() -> None:
    small = chance_limit(np.full(10, 5), np.full(10, 5))
    assert small > 2 * LEAST_LIMIT
    assert chance_limit(np.full(10, 1_000), np.full(10, 1_000)) == LEAST_LIMIT


def test_equal_sources_raise_no_alarm() -> None:
    chance = np.random.default_rng(1)
    found = [of_numbers("x", chance.normal(size=400), chance.normal(size=400)) for _ in range(50)]
    assert sum(one is not None and one.is_alarm for one in found) <= 3


def test_a_shift_raises_one() -> None:
    chance = np.random.default_rng(1)
    moved = of_numbers("x", chance.normal(size=400), chance.normal(1.0, size=400))
    assert moved is not None
    assert moved.is_alarm


def test_categories_may_be_new_or_gone() -> None:
    same = of_categories("x", ["a", "b"] * 200, ["b", "a"] * 150)
    moved = of_categories("x", ["a", "b"] * 200, ["a", "c"] * 150)
    assert same is not None
    assert moved is not None
    assert (same.index, same.is_alarm, moved.is_alarm) == (pytest.approx(0, abs=1e-4), False, True)
    assert (moved.before, moved.after) == (400, 300)


def test_rare_categories_are_taken_together() -> None:
    many = {f"item{number}": 10 for number in range(500)}
    found = of_counts("items", many, many)
    assert found is not None
    assert found.index == 0.0
    assert found.before == 5_000


def test_too_few_values_say_nothing() -> None:
    assert of_numbers("x", [1.0] * 199, [2.0] * 500) is None
    assert of_counts("x", {"a": 500}, {}) is None


def lists(rate: float, count: int = 600, score: float = 1.0) -> list[Listed]:
    chance = np.random.default_rng(3)
    return [
        Listed(score + float(chance.normal()), 5, "mass", bool(chance.random() < rate))
        for _ in range(count)
    ]


def test_a_fall_of_clicks_is_noticed_and_a_rise_is_not() -> None:
    assert drift_report([], lists(0.4), lists(0.1)).clicks_fell
    assert not drift_report([], lists(0.1), lists(0.4)).clicks_fell
    assert not drift_report([], lists(0.3), lists(0.28)).clicks_fell


def test_too_few_lists_say_nothing_of_clicks() -> None:
    report = drift_report([], lists(0.4, 100), lists(0.0))
    assert (report.clicks_now, report.clicks_fell) == (None, False)


def test_features_of_lists_are_named() -> None:
    found = list_features(lists(0.1), lists(0.1, score=3.0))
    assert [(one.name, one.is_alarm) for one in found if one] == [
        ("scores", True),
        ("history", False),
        ("segments", False),
    ]
