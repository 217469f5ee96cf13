"""How sure a mean is: percentile bootstrap over users, paired by taking differences first."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK_ROUNDS = 100


@dataclass(frozen=True)
class Interval:
    """A mean with its confidence interval; of no values all three are 0."""

    mean: float
    low: float
    high: float

    @property
    def is_above_zero(self) -> bool:
        """Say whether even the lower bound is above 0: the gain is significant."""
        return self.low > 0

    @property
    def is_below_zero(self) -> bool:
        """Say whether even the upper bound is below 0: the loss is significant."""
        return self.high < 0

    def as_json(self) -> dict[str, float]:
        """Return the three figures, rounded."""
        figures = {"mean": self.mean, "low": self.low, "high": self.high}
        return {name: round(value, 6) for name, value in figures.items()}


def bootstrap_mean(
    values: NDArray[Any], *, seed: int, rounds: int = 2_000, confidence: float = 0.95
) -> Interval:
    """Resample users and return the mean with its percentile interval.

    Args:
        values: Float (n_users,), one value per user; for a paired test of two models pass the
            differences of their per-user values.
        seed: Decides the resamples.
        rounds: Number of resamples.
        confidence: Share of the resampled means inside the interval, 0..1.

    Source: Efron, Tibshirani, An introduction to the bootstrap, 1993, chapter 13.

    >>> bootstrap_mean(np.array([1.0, 1.0]), seed=0)
    Interval(mean=1.0, low=1.0, high=1.0)
    """
    if len(values) == 0:
        return Interval(0.0, 0.0, 0.0)
    chance = np.random.default_rng(seed)
    means = np.concatenate(
        [_resampled_means(values, chance) for _ in range(-(-rounds // BLOCK_ROUNDS))]
    )
    tail = (1.0 - confidence) / 2
    low, high = np.quantile(means[:rounds], [tail, 1.0 - tail])
    return Interval(float(np.mean(values)), float(low), float(high))


def _resampled_means(values: NDArray[Any], chance: np.random.Generator) -> NDArray[np.float64]:
    picks = chance.integers(0, len(values), size=(BLOCK_ROUNDS, len(values)), dtype=np.int32)
    means: NDArray[np.float64] = values[picks].mean(axis=1, dtype=np.float64)
    return means


def mean_per_user(values: NDArray[np.float64], rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Average what a user has in several hold-outs: the bootstrap needs independent values.

    Args:
        values: float64 (n,).
        rows: int64 (n,), the user of each value.

    >>> mean_per_user(np.array([1.0, 0.0, 0.5]), np.array([3, 3, 7])).tolist()
    [0.5, 0.5]
    """
    _, users = np.unique(rows, return_inverse=True)
    means: NDArray[np.float64] = np.bincount(users, weights=values) / np.bincount(users)
    return means


def block_bootstrap_mean(
    values: NDArray[Any], *, block: int, seed: int, rounds: int = 2_000, confidence: float = 0.95
) -> Interval:
    """Resample whole blocks of consecutive values: what overlaps in time is no new evidence.

    Args:
        values: Float (n,), in the order of time.
        block: Values a block; the series is closed to a ring, so that all count alike.
        seed: Decides the resamples.
        rounds: Number of resamples.
        confidence: Share of the resampled means inside the interval, 0..1.

    Source: Politis, Romano, A circular block-resampling procedure for stationary data, 1992.

    >>> block_bootstrap_mean(np.array([1.0, 1.0, 1.0]), block=2, seed=0)
    Interval(mean=1.0, low=1.0, high=1.0)
    """
    if len(values) == 0:
        return Interval(0.0, 0.0, 0.0)
    size = min(max(block, 1), len(values))
    count = -(-len(values) // size)
    starts = np.random.default_rng(seed).integers(0, len(values), size=(rounds, count, 1))
    picks = ((starts + np.arange(size)) % len(values)).reshape(rounds, -1)[:, : len(values)]
    tail = (1.0 - confidence) / 2
    low, high = np.quantile(values[picks].mean(axis=1, dtype=np.float64), [tail, 1.0 - tail])
    return Interval(float(np.mean(values)), float(low), float(high))
