import numpy as np
import pytest
from scipy.sparse import csr_matrix

from recommender.algorithms import rp3beta
from recommender.algorithms.rp3beta import Rp3beta, Rp3betaConfig, strongest
from tests.support.matrices import dataset_of, grouped

PAIRS = [(0, 0), (0, 1), (1, 1), (1, 2), (2, 1)]


def test_weight_is_the_walk_over_the_popularity() -> None:
    """0 -> user 0 (1 of 1) -> item 1 (1 of 2), divided by item 1's 3 users to the beta."""
    config = Rp3betaConfig(alpha=1.0, beta=0.5)
    weights = Rp3beta(config).fit(dataset_of(PAIRS, items=3)).weights.toarray()
    assert weights[0, 1] == pytest.approx(0.5 / np.sqrt(3), rel=1e-5)
    assert weights[1, 0] == pytest.approx((1 / 3) * 0.5, rel=1e-5)
    assert weights[0, 2] == 0


def test_blocks_give_what_one_product_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Rp3beta().fit(grouped()).weights.toarray()
    monkeypatch.setattr(rp3beta, "BLOCK_ITEMS", 5)
    np.testing.assert_allclose(Rp3beta().fit(grouped()).weights.toarray(), whole)


def test_strongest_keeps_the_greatest_of_each_row() -> None:
    rows = csr_matrix(np.array([[3.0, 1.0, 2.0], [0.0, 0.0, 5.0]]))
    assert strongest(rows, 2).toarray().tolist() == [[3.0, 0.0, 2.0], [0.0, 0.0, 5.0]]
