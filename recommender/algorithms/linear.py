"""The model of all item-item algorithms: score = history x weights, dense or sparse."""

import math
from collections.abc import Callable
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, issparse

from recommender.algorithms.base import Arrays, Floats, Model, Parts, powered
from recommender.algorithms.single import Doubles, Folded, History, inverse_spread


class LinearModel(Model):
    """Scores items by the weights of the items in a history.

    Args:
        weights: float32 (n_items, n_items), dense array or CSR; [i, j] is what having i says of
            j; the diagonal is 0.
        power: Exponent of the history's values.
    """

    def __init__(self, weights: NDArray[np.float32] | csr_matrix, power: float) -> None:
        self.weights = weights
        self.power = power

    def score(self, user_items: csr_matrix) -> Floats:
        """Return histories x weights, float32 (n, n_items)."""
        product = powered(user_items, self.power) @ self.weights
        dense = product.toarray() if issparse(product) else product
        return np.asarray(dense, dtype=np.float32)

    def parts(self, history: csr_matrix, asked: NDArray[np.int64]) -> Parts:
        """Return value x weight for each history item; there is no base."""
        values = powered(history, self.power).data.astype(np.float64)
        rows = self.weights[history.indices]
        chosen = rows[:, asked].toarray() if issparse(rows) else rows[:, asked]
        return Parts(np.zeros(len(asked)), values[:, None] * chosen.astype(np.float64))

    def fold(self, history: History) -> Folded:
        """Return what one history says."""
        values = history.powered(self.power)
        if isinstance(self.weights, np.ndarray):
            return _dense(self.weights[history.columns], values)
        return _sparse(self.weights, history.columns, values)

    def arrays(self) -> Arrays:
        """Return the weights and the exponent."""
        power = np.array([self.power], dtype=np.float64)
        if isinstance(self.weights, np.ndarray):
            return {"weights": self.weights, "power": power}
        return {
            "values": np.asarray(self.weights.data),
            "columns": self.weights.indices,
            "starts": self.weights.indptr,
            "power": power,
        }

    @classmethod
    def restore(cls, arrays: Arrays) -> Self:
        """Make the model from what `arrays` returned."""
        power = float(arrays["power"][0])
        if "weights" in arrays:
            return cls(arrays["weights"], power)
        size = len(arrays["starts"]) - 1
        stored = (arrays["values"], arrays["columns"], arrays["starts"])
        return cls(csr_matrix(stored, shape=(size, size)), power)


def _dense(rows: Floats, values: Floats) -> Folded:
    def parts(asked: NDArray[np.int64]) -> Parts:
        shares = values.astype(np.float64)[:, None] * rows[:, asked].astype(np.float64)
        return Parts(np.zeros(len(asked)), shares)

    return Folded(values @ rows, parts)


def _sparse(weights: csr_matrix, columns: NDArray[np.int32], values: Floats) -> Folded:
    starts, width = weights.indptr, weights.shape[1]
    spans = [slice(starts[one], starts[one + 1]) for one in columns.tolist()]
    lengths = [span.stop - span.start for span in spans]
    targets = np.concatenate([weights.indices[span] for span in spans])
    terms = np.concatenate([weights.data[span] for span in spans]).astype(np.float64)
    terms *= np.repeat(values.astype(np.float64), lengths)

    def parts(asked: NDArray[np.int64]) -> Parts:
        place = np.full(width, -1)
        place[asked] = np.arange(len(asked))
        met = np.flatnonzero(place[targets] >= 0)
        rows = np.cumsum(lengths).searchsorted(met, "right")
        shares = np.zeros((len(columns), len(asked)))
        shares[rows, place[targets[met]]] = terms[met]
        return Parts(np.zeros(len(asked)), shares)

    sums = np.bincount(targets, terms, width).astype(np.float64, copy=False)
    return FoldedWalk(sums, parts)


class FoldedWalk(Folded):
    """Scores of few items, the others 0: float64 (n_items,)."""

    def __init__(self, sums: Doubles, parts: Callable[[NDArray[np.int64]], Parts]) -> None:
        self._sums = sums
        self.parts = parts

    @property
    def scores(self) -> Floats:
        """The score of each item, float32 (n_items,)."""
        return self._sums.astype(np.float32)

    def at(self, columns: NDArray[np.int64]) -> Floats:
        """Return the scores of some columns."""
        return self._sums.take(columns).astype(np.float32)

    @cached_property
    def inverse_spread(self) -> float:
        """1 / standard deviation of the scores of all items; 0 where all are alike."""
        mean = float(self._sums.mean())
        size = float(self._sums @ self._sums) / len(self._sums)
        return inverse_spread(size - mean * mean, math.sqrt(size))


def without_diagonal(weights: csr_matrix) -> csr_matrix:
    """Return sparse weights in which no item speaks for itself."""
    cleaned = csr_matrix(weights, dtype=np.float32)
    rows = np.repeat(np.arange(cleaned.shape[0]), np.diff(cleaned.indptr))
    cleaned.data[rows == cleaned.indices] = 0.0
    cleaned.eliminate_zeros()
    cleaned.sort_indices()
    return cleaned
