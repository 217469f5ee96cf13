"""How much a pair is believed, and how strongly the vectors of a user or item are pulled to 0."""

from collections.abc import Iterator

import numpy as np
from implicit.cpu.als import AlternatingLeastSquares
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from recommender.algorithms.base import Doubles

STEP = 1.15
"""Rows whose pulls differ by less share one: the solver takes one pull for all its rows."""


def weights_of_items(
    user_items: csr_matrix, *, alpha: float, user_exponent: float, item_exponent: float
) -> Doubles:
    """Return alpha / mean x d_i^-item_exponent, float64 (n_items,); 0 where nobody has the item.

    The mean is that of d_u^-user_exponent x d_i^-item_exponent over the stored pairs, so that
    alpha stays the mean confidence whatever the exponents are.
    """
    of_item = np.bincount(user_items.indices, minlength=user_items.shape[1])
    by_item = np.where(of_item > 0, np.maximum(of_item, 1.0) ** -item_exponent, 0.0)
    if not user_items.nnz:
        return np.zeros(user_items.shape[1])
    mean = confidence_in(_ones(user_items), by_item, user_exponent).data.mean()
    weights: Doubles = by_item * (alpha / mean)
    return weights


def confidence_in(
    user_items: csr_matrix, item_weights: Doubles, user_exponent: float
) -> csr_matrix:
    """Return value x item weight x d_u^-user_exponent, float64 CSR as `user_items`."""
    lengths = np.diff(user_items.indptr)
    by_user = np.maximum(lengths, 1.0) ** -user_exponent
    values = user_items.data * item_weights[user_items.indices] * np.repeat(by_user, lengths)
    stored = (values, user_items.indices, user_items.indptr)
    return csr_matrix(stored, shape=user_items.shape)


def pulls_of(confidence: csr_matrix, regularisation: float, frequency: float) -> Doubles:
    """Return regularisation x (1 + summed confidence / n_columns)^frequency, float64 (n_rows,)."""
    summed = np.asarray(confidence.sum(axis=1), dtype=np.float64).ravel()
    pulls: Doubles = regularisation * (1.0 + summed / confidence.shape[1]) ** frequency
    return pulls


class Side:
    """The users or the items of a factorisation, in groups with a similar pull.

    Args:
        confidence: float32 CSR, a row for each vector that is solved.
        regularisation: The pull of an empty row.
        frequency: How far the pull grows with the summed confidence of a row.
    """

    def __init__(self, confidence: csr_matrix, regularisation: float, frequency: float) -> None:
        pulls = pulls_of(confidence, regularisation, frequency)
        self._groups = [
            (rows, confidence[rows], pull) for rows, pull in _groups(pulls / regularisation)
        ]
        self._regularisation = regularisation

    def solve(
        self,
        model: AlternatingLeastSquares,
        own: NDArray[np.float32],
        other: NDArray[np.float32],
    ) -> None:
        """Improve `own` in place by implicit's solver, given the factors of the other side."""
        for rows, confidence, times in self._groups:
            found = own[rows]
            pull = times * self._regularisation
            model.solver(confidence, found, other, pull, num_threads=model.num_threads)
            own[rows] = found


def _groups(ratios: Doubles) -> Iterator[tuple[NDArray[np.int64], float]]:
    steps = np.round(np.log(ratios) / np.log(STEP)).astype(np.int64)
    for step in np.unique(steps).tolist():
        yield np.flatnonzero(steps == step), STEP**step


def _ones(user_items: csr_matrix) -> csr_matrix:
    stored = (np.ones(user_items.nnz), user_items.indices, user_items.indptr)
    return csr_matrix(stored, shape=user_items.shape)
