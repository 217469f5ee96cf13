"""Implicit ALS: matrix factors by implicit, users folded in by one small solve each."""

from collections.abc import Sequence
from typing import Self

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
    powered,
    relabelled,
)
from recommender.dataset import Dataset, Shape


class AlsConfig(Config):
    """The factorisation's size and strength; near-defaults can be far below popularity."""

    factors: int = Field(16, ge=1, le=512, description="Length of the hidden vectors.")
    regularisation: float = Field(20.0, gt=0, description="Pulls the vectors towards 0.")
    alpha: float = Field(20.0, gt=0, description="Confidence in a pair against none.")
    iterations: int = Field(10, ge=1, le=100, description="Rounds of alternating solves.")


class AlsModel(Model):
    """Folds a user in by (Y'Y + Y'(C - 1)Y + reg) x = Y'c and scores by x y.

    Args:
        item_factors: float32 (n_items, n_factors), Y.
        gram: float64 (n_factors, n_factors), Y'Y + regularisation.
        terms: float64 (2,): alpha, power.
    """

    def __init__(
        self, item_factors: NDArray[np.float32], gram: Doubles, terms: NDArray[np.float64]
    ) -> None:
        self.item_factors = item_factors
        self.gram = gram
        self.terms = terms

    def score(self, user_items: csr_matrix) -> Floats:
        """Return folded-in user factors x item factors; 0 for an empty history."""
        confidence = self._confidence(user_items)
        user_factors = np.zeros((user_items.shape[0], len(self.gram)), dtype=np.float64)
        for row in np.flatnonzero(np.diff(confidence.indptr)):
            held = slice(confidence.indptr[row], confidence.indptr[row + 1])
            factors = self.item_factors[confidence.indices[held]].astype(np.float64)
            weights = confidence.data[held]
            system = self.gram + factors.T @ ((weights - 1.0)[:, None] * factors)
            user_factors[row] = np.linalg.solve(system, factors.T @ weights)
        return np.asarray(user_factors.astype(np.float32) @ self.item_factors.T)

    def parts(self, history: csr_matrix, asked: NDArray[np.int64]) -> Parts:
        """Split x y into one term per history item: c_h y' W y_h, W the inverse of the system.

        Source: Hu, Koren, Volinsky, Collaborative filtering for implicit feedback, ICDM 2008, §5.
        """
        weights = self._confidence(history).data
        factors = self.item_factors[history.indices].astype(np.float64)
        system = self.gram + factors.T @ ((weights - 1.0)[:, None] * factors)
        wanted = self.item_factors[asked].astype(np.float64)
        shares = weights[:, None] * (factors @ np.linalg.solve(system, wanted.T))
        return Parts(np.zeros(len(asked)), shares)

    def _confidence(self, user_items: csr_matrix) -> csr_matrix:
        confidence = powered(user_items, float(self.terms[1])).astype(np.float64)
        return confidence * float(self.terms[0])

    def arrays(self) -> Arrays:
        """Return the factors, the system's constant part and the terms."""
        return {"item_factors": self.item_factors, "gram": self.gram, "terms": self.terms}

    @classmethod
    def restore(cls, arrays: Arrays) -> Self:
        """Make the model from what `arrays` returned."""
        return cls(arrays["item_factors"], arrays["gram"], arrays["terms"])


class Als(Algorithm):
    """Weighted matrix factorisation of a sparse matrix.

    Source: Hu, Koren, Volinsky, ICDM 2008; implicit 0.7.
    """

    name = "als"
    config_type = AlsConfig
    model_type = AlsModel
    config: AlsConfig

    def fit(self, dataset: Dataset, *, seed: int = 0) -> AlsModel:
        """Fit on one thread, so that the seed decides everything."""
        user_items = powered(dataset.user_items, self.config.power)
        with threadpool_limits(limits=1):
            model = self._recommender(seed)
            model.fit(user_items, show_progress=False)
        factors = np.asarray(model.item_factors, dtype=np.float32)
        # implicit leaves an item that nobody has at its random start: it must score 0 instead.
        factors[np.diff(user_items.tocsc().indptr) == 0] = 0.0
        exact = factors.astype(np.float64)
        gram = exact.T @ exact + self.config.regularisation * np.eye(self.config.factors)
        return AlsModel(factors, gram, np.array([self.config.alpha, self.config.power]))

    def _recommender(self, seed: int) -> AlternatingLeastSquares:
        return AlternatingLeastSquares(
            factors=self.config.factors,
            regularization=self.config.regularisation,
            alpha=self.config.alpha,
            iterations=self.config.iterations,
            num_threads=1,
            random_state=seed,
        )

    @classmethod
    def grid(cls, dataset: Dataset) -> Sequence[Config]:
        """Return strong to weak pulls with few and more factors."""
        tried = [
            (16, 20.0, 20.0),
            (16, 200.0, 20.0),
            (32, 20.0, 5.0),
            (8, 20.0, 10.0),
            (64, 50.0, 10.0),
            (32, 5.0, 1.0),
        ]
        grid = [AlsConfig(factors=f, regularisation=r, alpha=a) for f, r, a in tried]
        return relabelled(grid, dataset)

    def cost_seconds(self, shape: Shape) -> float:
        """Return the seconds of all rounds: 0.9 s per million pairs and round at 64 factors."""
        share = self.config.factors / 64
        solves = 4e-6 * (shape.users + shape.items) * share**2 * 10
        return self.config.iterations * (0.9e-6 * shape.pairs * share + solves)


ALGORITHM = Als
