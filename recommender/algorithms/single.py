"""One user's history without a matrix around it: what serving folds in at every request."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

NOISE = 1e-6
"""Scores that differ by less, in units of the scores themselves, differ by rounding only."""


class Parts(NamedTuple):
    """Why scores are what they are: base + shares.sum(axis=0) are the scores themselves.

    Attributes:
        base: float64 (n_asked,), what does not depend on the history; 0 means nothing.
        shares: float64 (n_history, n_asked), what each stored history item adds (may be below 0).
    """

    base: Doubles
    shares: Doubles


@dataclass(frozen=True, eq=False, slots=True)
class History:
    """The row of one user.

    Attributes:
        columns: int32 (n_history,), rising.
        values: float32 (n_history,), above 0.
        width: Number of columns of the matrix that the row belongs to.
    """

    columns: NDArray[np.int32]
    values: Floats
    width: int

    def __len__(self) -> int:
        return len(self.columns)

    def powered(self, power: float) -> Floats:
        """Return the values raised to the power (0: all ones)."""
        if power == 1.0:
            return self.values
        return np.power(self.values, np.float32(power), dtype=np.float32)

    def matrix(self) -> csr_matrix:
        """Return the row as CSR (1, width)."""
        starts = np.array([0, len(self.columns)], np.int32)
        return csr_matrix((self.values, self.columns, starts), shape=(1, self.width))


class Folded:
    """What a model says for one history; a subclass may work out only what it is asked for.

    Args:
        scores: float32 (n_items,), as `Model.score` but for rounding.
        parts: Splits the scores of the asked columns, int64 (n_asked,).
    """

    def __init__(self, scores: Floats, parts: Callable[[NDArray[np.int64]], Parts]) -> None:
        self._scores = scores
        self.parts = parts

    @property
    def scores(self) -> Floats:
        """The score of each item, float32 (n_items,)."""
        return self._scores

    def at(self, columns: NDArray[np.int64]) -> Floats:
        """Return the scores of some columns, float32 (n_asked,)."""
        return self.scores.take(columns)

    @cached_property
    def inverse_spread(self) -> float:
        """1 / standard deviation of the scores of all items; 0 where all are alike."""
        scores = self.scores
        mean = float(scores.mean(dtype=np.float64))
        differences = scores - np.float32(mean)
        variance = float(np.dot(differences, differences)) / max(len(scores), 1)
        return inverse_spread(variance, float(np.abs(scores).max(initial=0.0)))


def inverse_spread(variance: float, size: float) -> float:
    """Return 1 / standard deviation; 0 where it is mere rounding beside the scores' size."""
    spread = math.sqrt(max(variance, 0.0))
    return 1.0 / spread if spread > NOISE * size else 0.0
