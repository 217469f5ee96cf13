"""Implicit ALS: matrix factors by implicit, users folded in by one small solve each."""

from collections.abc import Sequence
from typing import Self, cast

import numpy as np
from implicit.cpu.als import AlternatingLeastSquares
from numpy.typing import NDArray
from pydantic import Field
from scipy.sparse import csr_matrix
from threadpoolctl import threadpool_limits

from recommender.algorithms.base import (
    Algorithm,
    Arrays,
    Config,
    Doubles,
    Floats,
    Model,
    Parts,
    fresh,
    powered,
    relabelled,
)
from recommender.algorithms.confidence import Side, confidence_in, pulls_of, weights_of_items
from recommender.algorithms.folding import Axes, fold_in, fold_one, turned
from recommender.algorithms.single import Folded, History
from recommender.dataset import Dataset, Shape

MOST_FACTORS = 256
FEWEST_FACTORS = 8
LARGE_PAIRS = 300_000
LARGE_ITEMS = 5_000
NOISE_SHARE = 0.3
"""Of the root of mean degrees: pulls at this x alpha were best within a factor of 4 everywhere."""


class AlsConfig(Config):
    """The factorisation's size and strength; near-defaults can be far below popularity."""

    factors: int = Field(16, ge=1, le=512, description="Length of the hidden vectors.")
    regularisation: float = Field(20.0, gt=0, description="Pulls the vectors towards 0.")
    alpha: float = Field(20.0, gt=0, description="Mean confidence in a pair against none.")
    iterations: int = Field(10, ge=1, le=100, description="Rounds of alternating solves.")
    user_exponent: float = Field(
        0.0, ge=0, le=1, description="How much less the pairs of users with many count; 0: as all."
    )
    item_exponent: float = Field(
        0.0, ge=0, le=1, description="How much less the pairs of popular items count; 0: as all."
    )
    frequency: float = Field(
        0.0, ge=0, le=1, description="How far the pull grows with what a user or item has; 0: not."
    )


class AlsModel(Model):
    """Folds a user in by (Y'Y + Y'(C - 1)Y + pull) x = Y'c and scores by x y.

    Args:
        axes: The item factors.
        item_weights: float64 (n_items,), confidence in a pair with the item before the user's
            share: alpha / mean x (users of the item)^-item_exponent; 0 where nobody has it.
        terms: float64 (4,): power, user exponent, regularisation, frequency.
    """

    def __init__(self, axes: Axes, item_weights: Doubles, terms: Doubles) -> None:
        self.axes = axes
        self.item_weights = item_weights
        self.terms = terms

    def score(self, user_items: csr_matrix) -> Floats:
        """Return folded-in user factors x item factors; 0 for an empty history."""
        confidence, pulls = self._weighed(user_items)
        users = fold_in(self.axes, confidence, pulls).astype(np.float32)
        return np.asarray(users @ self.axes.factors.T)

    def parts(self, history: csr_matrix, asked: NDArray[np.int64]) -> Parts:
        """Split x y into one term per history item; there is no base."""
        confidence, pulls = self._weighed(history)
        folded = fold_one(self.axes, confidence.indices, confidence.data, float(pulls[0]))
        return folded.parts(asked)

    def fold(self, history: History) -> Folded:
        """Return what one history says, by a system as long as the history."""
        power, exponent, regularisation, frequency = self.terms.tolist()
        weights = history.powered(power) * self.item_weights[history.columns]
        weights *= max(len(history), 1) ** -exponent
        pull = regularisation * (1.0 + float(weights.sum()) / history.width) ** frequency
        return fold_one(self.axes, history.columns, weights, pull)

    def _weighed(self, user_items: csr_matrix) -> tuple[csr_matrix, Doubles]:
        power, exponent, regularisation, frequency = self.terms.tolist()
        weighed = confidence_in(powered(user_items, power), self.item_weights, exponent)
        return weighed, pulls_of(weighed, regularisation, frequency)

    def arrays(self) -> Arrays:
        """Return the turned factors, their spectrum, the items' weights and the terms."""
        return {
            "item_factors": self.axes.factors,
            "spectrum": self.axes.spectrum,
            "item_weights": self.item_weights,
            "terms": self.terms,
        }

    @classmethod
    def restore(cls, arrays: Arrays) -> Self:
        """Make the model from what `arrays` returned."""
        axes = Axes(arrays["item_factors"], arrays["spectrum"])
        return cls(axes, arrays["item_weights"], arrays["terms"])


