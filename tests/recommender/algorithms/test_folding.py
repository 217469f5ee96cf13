import numpy as np
import pytest
from scipy.sparse import csr_matrix

from recommender.algorithms import folding
from recommender.algorithms.folding import fold_in, fold_one, turned

ITEMS, FACTORS = 40, 6
FACTORS_OF_ITEMS = np.random.default_rng(4).normal(size=(ITEMS, FACTORS)).astype(np.float32)
AXES = turned(FACTORS_OF_ITEMS)


def confidence(lengths: list[int], seed: int = 1) -> csr_matrix:
    chance = np.random.default_rng(seed)
    dense = np.zeros((len(lengths), ITEMS))
    for row, length in enumerate(lengths):
        dense[row, chance.choice(ITEMS, length, replace=False)] = chance.uniform(0.2, 9.0, length)
    return csr_matrix(dense)


def solved_apart(weights: np.ndarray, pull: float) -> np.ndarray:
    """Solve the whole weighted least squares of one user, all items in it."""
    exact = FACTORS_OF_ITEMS.astype(np.float64)
    held = weights > 0
    system = exact.T @ (np.where(held, weights, 1.0)[:, None] * exact) + pull * np.eye(FACTORS)
    return exact @ np.linalg.solve(system, exact.T @ weights)


def test_turning_changes_no_product_and_makes_the_gram_matrix_diagonal() -> None:
    exact, axes = FACTORS_OF_ITEMS.astype(np.float64), AXES.factors.astype(np.float64)
    np.testing.assert_allclose(axes @ axes.T, exact @ exact.T, atol=1e-5)
    np.testing.assert_allclose(axes.T @ axes, np.diag(AXES.spectrum), atol=1e-4)


@pytest.mark.parametrize("length", [1, 3, FACTORS, FACTORS + 1, 25])
def test_fold_in_is_the_whole_least_squares(length: int) -> None:
    rows = confidence([length] * 3)
    users = fold_in(AXES, rows, np.array([0.5, 5.0, 50.0]))
    for row, pull in enumerate((0.5, 5.0, 50.0)):
        expected = solved_apart(rows[row].toarray()[0], pull)
        np.testing.assert_allclose(AXES.factors @ users[row], expected, atol=1e-4)


def test_lengths_mixed_in_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = confidence([9, 0, 1, 30, 2, 2, 14, 5, 0, 7])
    pulls = np.linspace(1.0, 10.0, 10)
    alone = np.vstack([fold_in(AXES, rows[row], pulls[row : row + 1]) for row in range(10)])
    np.testing.assert_allclose(fold_in(AXES, rows, pulls), alone, atol=1e-10)
    monkeypatch.setattr(folding, "CELLS", 20)
    np.testing.assert_allclose(fold_in(AXES, rows, pulls), alone, atol=1e-10)


def test_empty_history_is_at_the_origin() -> None:
    assert not fold_in(AXES, confidence([0, 2]), np.ones(2))[0].any()


def test_one_user_is_folded_as_many_are() -> None:
    rows = confidence([4, 11])
    users = fold_in(AXES, rows, np.array([2.0, 3.0]))
    for row, pull in enumerate((2.0, 3.0)):
        one = fold_one(AXES, rows[row].indices, rows[row].data, pull)
        np.testing.assert_allclose(one.scores, AXES.factors @ users[row], atol=1e-5)


def test_parts_are_those_of_the_inverse_system() -> None:
    """c_h y' W y_h, with W computed apart."""
    row = confidence([5])
    exact, given = (AXES.factors[columns].astype(float) for columns in (slice(None), row.indices))
    system = exact.T @ exact + given.T @ ((row.data - 1)[:, None] * given) + 2.0 * np.eye(FACTORS)
    expected = row.data[:, None] * (given @ np.linalg.inv(system) @ exact.T)
    parts = fold_one(AXES, row.indices, row.data, 2.0).parts(np.arange(ITEMS))
    np.testing.assert_allclose(parts.shares, expected, atol=1e-6)
