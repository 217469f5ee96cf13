"""RP3beta: a three-step random walk user -> item -> user -> item, less popular items lifted."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from scipy.sparse import csr_matrix, diags, vstack

from recommender.algorithms.base import Algorithm, Config, powered, relabelled
from recommender.algorithms.linear import LinearModel, without_diagonal
from recommender.dataset import Dataset, Shape

BLOCK_ITEMS = 2_000


class Rp3betaConfig(Config):
    """Exponents of the walk."""

    alpha: float = Field(1.0, ge=0, le=2, description="Exponent of each step's probability.")
    beta: float = Field(
        0.1, ge=0, le=2, description="How much popular items are held back: 0 not at all."
    )
    neighbours: int = Field(200, ge=1, description="Neighbours kept for each item.")


class Rp3beta(Algorithm):
    """Scores an item by the walks that lead to it from what a user has.

    weights[i, j] = sum over users u of (1 / d_i)^alpha (1 / d_u)^alpha / d_j^beta, where d is
    the number of pairs of the item or user.

    Source: Paudel et al., Updatable, accurate, diverse, and scalable recommendations for
    interactive applications, TiiS 2017.
    """

    name = "rp3beta"
    config_type = Rp3betaConfig
    model_type = LinearModel
    config: Rp3betaConfig

    def fit(self, dataset: Dataset, *, seed: int = 0) -> LinearModel:
        """Multiply the two steps in blocks of items, keeping the nearest neighbours."""
        user_items = powered(dataset.user_items, self.config.power)
        to_users = diags(_inverse_power(user_items.sum(axis=0), self.config.alpha)) @ user_items.T
        to_items = diags(_inverse_power(user_items.sum(axis=1), self.config.alpha)) @ user_items
        lifted = to_items @ diags(_inverse_power(user_items.sum(axis=0), self.config.beta))
        steps, walks = csr_matrix(to_users), csr_matrix(lifted)
        starts = range(0, len(dataset.items), BLOCK_ITEMS)
        blocks = [self._nearest(steps[start : start + BLOCK_ITEMS] @ walks) for start in starts]
        return LinearModel(without_diagonal(vstack(blocks)), self.config.power)

    def _nearest(self, block: csr_matrix) -> csr_matrix:
        # One more than asked for: an item is often its own nearest neighbour.
        return strongest(csr_matrix(block), self.config.neighbours + 1)

    @classmethod
    def grid(cls, dataset: Dataset) -> Sequence[Config]:
        """Return walks from plain to strongly levelled."""
        pairs = [(1.0, 0.1), (0.7, 0.3), (1.0, 0.4), (0.5, 0.1), (0.7, 0.6), (1.3, 0.2)]
        return relabelled([Rp3betaConfig(alpha=a, beta=b) for a, b in pairs], dataset)

    def cost_seconds(self, shape: Shape) -> float:
        """Return the seconds of a sparse product: 30 ns a walk."""
        return 0.004 + 3e-8 * shape.walks


def strongest(rows: csr_matrix, count: int) -> csr_matrix:
    """Keep the greatest `count` values of each row."""
    long = np.flatnonzero(np.diff(rows.indptr) > count)
    for row in long:
        values = rows.data[rows.indptr[row] : rows.indptr[row + 1]]
        values[np.argpartition(values, -count)[:-count]] = 0.0
    rows.eliminate_zeros()
    return rows


def _inverse_power(sums: NDArray[np.float32], exponent: float) -> NDArray[np.float32]:
    degrees = np.asarray(sums, dtype=np.float64).ravel()
    held = np.maximum(degrees, 1e-9)
    return np.where(degrees > 0, np.power(held, -exponent), 0.0).astype(np.float32)


ALGORITHM = Rp3beta
