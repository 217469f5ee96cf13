"""Item-item neighbours by implicit: cosine, TF-IDF or BM25 similarity."""

import warnings
from collections.abc import Sequence
from typing import Literal, cast

import numpy as np
from implicit.nearest_neighbours import (
    BM25Recommender,
    CosineRecommender,
    ItemItemRecommender,
)
from implicit.utils import ParameterWarning
from numpy.typing import NDArray
from pydantic import Field
from scipy.sparse import csr_matrix, diags

from recommender.algorithms.base import Algorithm, Config, fresh, powered, relabelled
from recommender.algorithms.linear import LinearModel, without_diagonal
from recommender.dataset import Dataset, Shape

LEAST_RARITY = 0.001
MOST_NEIGHBOURS = 2_000


class ItemItemConfig(Config):
    """Which similarity, and how many neighbours an item has."""

    similarity: Literal["cosine", "tfidf", "bm25"] = Field(
        "tfidf", description="How alike two items are, by the users who have both."
    )
    neighbours: int = Field(100, ge=1, le=2000, description="Neighbours kept for each item.")


class ItemItem(Algorithm):
    """Scores an item by its similarity to what a user has.

    Source: Sarwar et al., Item-based collaborative filtering, WWW 2001; implicit 0.7.
    """

    name = "item_item"
    config_type = ItemItemConfig
    model_type = LinearModel
    config: ItemItemConfig

    def fit(self, dataset: Dataset, *, seed: int = 0) -> LinearModel:
        """Compute the neighbours on one thread."""
        user_items = powered(dataset.user_items, self.config.power).astype("float64")
        if self.config.similarity == "tfidf":
            user_items = csr_matrix(diags(rarity(user_items)) @ user_items)
        recommender = self._recommender()
        with warnings.catch_warnings():
            # implicit hands its own weighted matrix on as COO and then warns about it.
            warnings.simplefilter("ignore", ParameterWarning)
            recommender.fit(user_items, show_progress=False)
        return LinearModel(without_diagonal(recommender.similarity), self.config.power)

    def _recommender(self) -> ItemItemRecommender:
        kind = BM25Recommender if self.config.similarity == "bm25" else CosineRecommender
        # One more neighbour, because an item is its own nearest.
        return kind(K=self.config.neighbours + 1, num_threads=1)

    @classmethod
    def grid(cls, dataset: Dataset) -> Sequence[Config]:
        """Return the three similarities with many and few neighbours."""
        grid = [
            ItemItemConfig(similarity="tfidf"),
            ItemItemConfig(similarity="cosine"),
            ItemItemConfig(similarity="tfidf", neighbours=20),
            ItemItemConfig(similarity="bm25"),
        ]
        return relabelled(grid, dataset)

    @classmethod
    def refine(
        cls, dataset: Dataset, best: Config, second: Config | None = None
    ) -> Sequence[Config]:
        """Return fewer and more neighbours than the best has."""
        best = cast(ItemItemConfig, best)
        most = min(2 * len(dataset.items), MOST_NEIGHBOURS)
        counts = [round(best.neighbours * times) for times in (0.5, 2.0, 0.25)]
        steps = [best.model_copy(update={"neighbours": count}) for count in counts if count >= 5]
        return fresh((step for step in steps if step.neighbours <= most), best, second)

    def cost_seconds(self, shape: Shape) -> float:
        """Return the seconds of implicit's product (measured): 3 ns a walk, 25 us an item."""
        return 0.002 + 3.5e-9 * shape.walks + 3e-5 * shape.items

    def memory_mb(self, shape: Shape) -> float:
        """Return the peak: the neighbours three times, and a few copies of the pairs."""
        kept = min(self.config.neighbours + 1, shape.items) * shape.items * 12
        return (3 * kept + 60 * shape.pairs) / 1e6


def rarity(user_items: csr_matrix) -> NDArray[np.float64]:
    """Return log((1 + n_items) / (1 + items of the user)), (n_users,), at least 0.001.

    implicit's own TF-IDF gives 0 to a user who has all items but one, and then divides by it.
    """
    degrees = np.diff(user_items.indptr)
    rare: NDArray[np.float64] = np.log((1.0 + user_items.shape[1]) / (1.0 + degrees))
    return np.maximum(rare, LEAST_RARITY)


ALGORITHM = ItemItem
