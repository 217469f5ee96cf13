"""How likely a place of a list is clicked: a Bayesian logistic curve over place and score."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recommender.answer import Ranked
from recommender.dataset import ItemKey
from recommender.rules.model import RULE

Doubles = NDArray[np.float64]

ASSUMED = np.array([np.log(0.05 / 0.95), -0.7, 0.6, 0.0])
"""Before anything is logged: 5 % at the first place for an average item, odds that fall as
place ^ -0.7 (the position-based model with a power of at most 1; Joachims, Swaminathan and Schnabel
2017) and grow by half from a score of 0 to 1; content and products alike."""

ASSUMED_SPREAD = np.array([1.0, 0.4, 0.3, 0.5])
"""How unsure each of these is (standard deviations)."""

ENOUGH_CLICKS = 50
"""With fewer logged clicks the curve is called assumed: it still is, mostly."""

STEPS = 25


@dataclass(frozen=True)
class ClickCurve:
    """The posterior of the curve's four coefficients: base, place, score, content.

    Attributes:
        mean: float64 (4,).
        covariance: float64 (4, 4).
        lists: Logged lists that it was learned from.
        clicks: Clicks among them.
    """

    mean: Doubles
    covariance: Doubles
    lists: int
    clicks: int

    @property
    def method(self) -> str:
        """Say whether the log decides or the assumption."""
        return "logged" if self.clicks >= ENOUGH_CLICKS else "scores"

    def draws(self, rounds: int, chance: np.random.Generator) -> Doubles:
        """Return coefficients that are as likely as the posterior says, (rounds, 4)."""
        return chance.multivariate_normal(self.mean, self.covariance, rounds)


def features(items: Sequence[Ranked]) -> Doubles:
    """Return what the curve reads of a list, float64 (n_items, 4).

    These are 1, log(place), sign(score) log(1 + |score|), and 1 for content. The logarithm keeps
    a model's scores and, before there is one, counts of customers within reach of one another.
    What a rule adds to a score is left out: it makes nobody like the item more.
    """
    scores = [one.score - one.parts.get(RULE, 0.0) for one in items]
    places = np.log(np.arange(1, len(items) + 1))
    is_content = [one.kind == "content" for one in items]
    liking = np.sign(scores) * np.log1p(np.abs(scores))
    return np.column_stack([np.ones(len(items)), places, liking, is_content]).astype(np.float64)


def clicks_of(items: Sequence[Ranked], clicked: set[tuple[str, str]]) -> Doubles:
    """Return 1 for each item that was clicked, float64 (n_items,)."""
    return np.array([ItemKey(one.kind, one.id) in clicked for one in items], np.float64)


def learn(lists: Sequence[tuple[Doubles, Doubles]]) -> ClickCurve:
    """Fit the curve to lists that were looked at, by Newton's method.

    Maximises sum(y log p + (1 - y) log(1 - p)) - (w - m)' S^-1 (w - m) / 2 with the assumption as
    the normal prior (m, S); the covariance is the inverse Hessian there (Laplace).

    Args:
        lists: Features and clicks of each.

    Source: Bishop, Pattern Recognition and Machine Learning, section 4.5.1.
    """
    precision = np.diag(ASSUMED_SPREAD**-2)
    held = [one for one in lists if len(one[1])]
    matrix = np.concatenate([one[0] for one in held]) if held else np.zeros((0, len(ASSUMED)))
    clicks = np.concatenate([one[1] for one in held]) if held else np.zeros(0)
    weights, hessian = ASSUMED.copy(), precision
    for _ in range(STEPS):
        chances = probability(matrix, weights)
        slope = matrix.T @ (clicks - chances) - precision @ (weights - ASSUMED)
        hessian = (matrix.T * (chances * (1 - chances))) @ matrix + precision
        step = np.linalg.solve(hessian, slope)
        weights = weights + step
        if np.abs(step).max() < 1e-9:
            break
    return ClickCurve(weights, np.linalg.inv(hessian), len(held), int(clicks.sum()))


def probability(matrix: Doubles, weights: Doubles) -> Doubles:
    """Return the chance of a click, 1 / (1 + exp(-x w))."""
    odds: Doubles = 1.0 / (1.0 + np.exp(-np.clip(matrix @ weights, -30.0, 30.0)))
    return odds
