"""EASE and its denoising kin EDLAE: one inverse of the item-item matrix."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from scipy.linalg import cho_factor, cho_solve

from recommender.algorithms.base import Algorithm, Config, Doubles, powered, relabelled
from recommender.algorithms.linear import LinearModel
from recommender.dataset import Dataset, Shape


class EaseConfig(Config):
    """How strongly weights are held back."""

    regularisation: float = Field(
        500.0, gt=0, description="Added to the diagonal of X'X, in pairs: more is smoother."
    )
    dropout: float = Field(
        0.0,
        ge=0,
        lt=1,
        description="Share of a history hidden in training (EDLAE); 0 is plain EASE.",
    )


class Ease(Algorithm):
    """Learns item-item weights in closed form.

    With G = X'X and L = regularisation + dropout / (1 - dropout) x diag(G):
    P = inverse of (G + L), weights[i, j] = -P[i, j] / P[j, j], 0 on the diagonal.

    Source: Steck, Embarrassingly shallow autoencoders, WWW 2019; Steck, Autoencoders that don't
    overfit towards the identity (EDLAE), NeurIPS 2020.
    """

    name = "ease"
    config_type = EaseConfig
    model_type = LinearModel
    config: EaseConfig

    def fit(self, dataset: Dataset, *, seed: int = 0) -> LinearModel:
        """Invert once; exact, so the seed changes nothing."""
        return LinearModel(self.weights(gram(dataset, self.config.power)), self.config.power)

    def weights(self, item_items: Doubles) -> NDArray[np.float32]:
        """Return float32 (n_items, n_items) weights for X'X, float64 of the same shape."""
        diagonal = np.diag(item_items)
        dropout = self.config.dropout
        penalty = self.config.regularisation + dropout / (1 - dropout) * diagonal
        factor = cho_factor(item_items + np.diag(penalty), overwrite_a=True, check_finite=False)
        inverse = cho_solve(factor, np.eye(len(item_items)), overwrite_b=True, check_finite=False)
        weights: Doubles = -inverse / np.diag(inverse)[None, :]
        np.fill_diagonal(weights, 0.0)
        return weights.astype(np.float32)

    @classmethod
    def grid(cls, dataset: Dataset) -> Sequence[Config]:
        """Return regularisations around 10 x the mean of X'X's diagonal, with and without dropout.

        Source: RECOMMENDER notes: that multiple was right on three public data sets.
        """
        mean = max(dataset.shape.pairs / max(dataset.shape.items, 1), 0.1)
        tried = [(10.0, 0.0), (5.0, 0.9), (2.0, 0.7), (30.0, 0.0), (3.0, 0.0), (1.0, 0.5)]
        grid = [
            EaseConfig(regularisation=round(times * mean, 3), dropout=dropout)
            for times, dropout in tried
        ]
        return relabelled(grid, dataset)

    def cost_seconds(self, shape: Shape) -> float:
        """Return the seconds of the inverse: 31 s for 10,000 items, cubed (measured)."""
        return 0.002 + 31.0 * (shape.items / 10_000) ** 3

    def memory_mb(self, shape: Shape) -> float:
        """Return the peak: four float64 matrices of n_items x n_items."""
        return 4 * 8 * shape.items**2 / 1e6


def gram(dataset: Dataset, power: float) -> Doubles:
    """Return X'X, float64 (n_items, n_items)."""
    user_items = powered(dataset.user_items, power).astype(np.float64)
    dense: Doubles = np.asarray((user_items.T @ user_items).todense())
    return dense


ALGORITHM = Ease