class Als(Algorithm):
    """Weighted matrix factorisation of a sparse matrix.

    The confidence in a pair is alpha x value^power x d_u^-user_exponent x d_i^-item_exponent,
    where d counts the pairs of the user or item and the degree terms are scaled to a mean of 1.
    A row with the summed confidence s is pulled by regularisation x (1 + s / n)^frequency, n the
    number of rows on the other side.

    Source: Hu, Koren, Volinsky, ICDM 2008; Rendle, Krichene, Zhang, Koren, Revisiting the
    performance of iALS on item recommendation benchmarks, RecSys 2022, §4.3; implicit 0.7.
    """

    name = "als"
    config_type = AlsConfig
    model_type = AlsModel
    config: AlsConfig

    def fit(self, dataset: Dataset, *, seed: int = 0) -> AlsModel:
        """Fit on one thread: a search fits two models side by side, and the seed decides all."""
        config = self.config
        user_items = powered(dataset.user_items, config.power)
        item_weights = weights_of_items(
            user_items,
            alpha=config.alpha,
            user_exponent=config.user_exponent,
            item_exponent=config.item_exponent,
        )
        confidence = confidence_in(user_items, item_weights, config.user_exponent)
        with threadpool_limits(limits=1, user_api="blas"):
            factors = self._factorise(confidence.astype(np.float32), seed)
        return model_of(factors, item_weights, config)

    def _factorise(self, confidence: csr_matrix, seed: int) -> NDArray[np.float32]:
        config = self.config
        model = AlternatingLeastSquares(
            factors=config.factors,
            regularization=config.regularisation,
            iterations=config.iterations if config.frequency == 0 else 0,
            num_threads=1,
            random_state=seed,
        )
        model.fit(confidence, show_progress=False)
        if config.frequency > 0:
            self._alternate(model, confidence)
        return np.asarray(model.item_factors, dtype=np.float32)

    def _alternate(self, model: AlternatingLeastSquares, confidence: csr_matrix) -> None:
        """Do the rounds with implicit's solver, one call for the rows of a similar pull."""
        users, items = (
            Side(one, self.config.regularisation, self.config.frequency)
            for one in (confidence, confidence.T.tocsr())
        )
        for _ in range(self.config.iterations):
            users.solve(model, model.user_factors, model.item_factors)
            items.solve(model, model.item_factors, model.user_factors)

    @classmethod
    def grid(cls, dataset: Dataset) -> Sequence[Config]:
        """Return plain and degree-weighted values, each with pulls around the noise of the data."""
        noise = _noise(dataset)
        few, many = _sizes(dataset.shape)
        tried = [
            (many, 20.0, 0.5, 0.25, 0.5, 0.0),
            (few, 20.0, 4.0, 0.0, 0.0, 0.0),
            (few, 5.0, 1.0, 0.0, 0.3, 1.0),
            (many, 20.0, 2.0, 0.25, 0.5, 1.0),
            (many, 5.0, 1.0, 0.0, 0.0, 1.0),
            (few, 5.0, 4.0, 0.0, 0.3, 0.0),
            (many, 20.0, 4.0, 0.0, 0.5, 0.0),
            (few, 2.0, 1.0, 0.0, 0.0, 0.0),
            (many, 60.0, 1.0, 0.0, 0.0, 0.0),
            (many, 5.0, 0.3, 0.5, 0.5, 0.0),
        ]
        return relabelled(
            [
                AlsConfig(
                    factors=factors,
                    alpha=alpha,
                    regularisation=_round(times * noise * alpha),
                    user_exponent=of_user,
                    item_exponent=of_item,
                    frequency=frequency,
                )
                for factors, alpha, times, of_user, of_item, frequency in tried
            ],
            dataset,
        )

    @classmethod
    def refine(
        cls, dataset: Dataset, best: Config, second: Config | None = None
    ) -> Sequence[Config]:
        """Return single steps away from the best: pull, size, confidence, exponents."""
        best = cast(AlsConfig, best)
        steps: list[dict[str, float]] = [
            {"regularisation": _round(best.regularisation * times)} for times in (0.5, 2.0)
        ]
        sizes = (best.factors * 2, best.factors // 2)
        largest = min(dataset.shape.items, MOST_FACTORS)
        steps += [{"factors": size} for size in sizes if FEWEST_FACTORS <= size <= largest]
        for times in (0.5, 2.0):
            pull = _round(best.regularisation * times)
            steps.append({"alpha": best.alpha * times, "regularisation": pull})
        steps += [{"item_exponent": at} for at in _around(best.item_exponent)]
        steps += [{"frequency": 1.0 - round(best.frequency)}]
        steps += [{"user_exponent": at} for at in _around(best.user_exponent)]
        return fresh((best.model_copy(update=step) for step in steps), best, second)

    def cost_seconds(self, shape: Shape) -> float:
        """Return the seconds of all rounds, one thread (measured, a fifth added).

        A round over 760,000 pairs of 71,000 rows takes 0.34 s at 64 factors, 1.2 s at 256; over
        as many of 9,500 rows 0.13 s at 64.
        """
        factors = self.config.factors
        pairs = shape.pairs * (1.1e-7 + 1.6e-9 * factors)
        rows = (shape.users + shape.items) * (2e-6 + 1.8e-10 * factors**2)
        groups = 1.3 if self.config.frequency > 0 else 1.0
        return 0.01 + self.config.iterations * groups * (pairs + rows)

    def memory_mb(self, shape: Shape) -> float:
        """Return the peak: both factors in float32 and again in float64, three matrices."""
        rows = shape.users + shape.items
        return (12 * rows * self.config.factors + 60 * shape.pairs) / 1e6


def model_of(
    item_factors: NDArray[np.float32], item_weights: Doubles, config: AlsConfig
) -> AlsModel:
    """Make the model of item factors, wherever they were fitted."""
    # An item that nobody has may still be at its random start: it must score 0 instead.
    known = np.where(item_weights[:, None] > 0, item_factors, np.float32(0.0))
    terms = [config.power, config.user_exponent, config.regularisation, config.frequency]
    return AlsModel(turned(known), item_weights, np.array(terms))


def _noise(dataset: Dataset) -> float:
    """Return a unit for the pull / alpha: a share of the greatest singular value of pure noise.

    A random matrix with the data's degrees has about sqrt(mean degree of a pair's item + of its
    user) as its greatest one; what lies below cannot be told from chance.
    """
    user_items = dataset.user_items
    of_item = np.bincount(user_items.indices, minlength=1).astype(np.float64)
    of_user = np.diff(user_items.indptr).astype(np.float64)
    squares = (of_item**2).sum() + (of_user**2).sum()
    return NOISE_SHARE * float(np.sqrt(squares / max(user_items.nnz, 1))) or NOISE_SHARE


def _sizes(shape: Shape) -> tuple[int, int]:
    """Return few and many factors: no more than a third of a small catalogue."""
    fewer = max(min(16, shape.items // 3), FEWEST_FACTORS)
    is_large = shape.pairs > LARGE_PAIRS
    return (64, 128) if is_large and shape.items > LARGE_ITEMS else (fewer, 4 * fewer)


def _around(exponent: float) -> list[float]:
    return [round(at, 2) for at in (exponent - 0.25, exponent + 0.25) if 0 <= at <= 1]


def _round(value: float) -> float:
    return float(f"{value:.3g}")


ALGORITHM = Als
