import numpy as np
import pytest
from scipy.sparse import csr_matrix

from recommender.algorithms import cooccurrence
from recommender.algorithms.rp3beta import Rp3beta, Rp3betaConfig, strongest, strongest_dense
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
    monkeypatch.setattr(cooccurrence, "DENSE_ITEMS", 0)
    monkeypatch.setattr(cooccurrence, "BLOCK_CELLS", 60)
    np.testing.assert_allclose(Rp3beta().fit(grouped()).weights.toarray(), whole)


def test_strongest_keeps_the_greatest_of_each_row() -> None:
    rows = csr_matrix(np.array([[3.0, 1.0, 2.0], [0.0, 0.0, 5.0]]))
    assert strongest(rows, 2).toarray().tolist() == [[3.0, 0.0, 2.0], [0.0, 0.0, 5.0]]


def test_small_catalogues_keep_the_strongest_of_a_dense_product() -> None:
    rows = np.array([[3.0, 1.0, 2.0], [0.0, 0.0, 5.0]], np.float32)
    assert strongest_dense(rows, 2).toarray().tolist() == [[3.0, 0.0, 2.0], [0.0, 0.0, 5.0]]


def test_conditional_shares_are_among_the_walks() -> None:
    """Three users have item 1, one of them item 0 too."""
    config = Rp3betaConfig(alpha=1.0, user_alpha=0.0, beta=0.0)
    weights = Rp3beta(config).fit(dataset_of(PAIRS, items=3)).weights.toarray()
    assert weights[1, 0] == pytest.approx(1 / 3)
    assert weights[0, 1] == pytest.approx(1.0)
    assert config in Rp3beta.grid(grouped())


def test_refinement_stays_within_what_the_form_takes() -> None:
    for best in (Rp3betaConfig(beta=0.0, user_alpha=0.0), Rp3betaConfig(alpha=2.0, beta=2.0)):
        steps = Rp3beta.refine(grouped(), best)
        assert best not in steps
        assert len(steps) >= 3
        assert all(Rp3betaConfig.model_validate(step.model_dump()) == step for step in steps)
