import gc

import numpy as np
import pytest

from recommender.algorithms import cooccurrence
from recommender.algorithms.cooccurrence import blocks, cost_seconds, inverse_power, together
from recommender.dataset import Shape
from tests.support.matrices import grouped


def multiplied_apart(user_exponent: float) -> np.ndarray:
    held = np.sqrt(grouped().user_items.toarray())
    return held.T @ np.diag(held.sum(axis=1) ** -user_exponent) @ held


@pytest.mark.parametrize("faster", ["SECONDS_A_WALK", "SECONDS_A_PRODUCT"])
def test_both_products_are_the_plain_one(monkeypatch: pytest.MonkeyPatch, faster: str) -> None:
    monkeypatch.setattr(cooccurrence, faster, 0.0)
    monkeypatch.setattr(cooccurrence, "BLOCK_CELLS", 60)
    found = together(grouped(), power=0.5, user_exponent=0.7)
    np.testing.assert_allclose(found, multiplied_apart(0.7), rtol=1e-4)


def test_blocks_together_are_the_plain_product(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cooccurrence, "BLOCK_CELLS", 60)
    parts = list(blocks(grouped(), power=0.5, user_exponent=0.7))
    assert [start for start, _ in parts] == [0, 5, 10]
    found = np.vstack([rows.toarray() for _, rows in parts])
    np.testing.assert_allclose(found, multiplied_apart(0.7), rtol=1e-4)


def test_same_product_is_made_once_and_cannot_be_changed() -> None:
    dataset = grouped()
    first = together(dataset, power=0.0, user_exponent=1.0)
    assert together(dataset, power=0.0, user_exponent=1.0) is first
    with pytest.raises(ValueError, match="read-only"):
        first[0, 0] = 1.0


def test_only_a_few_products_are_kept_and_none_longer_than_their_data_set() -> None:
    dataset = grouped()
    for exponent in (0.0, 0.25, 0.5, 0.75):
        together(dataset, power=0.0, user_exponent=exponent)
    assert len(cooccurrence._kept[dataset]) == cooccurrence.KEPT
    before = len(cooccurrence._kept)
    del dataset
    gc.collect()
    assert len(cooccurrence._kept) == before - 1


def test_inverse_power_leaves_what_nobody_has_at_0() -> None:
    assert inverse_power(np.array([4.0, 0.0], np.float32), 0.5).tolist() == [0.5, 0.0]


def test_cost_is_that_of_the_cheaper_product() -> None:
    sparse = Shape(users=10_000, items=1_000, pairs=20_000, walks=60_000)
    dense = sparse._replace(pairs=2_000_000, walks=600_000_000)
    assert cost_seconds(sparse) < 0.01
    assert cost_seconds(dense) < cooccurrence.SECONDS_A_WALK * dense.walks
