import numpy as np
import pytest
from scipy.sparse import csr_matrix

from recommender.algorithms.confidence import confidence_in, pulls_of, weights_of_items

HELD = csr_matrix(np.array([[1.0, 1.0, 0.0], [1.0, 0.0, 0.0], [1.0, 1.0, 0.0]], np.float32))


def weighed(user_exponent: float, item_exponent: float) -> csr_matrix:
    weights = weights_of_items(
        HELD, alpha=4.0, user_exponent=user_exponent, item_exponent=item_exponent
    )
    return confidence_in(HELD, weights, user_exponent)


def test_without_exponents_every_pair_has_the_confidence_alpha() -> None:
    assert weighed(0.0, 0.0).data.tolist() == [4.0] * 5


def test_degrees_weigh_pairs_by_their_powers() -> None:
    """User 0 has 2 items, user 1 has 1; item 0 has 3 users, item 1 has 2."""
    data = weighed(0.5, 1.0).data
    assert data[1] / data[0] == pytest.approx(3 / 2)
    assert data[2] / data[0] == pytest.approx(2**0.5)


def test_mean_confidence_stays_alpha() -> None:
    assert weighed(0.25, 0.5).data.mean() == pytest.approx(4.0)


def test_item_that_nobody_has_weighs_nothing() -> None:
    weights = weights_of_items(HELD, alpha=4.0, user_exponent=0.0, item_exponent=0.5)
    assert weights[2] == 0.0


def test_pull_grows_with_the_summed_confidence() -> None:
    pulls = pulls_of(weighed(0.0, 0.0), 10.0, 1.0)
    assert pulls.tolist() == pytest.approx([10 * (1 + 8 / 3), 10 * (1 + 4 / 3), 10 * (1 + 8 / 3)])


def test_without_frequency_all_are_pulled_alike() -> None:
    assert pulls_of(weighed(0.0, 0.0), 10.0, 0.0).tolist() == [10.0] * 3
