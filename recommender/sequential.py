"""Intervals that hold at every look: how often somebody looks changes nothing about them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammainc, gammaln

Doubles = NDArray[np.float64]

ALPHA = 0.05
TUNED_VARIANCE = 400.0
"""Sum of squares at which intervals are tightest: some 500 to 2,000 customers of two even arms."""

HALVINGS = 60
FIRST_GUESS = 0.5


@dataclass(frozen=True, slots=True)
class Bounds:
    """An estimate with bounds that hold at all times together.

    Attributes:
        mean: Plain mean, or plain difference of two means; 0 when there is nothing to take it of.
        low: Lower bound.
        high: Upper bound.
        count: Observations.
    """

    mean: float
    low: float
    high: float
    count: int

    @property
    def excludes_zero(self) -> bool:
        """Say whether the bounds leave out 0."""
        return self.low > 0 or self.high < 0


def mean_bounds(outcomes: NDArray[Any], *, alpha: float = ALPHA) -> Bounds:
    """Bound the mean of outcomes that come in one after the other.

    Args:
        outcomes: Shape (n,), each in 0..1, in the order in which they became known.
        alpha: Chance that the bounds ever leave out the mean, over all n together.

    Source: Howard, Ramdas, McAuliffe, Sekhon, Time-uniform, nonparametric, nonasymptotic
    confidence sequences, 2021, theorem 4 with the gamma-exponential mixture (proposition 9).

    >>> mean_bounds(np.array([])) == Bounds(0.0, 0.0, 1.0, 0)
    True
    """
    if not len(outcomes):
        return Bounds(0.0, 0.0, 1.0, 0)
    values = np.asarray(outcomes, np.float64)
    squares = float(np.sum((values - running_mean(values)) ** 2))
    reach = float(boundary(np.array([squares]), 1.0, alpha / 2)[0]) / len(values)
    mean = float(values.mean())
    return Bounds(mean, max(mean - reach, 0.0), min(mean + reach, 1.0), len(values))


def difference_bounds(
    outcomes: NDArray[Any], is_treated: NDArray[np.bool_], *, share: float, alpha: float = ALPHA
) -> Bounds:
    """Bound how much higher the mean is where chance gave the treatment.

    Args:
        outcomes: Shape (n,), each in 0..1, in the order in which they became known.
        is_treated: Bool (n,), False is the control.
        share: Chance of the treatment, between 0 and 1.
        alpha: Chance that the bounds ever leave out the difference.
    """
    sums, squares = difference_walk(outcomes, is_treated, share=share)
    if not len(sums):
        return Bounds(0.0, -1.0, 1.0, 0)
    scale = scale_of(share)
    reach = float(boundary(squares[-1:], scale, alpha / 2)[0])
    low, high = (sums[-1] - reach) / len(sums), (sums[-1] + reach) / len(sums)
    shown = _mean(outcomes[is_treated]) - _mean(outcomes[~is_treated])
    return Bounds(shown, max(float(low), -1.0), min(float(high), 1.0), len(sums))


def difference_walk(
    outcomes: NDArray[Any], is_treated: NDArray[np.bool_], *, share: float
) -> tuple[Doubles, Doubles]:
    """Return the running sums of unbiased single estimates of a difference, and of their squares.

    One estimate is (x - c) / share for a treated, -(x - c) / (1 - share) for another, where c is
    the mean of everything before: whatever c is, chance makes its mean the difference.

    Returns:
        Two float64 (n,); the estimates are bounded by `scale_of(share)` in size.
    """
    values = np.asarray(outcomes, np.float64)
    signed = np.where(is_treated, 1.0 / share, -1.0 / (1.0 - share))
    single = signed * (values - running_mean(values))
    return np.cumsum(single), np.cumsum(single**2)


def scale_of(share: float) -> float:
    """Return the largest size of a single estimate of a difference."""
    return 1.0 / min(share, 1.0 - share)


def is_settled(sums: Doubles, squares: Doubles, scale: float, alpha: float = ALPHA) -> NDArray[Any]:
    """Say for each look whether the bounds of a difference leave out 0 there, bool like `sums`."""
    found: NDArray[Any] = log_mixture(np.abs(sums), squares, scale) >= np.log(2.0 / alpha)
    return found


def boundary(squares: Doubles, scale: float, alpha: float) -> Doubles:
    """Return how far a sum of errors ever gets above 0 at these sums of squares, float64 (n,).

    Args:
        squares: Float64 (n,), at least 0.
        scale: Largest size of one error.
        alpha: Chance that the walk ever gets further, on this one side.
    """
    wanted = np.log(1.0 / alpha)
    low = np.zeros_like(squares)
    high: Doubles = 4.0 * np.sqrt((squares + TUNED_VARIANCE) * wanted) + 4.0 * scale * wanted
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        is_below = log_mixture(middle, squares, scale) < wanted
        low, high = np.where(is_below, middle, low), np.where(is_below, high, middle)
    return high


def log_mixture(sums: Doubles, squares: Doubles, scale: float) -> Doubles:
    """Return the log of a non-negative supermartingale that starts at 1, if the mean is 0.

    With P the regularised lower incomplete gamma function, q = r / c^2, a = (v + r) / c^2 and
    b = (c s + v + r) / c^2 this is q^q / (G(q) P(q, q)) * G(a) P(a, b) / b^a * exp(b - q).
    """
    tuned = TUNED_VARIANCE / (_spread() + np.log1p(_spread()))
    start = tuned / scale**2
    shape = (squares + tuned) / scale**2
    rate = (scale * sums + squares + tuned) / scale**2
    with np.errstate(divide="ignore"):
        fixed = start * np.log(start) - gammaln(start) - np.log(gammainc(start, start))
        moving = gammaln(shape) + np.log(gammainc(shape, rate)) - shape * np.log(rate)
    found: Doubles = fixed + moving + rate - start
    return found


def running_mean(values: Doubles) -> Doubles:
    """Return for each value the mean of those before it (and of one guess), float64 (n,)."""
    before = np.concatenate([[0.0], np.cumsum(values)[:-1]])
    return (before + FIRST_GUESS) / np.arange(1.0, len(values) + 1.0)


def _spread() -> float:
    return 2.0 * float(np.log(2.0 / ALPHA))


def _mean(values: NDArray[Any]) -> float:
    return float(np.mean(values)) if len(values) else 0.0
