"""Bounds that hold at every look: known cases, small coverage runs, power."""

import numpy as np
import pytest

from recommender.sequential import (
    boundary,
    difference_bounds,
    difference_walk,
    is_settled,
    log_mixture,
    mean_bounds,
    running_mean,
    scale_of,
)

LOOKS = slice(49, None, 50)


def drawn(
    seed: int, rates: tuple[float, float], share: float = 0.5
) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    treated = chance.random(3_000) < share
    return chance.random(3_000) < np.where(treated, rates[1], rates[0]), treated


def test_running_mean_knows_only_what_came_before() -> None:
    assert running_mean(np.array([1.0, 1.0, 0.0])).tolist() == [0.5, 0.75, 2.5 / 3]


def test_single_estimates_are_as_computed_by_hand() -> None:
    sums, squares = difference_walk(np.array([1, 0]), np.array([True, False]), share=0.5)
    assert sums.tolist() == [2 * 0.5, 2 * 0.5 + 2 * 0.75]
    assert squares.tolist() == [1.0, 1.0 + 1.5**2]
    assert scale_of(0.25) == 4.0


def test_evidence_starts_at_one_and_falls_without_a_difference() -> None:
    nothing = log_mixture(np.array([0.0]), np.array([0.0]), 2.0)
    assert nothing == pytest.approx(0.0, abs=1e-9)
    assert log_mixture(np.array([0.0]), np.array([100.0]), 2.0) < 0


def test_evidence_is_the_mixture_that_it_says() -> None:
    # The same integral by quadrature: over u = 1 - c l, truncated gamma with shape and rate q.
    scale, spread = 2.0, 2 * np.log(40.0)
    start = 400 / (spread + np.log1p(spread)) / scale**2
    step = np.linspace(1e-9, 1.0, 2_000_001)
    weight = step ** (start - 1) * np.exp(-start * step)
    grown = np.exp((1 - step) * (2 * 30 + 90) / scale**2) * step ** (90 / scale**2)
    wanted = np.log((weight * grown).sum() / weight.sum())
    found = log_mixture(np.array([30.0]), np.array([90.0]), scale)
    assert found[0] == pytest.approx(wanted, abs=1e-4)


def test_boundary_is_where_evidence_reaches_its_limit() -> None:
    squares = np.array([0.0, 10.0, 1_000.0])
    reached = log_mixture(boundary(squares, 2.0, 0.01), squares, 2.0)
    assert reached == pytest.approx(np.log(100.0), abs=1e-6)


@pytest.mark.parametrize("rate", [0.02, 0.3])
@pytest.mark.parametrize("share", [0.5, 0.2])
def test_looking_often_raises_no_false_alarm(rate: float, share: float) -> None:
    alarms = 0
    for seed in range(200):
        outcomes, treated = drawn(seed, (rate, rate), share)
        sums, squares = difference_walk(outcomes, treated, share=share)
        alarms += bool(is_settled(sums[LOOKS], squares[LOOKS], scale_of(share)).any())
    assert alarms <= 10


def test_fixed_size_bounds_would_raise_them() -> None:
    alarms = 0
    for seed in range(200):
        sums, squares = difference_walk(*drawn(seed, (0.3, 0.3)), share=0.5)
        alarms += bool((np.abs(sums[LOOKS]) > 1.96 * np.sqrt(squares[LOOKS])).any())
    assert alarms > 40


def test_a_real_difference_is_found_soon() -> None:
    found = [difference_bounds(*drawn(seed, (0.2, 0.3)), share=0.5).low > 0 for seed in range(50)]
    assert sum(found) >= 48


def test_bounds_hold_the_truth_and_show_the_plain_difference() -> None:
    outcomes, treated = drawn(1, (0.2, 0.3))
    bounds = difference_bounds(outcomes, treated, share=0.5)
    assert bounds.low < 0.1 < bounds.high
    assert bounds.mean == pytest.approx(outcomes[treated].mean() - outcomes[~treated].mean())
    assert bounds.count == 3_000


def test_nothing_seen_bounds_nothing() -> None:
    nothing = difference_bounds(np.array([]), np.array([], bool), share=0.5)
    assert (nothing.low, nothing.high, nothing.excludes_zero) == (-1.0, 1.0, False)
    assert mean_bounds(np.zeros(0)).high == 1.0


def test_a_mean_is_bounded_at_all_times() -> None:
    misses = 0
    for seed in range(100):
        clicks = np.random.default_rng(seed).random(1_000) < 0.1
        looks = [mean_bounds(clicks[:size]) for size in range(100, 1_001, 100)]
        misses += any(not one.low <= 0.1 <= one.high for one in looks)
    assert misses <= 5
    assert mean_bounds(np.zeros(1_000)).high < 0.05
