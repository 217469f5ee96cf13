import numpy as np
import pytest

from recommender.algorithms.item_item import ItemItem, ItemItemConfig, rarity
from tests.support.matrices import dataset_of

PAIRS = [(0, 0), (0, 1), (1, 0), (1, 1), (2, 1), (2, 2), (3, 0)]


def test_cosine_is_shared_users_over_the_root_of_both_counts() -> None:
    config = ItemItemConfig(similarity="cosine", neighbours=3)
    weights = ItemItem(config).fit(dataset_of(PAIRS, items=3)).weights.toarray()
    assert weights[0, 1] == pytest.approx(2 / np.sqrt(3 * 3), rel=1e-5)
    assert weights[1, 2] == pytest.approx(1 / np.sqrt(3 * 1), rel=1e-5)
    assert weights[0, 2] == 0


@pytest.mark.parametrize("similarity", ["cosine", "tfidf", "bm25"])
def test_no_item_speaks_for_itself(similarity: str) -> None:
    config = ItemItemConfig.model_validate({"similarity": similarity})
    weights = ItemItem(config).fit(dataset_of(PAIRS, items=3)).weights
    assert weights.diagonal().tolist() == [0.0, 0.0, 0.0]


def test_only_the_nearest_neighbours_are_kept() -> None:
    pairs = [(user, item) for user in range(10) for item in range(6) if (user + item) % 3]
    weights = ItemItem(ItemItemConfig(neighbours=2)).fit(dataset_of(pairs, items=6)).weights
    assert np.diff(weights.indptr).max() <= 2


def test_user_who_has_everything_tells_least() -> None:
    dataset = dataset_of(PAIRS, items=3)
    everything, one = rarity(dataset_of([(0, 0), (0, 1), (0, 2), (1, 0)], items=3).user_items)
    assert 0 < everything < one
    assert np.isfinite(ItemItem().fit(dataset).weights.data).all()
