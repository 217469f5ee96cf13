"""What another policy would have earned, from a log whose choices were partly drawn by chance."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]

NORMAL_95 = 1.959964
LEAST_EFFECTIVE = 100.0
"""Below so many choices that count, an interval of a share of clicks says next to nothing."""

LEAST_SUPPORT = 0.8
"""Mean weights far below 1 mean that the log never shows what the policy would choose."""

FOLDS = 5
PRIOR_SHOWN = 20.0
"""An item's own click rate counts half once it was shown so often."""


@dataclass(frozen=True, eq=False, slots=True)
class Logged:
    """Choices that chance made, and how the policy in question would have made them.

    Attributes:
        rewards: Float64 (n,), what followed, 0..1.
        propensities: Float64 (n,), probability of the logged choice, above 0.
        targets: Float64 (n,), probability with which the other policy makes the same choice.
        groups: Int64 (n,), number of the customer: choices for one customer are not independent.
    """

    rewards: Doubles
    propensities: Doubles
    targets: Doubles
    groups: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.rewards)

    @property
    def weights(self) -> Doubles:
        """How often the other policy makes each logged choice for once that it was logged."""
        return self.targets / self.propensities

    @property
    def is_random(self) -> bool:
        """Say whether chance made any choice: else the log knows only what was done."""
        return bool((self.propensities < 1.0).any())


@dataclass(frozen=True, slots=True)
class Estimate:
    """The mean reward of a policy with its 95 % interval.

    Attributes:
        effective: Number of equally weighted choices that are worth as much.
        support: Mean weight; near 1 when the log shows all that the policy would choose.
    """

    value: float
    low: float
    high: float
    effective: float
    support: float

    @property
    def is_enough(self) -> bool:
        """Say whether the log holds enough of what the policy would do."""
        return self.effective >= LEAST_EFFECTIVE and self.support >= LEAST_SUPPORT


def inverse_propensity(log: Logged) -> Estimate:
    """Weigh each reward by how much likelier the other policy makes its choice: mean of w r.

    Source: Horvitz, Thompson, 1952; Dudik, Langford, Li, Doubly robust policy evaluation, 2011.

    >>> one = np.array([1.0])
    >>> inverse_propensity(Logged(one, one / 2, one, np.array([0]))).value
    2.0
    """
    return _estimate(log, log.weights * log.rewards, 1.0)


def self_normalised(log: Logged) -> Estimate:
    """Divide by the sum of the weights: sum of w r over sum of w.

    Source: Swaminathan, Joachims, The self-normalized estimator, 2015.
    """
    mean_weight = float(np.mean(log.weights)) if len(log) else 0.0
    if mean_weight == 0.0:
        return _estimate(log, np.zeros(len(log)), 1.0)
    return _estimate(log, log.weights * log.rewards, mean_weight, is_ratio=True)


def doubly_robust(log: Logged, predicted: Doubles, expected: Doubles) -> Estimate:
    """Correct a model of the rewards by the weighted errors that it makes: e + w (r - p).

    Args:
        log: What was logged.
        predicted: Float64 (n,), p: predicted reward of the logged choice.
        expected: Float64 (n,), e: predicted reward of the other policy's own choice.

    Source: Dudik, Langford, Li, Doubly robust policy evaluation and learning, 2011.
    """
    return _estimate(log, expected + log.weights * (log.rewards - predicted), 1.0)


def predicted_rewards(
    choices: NDArray[np.int64], rewards: Doubles, groups: NDArray[np.int64], n_choices: int
) -> Doubles:
    """Predict the reward of each choice from other customers' rewards.

    Args:
        choices: Int64 (n,), what was chosen, 0..n_choices - 1.
        rewards: Float64 (n,).
        groups: Int64 (n,), number of the customer: nobody's own reward predicts it.
        n_choices: Number of different choices.

    Returns:
        Float64 (FOLDS, n_choices): the row of a customer is its number modulo FOLDS.
    """
    table = np.zeros((FOLDS, n_choices))
    for fold in range(FOLDS):
        others = groups % FOLDS != fold
        shown = np.bincount(choices[others], minlength=n_choices)
        earned = np.bincount(choices[others], weights=rewards[others], minlength=n_choices)
        mean = rewards[others].mean() if others.any() else 0.0
        table[fold] = (earned + PRIOR_SHOWN * mean) / (shown + PRIOR_SHOWN)
    return table


def _estimate(log: Logged, terms: Doubles, divisor: float, *, is_ratio: bool = False) -> Estimate:
    """Return mean(terms) / divisor; the interval adds up what belongs to one customer."""
    if not len(log):
        return Estimate(0.0, 0.0, 0.0, 0.0, 0.0)
    value = float(np.mean(terms)) / divisor
    errors = (terms - value * log.weights) / divisor if is_ratio else terms - value
    reach = NORMAL_95 * _spread(errors, log.groups) / len(log)
    weights = log.weights
    squares = float(np.sum(weights**2))
    effective = float(np.sum(weights)) ** 2 / squares if squares else 0.0
    return Estimate(value, value - reach, value + reach, effective, float(np.mean(weights)))


def _spread(errors: Doubles, groups: NDArray[Any]) -> float:
    """Return the standard deviation of the sum, with customers as independent units."""
    _, members = np.unique(groups, return_inverse=True)
    sums = np.bincount(members, weights=errors)
    count = len(sums)
    return float(np.sqrt(np.sum(sums**2) * count / max(count - 1, 1)))
