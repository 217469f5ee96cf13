"""Sizes of the arms: broken ones are found, honest ones are left alone at every look."""

import numpy as np

from recommender.trials.balance import BROKEN_BELOW, mismatch

HALVES = {"a": 0.5, "b": 0.5}


def test_honest_sizes_raise_no_alarm_however_often_looked_at() -> None:
    alarms = 0
    for seed in range(100):
        taken = np.random.default_rng(seed).random(5_000) < 0.5
        looks = np.cumsum(taken)[99::100]
        alarms += any(
            mismatch({"a": int(one), "b": 100 * (at + 1) - int(one)}, HALVES) < BROKEN_BELOW
            for at, one in enumerate(looks)
        )
    assert alarms == 0


def test_lost_customers_are_noticed() -> None:
    assert mismatch({"a": 5_000, "b": 4_500}, HALVES) < BROKEN_BELOW
    assert mismatch({"a": 300, "b": 0}, HALVES) < BROKEN_BELOW


def test_shares_need_not_sum_to_one() -> None:
    assert mismatch({"a": 500, "b": 250}, {"a": 0.4, "b": 0.2}) == 1.0
    assert mismatch({}, HALVES) == 1.0
