import numpy as np
import pytest

from recommender.bootstrap import Interval, block_bootstrap_mean, bootstrap_mean


def test_interval_holds_the_mean_and_narrows_with_more_users() -> None:
    chance = np.random.default_rng(1)
    few = bootstrap_mean(chance.normal(0.2, 1, 50), seed=3)
    many = bootstrap_mean(chance.normal(0.2, 1, 5_000), seed=3)
    assert few.low < few.mean < few.high
    assert many.high - many.low < (few.high - few.low) / 5
    assert many.is_above_zero


def test_interval_is_as_wide_as_theory_says() -> None:
    values = np.random.default_rng(5).normal(0, 1, 1_000)
    interval = bootstrap_mean(values, seed=1)
    expected = 2 * 1.96 * values.std() / np.sqrt(1_000)
    assert interval.high - interval.low == pytest.approx(expected, rel=0.06)


def test_same_seed_gives_the_same_interval() -> None:
    values = np.random.default_rng(2).random(40)
    assert bootstrap_mean(values, seed=9) == bootstrap_mean(values, seed=9)


def test_false_alarms_are_as_rare_as_promised() -> None:
    """Of 300 comparisons without any difference about 2.5 % may look like a gain."""
    chance = np.random.default_rng(11)
    alarms = sum(
        bootstrap_mean(chance.normal(0, 1, 200), seed=n, rounds=400).is_above_zero
        for n in range(300)
    )
    assert alarms <= 17


def test_a_clear_loss_is_called_one() -> None:
    assert bootstrap_mean(np.full(10, -0.5), seed=1).is_below_zero
    assert not Interval(-0.1, -0.3, 0.1).is_below_zero


def test_no_values_say_nothing() -> None:
    nothing = bootstrap_mean(np.array([]), seed=1)
    assert nothing == Interval(0.0, 0.0, 0.0)
    assert not nothing.is_above_zero


def test_blocks_widen_the_interval_of_values_that_hang_together() -> None:
    """Twenty values, each told ten times over: there are 20 observations and not 200."""
    told = np.repeat(np.random.default_rng(4).normal(0, 1, 20), 10)
    apart = bootstrap_mean(told, seed=1)
    together = block_bootstrap_mean(told, block=10, seed=1)
    assert together.mean == pytest.approx(apart.mean)
    assert together.high - together.low > 2 * (apart.high - apart.low)


def test_blocks_of_one_are_the_plain_bootstrap() -> None:
    values = np.random.default_rng(6).normal(0, 1, 400)
    plain, blocks = bootstrap_mean(values, seed=2), block_bootstrap_mean(values, block=1, seed=2)
    assert blocks.low == pytest.approx(plain.low, abs=0.01)
    assert blocks.high == pytest.approx(plain.high, abs=0.01)


def test_block_longer_than_the_series_is_the_series() -> None:
    interval = block_bootstrap_mean(np.array([0.1, 0.2, 0.3]), block=9, seed=1)
    assert interval.low == pytest.approx(interval.high) == pytest.approx(0.2)
    assert block_bootstrap_mean(np.array([]), block=3, seed=1) == Interval(0.0, 0.0, 0.0)
