"""Off-policy estimates: a bandit of three choices by hand, then small generated worlds."""

import numpy as np
import pytest

from recommender.offpolicy import (
    FOLDS,
    Logged,
    doubly_robust,
    inverse_propensity,
    predicted_rewards,
    self_normalised,
)
from tests.support.bandits import POLICIES, WORLDS, play

# Choices 0, 1, 2 drawn with 1/2, 1/4, 1/4; the other policy always takes choice 1.
HAND = Logged(
    rewards=np.array([1.0, 0.0, 1.0, 1.0]),
    propensities=np.array([0.5, 0.25, 0.25, 0.25]),
    targets=np.array([0.0, 1.0, 1.0, 0.0]),
    groups=np.arange(4),
)


def test_inverse_propensity_by_hand() -> None:
    # Weights 0, 4, 4, 0: (0 + 0 + 4 + 0) / 4.
    assert inverse_propensity(HAND).value == 1.0


def test_self_normalised_by_hand() -> None:
    # 4 / (4 + 4).
    assert self_normalised(HAND).value == 0.5


def test_doubly_robust_by_hand() -> None:
    predicted = np.array([0.5, 0.4, 0.4, 0.5])
    # 0.4 everywhere, corrected by 0, 4 x -0.4, 4 x 0.6, 0: (0.4 - 1.2 + 2.8 + 0.4) / 4.
    assert doubly_robust(HAND, predicted, np.full(4, 0.4)).value == pytest.approx(0.6)


def test_effective_size_and_support_by_hand() -> None:
    estimate = self_normalised(HAND)
    assert (estimate.effective, estimate.support, estimate.is_enough) == (2.0, 2.0, False)


def test_a_perfect_model_of_rewards_leaves_no_error_to_correct() -> None:
    estimate = doubly_robust(HAND, HAND.rewards, np.full(4, 0.7))
    assert (estimate.value, estimate.low, estimate.high) == pytest.approx((0.7, 0.7, 0.7))


def test_nothing_drawn_is_told() -> None:
    fixed = Logged(HAND.rewards, np.ones(4), HAND.targets, HAND.groups)
    assert (HAND.is_random, fixed.is_random) == (True, False)


def test_one_customer_many_times_is_no_more_than_one_customer() -> None:
    rewards, half = np.tile([1.0, 0.0], 200), np.full(400, 0.5)
    alone = Logged(rewards, half, np.ones(400), np.arange(400))
    same = Logged(rewards, half, np.ones(400), np.repeat(np.arange(4), 100))
    grouped = Logged(np.repeat([1.0, 0.0], 200), half, np.ones(400), np.repeat([0, 1], 200))
    assert self_normalised(same).value == self_normalised(alone).value == 0.5
    narrow, wide = self_normalised(alone), self_normalised(grouped)
    assert wide.high - wide.low > 5 * (narrow.high - narrow.low)


def test_an_empty_log_estimates_nothing() -> None:
    none = Logged(*[np.array([])] * 3, np.array([], np.int64))
    assert not self_normalised(none).is_enough
    assert inverse_propensity(none).effective == 0.0


def test_policy_that_the_log_never_shows_is_not_enough() -> None:
    never = Logged(np.ones(500), np.full(500, 0.5), np.zeros(500), np.arange(500))
    assert not self_normalised(never).is_enough


def test_nobody_is_predicted_by_the_own_reward() -> None:
    choices, groups = np.zeros(10, np.int64), np.array([0] * 5 + [1] * 5)
    table = predicted_rewards(choices, np.array([1.0] * 5 + [0.0] * 5), groups, 2)
    assert table.shape == (FOLDS, 2)
    assert (table[0, 0], table[1, 0]) == (0.0, 1.0)


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("policy", POLICIES)
def test_estimates_are_near_the_truth_and_their_intervals_hold_it(world: str, policy: str) -> None:
    made = WORLDS[world](3, customers=30_000)
    log = play(made, POLICIES[policy](made), 9)
    table = predicted_rewards(log.choices, log.logged.rewards, log.logged.groups, 10)
    fold = log.logged.groups % FOLDS
    robust = doubly_robust(log.logged, table[fold, log.choices], table[fold, log.wanted])
    for estimate in (self_normalised(log.logged), robust):
        assert estimate.value == pytest.approx(made.truth, abs=0.03)
        assert estimate.low - 0.01 <= made.truth <= estimate.high + 0.01
        assert estimate.is_enough


def test_the_naive_mean_is_far_off_where_the_log_prefers_people() -> None:
    made = WORLDS["split"](3)
    log = play(made, POLICIES["greedy"](made), 9)
    assert abs(log.naive - made.truth) > 0.03
    assert abs(self_normalised(log.logged).value - made.truth) < 0.02
