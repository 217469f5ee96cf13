"""Popularity: how many users have an item, recent ones counting more if wished."""

from collections.abc import Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from scipy.sparse import csr_matrix

from recommender.algorithms.base import Algorithm, Arrays, Config, Floats, Model, Parts
from recommender.algorithms.single import Folded, History
from recommender.dataset import Dataset, Shape


class PopularityConfig(Config):
    """Popularity's one choice."""

    half_life_days: float = Field(
        0.0, ge=0, description="Age in days at which a user counts half; 0: all count the same."
    )


class PopularityModel(Model):
    """Scores every item alike for everybody.

    Args:
        counts: float32 (n_items,), users who have the item; 0 means nobody.
    """

    def __init__(self, counts: NDArray[np.float32]) -> None:
        self.counts = counts

    def score(self, user_items: csr_matrix) -> Floats:
        """Return the counts for each row."""
        return np.tile(np.asarray(self.counts, dtype=np.float32), (user_items.shape[0], 1))

    def parts(self, history: csr_matrix, asked: NDArray[np.int64]) -> Parts:
        """Return the counts as the base: no history item has a part in them."""
        return self._base(asked, history.nnz)

    def fold(self, history: History) -> Folded:
        """Return the counts, as for everybody."""
        counts = np.asarray(self.counts, dtype=np.float32)
        return Folded(counts, lambda asked: self._base(asked, len(history)))

    def _base(self, asked: NDArray[np.int64], length: int) -> Parts:
        base = np.asarray(self.counts[asked], dtype=np.float64)
        return Parts(base, np.zeros((length, len(asked))))

    def arrays(self) -> Arrays:
        """Return the counts."""
        return {"counts": self.counts}

    @classmethod
    def restore(cls, arrays: Arrays) -> Self:
        """Make the model from its counts."""
        return cls(arrays["counts"])


class Popularity(Algorithm):
    """Counts users per item; every other model has to beat it before it is published."""

    name = "popularity"
    config_type = PopularityConfig
    model_type = PopularityModel
    config: PopularityConfig

    def fit(self, dataset: Dataset, *, seed: int = 0) -> PopularityModel:
        """Count each pair once, faded by the age of its newest interaction."""
        counts = np.bincount(
            dataset.user_items.indices,
            weights=freshness(dataset, self.config.half_life_days),
            minlength=len(dataset.items),
        )
        return PopularityModel(counts.astype(np.float32))

    @classmethod
    def grid(cls, dataset: Dataset) -> Sequence[Config]:
        """Return plain popularity, then recent ones where the data is dated."""
        dated = not np.isnan(dataset.events.ages_days).all()
        half_lives = (0.0, 14.0, 30.0, 90.0, 180.0) if dated else (0.0,)
        return [PopularityConfig(half_life_days=days) for days in half_lives]

    def cost_seconds(self, shape: Shape) -> float:
        """Return the seconds of one pass over the pairs."""
        return 1e-8 * shape.pairs


def freshness(dataset: Dataset, half_life_days: float) -> NDArray[np.float64]:
    """Return 0.5 ** (age / half-life) per stored pair, (n_pairs,) in 0..1; undated counts as old.

    A pair without a date takes the greatest age in the data, so that it is never news.
    """
    if half_life_days <= 0:
        return np.ones(dataset.user_items.nnz)
    ages = dataset.ages_days.astype(np.float64)
    oldest = float(np.nanmax(ages)) if not np.isnan(ages).all() else 0.0
    aged: NDArray[np.float64] = np.power(0.5, np.nan_to_num(ages, nan=oldest) / half_life_days)
    return aged


ALGORITHM = Popularity
