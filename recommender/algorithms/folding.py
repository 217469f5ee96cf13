"""Users folded into item factors: exact ridge solves, short histories by a system of their size."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lapack
from scipy.sparse import csr_matrix

from recommender.algorithms.base import Doubles
from recommender.algorithms.single import Floats, Folded, Parts, inverse_spread

CELLS = 4_000_000
"""Bound of users x history x factors solved at once: 32 MB in float64."""

Columns = NDArray[np.int64]

SLACK = 4
"""Histories up to this (or a quarter) longer than the shortest share a block, padded with 0."""


FEW = 8
"""Rows of one item in so many are taken out before they are multiplied; of more, all are."""


@dataclass(frozen=True, eq=False)
class Axes:
    """Item factors turned so that their Gram matrix is diagonal.

    Attributes:
        factors: float32 (n_items, n_factors), Y Q with Q the eigenvectors of Y'Y.
        spectrum: float64 (n_factors,), the diagonal of (Y Q)'(Y Q), at least 0.
    """

    factors: NDArray[np.float32]
    spectrum: Doubles

    @cached_property
    def centre(self) -> Doubles:
        """The mean of the factors, float64 (n_factors,)."""
        centre: Doubles = self.factors.mean(axis=0, dtype=np.float64)
        return centre


def turned(item_factors: NDArray[np.float32]) -> Axes:
    """Turn item factors; no product of two of them changes but by rounding."""
    exact = item_factors.astype(np.float64)
    values, vectors = np.linalg.eigh(exact.T @ exact)
    return Axes((exact @ vectors).astype(np.float32), np.maximum(values, 0.0))


def fold_in(axes: Axes, confidence: csr_matrix, pulls: Doubles) -> Doubles:
    """Return user factors x of (Y'Y + Y'(C - 1)Y + pull) x = Y'c for every row of C.

    Args:
        axes: The turned item factors Y.
        confidence: float64 CSR (n, n_items), c; an empty row gives 0.
        pulls: float64 (n,), above 0.

    Returns:
        float64 (n, n_factors).
    """
    users = np.zeros((confidence.shape[0], len(axes.spectrum)))
    for rows, columns, weights in _blocks(confidence, len(axes.spectrum)):
        given = axes.factors[columns].astype(np.float64) * (weights > 0)[:, :, None]
        inverse = 1.0 / (axes.spectrum + pulls[rows, None])
        solve = _short if columns.shape[1] <= len(axes.spectrum) else _long
        users[rows] = solve(given, weights, inverse)
    return users


def fold_one(axes: Axes, columns: NDArray[np.int32], weights: Doubles, pull: float) -> Folded:
    """Fold one user in; the parts are c_h y' W y_h, W the inverse of the user's system.

    Args:
        axes: The turned item factors.
        columns: int32 (n_history,).
        weights: float64 (n_history,), the confidence in each.
        pull: Above 0.

    Source: Hu, Koren, Volinsky, Collaborative filtering for implicit feedback, ICDM 2008, §5.
    """
    if not len(columns):
        nothing = np.zeros(len(axes.factors), np.float32)
        return Folded(nothing, lambda asked: Parts(np.zeros(len(asked)), np.zeros((0, len(asked)))))
    given = axes.factors[columns].astype(np.float64)
    pulled = given / (axes.spectrum + pull)
    halves, order, solved, _ = lapack.dgesv(_system(pulled @ given.T, weights), weights)
    user = pulled.T @ solved

    def parts(asked: Columns) -> Parts:
        met = pulled @ axes.factors[asked].astype(np.float64).T
        shares, _ = lapack.dgetrs(halves, order, met, trans=1)
        return Parts(np.zeros(len(asked)), weights[:, None] * shares)

    return FoldedFactors(axes, user, parts)


class FoldedFactors(Folded):
    """Scores that are products with item factors: only those are multiplied that are asked for.

    Args:
        axes: The turned item factors.
        user: The user's factors, float64 (n_factors,).
        parts: Splits the scores of the asked columns.
    """

    def __init__(self, axes: Axes, user: Doubles, parts: Callable[[Columns], Parts]) -> None:
        self._axes = axes
        self._user = user
        self._short = user.astype(np.float32)
        self.parts = parts

    @cached_property
    def scores(self) -> Floats:
        """The score of each item, float32 (n_items,)."""
        return self._axes.factors @ self._short

    def at(self, columns: Columns) -> Floats:
        """Return the scores of some columns."""
        factors = self._axes.factors
        if len(columns) * FEW < len(factors):
            return factors[columns] @ self._short
        return self.scores.take(columns)

    @cached_property
    def inverse_spread(self) -> float:
        """1 / standard deviation over all items, from the Gram matrix instead of the scores."""
        mean = float(self._user @ self._axes.centre)
        size = float((self._user * self._user) @ self._axes.spectrum) / len(self._axes.factors)
        return inverse_spread(size - mean * mean, math.sqrt(size))


def _system(kernel: Doubles, weights: Doubles) -> Doubles:
    """Return 1 + (C - 1) Y P Y', with P the inverse of Y'Y + pull: (..., n, n)."""
    system = (weights - 1.0)[..., :, None] * kernel
    diagonal = np.arange(kernel.shape[-1])
    system[..., diagonal, diagonal] += 1.0
    return system


def _short(given: Doubles, weights: Doubles, inverse: Doubles) -> Doubles:
    """Solve by x = P Y' (1 + (C - 1) Y P Y')^-1 c, a system as long as the history.

    Source: Henderson, Searle, On deriving the inverse of a sum of matrices, SIAM Review 1981.
    """
    pulled = given * inverse[:, None, :]
    system = _system(pulled @ given.transpose(0, 2, 1), weights)
    solved = np.linalg.solve(system, weights[:, :, None])
    users: Doubles = (pulled.transpose(0, 2, 1) @ solved)[:, :, 0]
    return users


def _long(given: Doubles, weights: Doubles, inverse: Doubles) -> Doubles:
    """Solve the system of n_factors x n_factors itself."""
    system: Doubles = given.transpose(0, 2, 1) @ ((weights - 1.0)[:, :, None] * given)
    diagonal = np.arange(inverse.shape[1])
    system[:, diagonal, diagonal] += 1.0 / inverse
    wanted: Doubles = given.transpose(0, 2, 1) @ weights[:, :, None]
    users: Doubles = np.linalg.solve(system, wanted)[:, :, 0].astype(np.float64, copy=False)
    return users


def _blocks(
    confidence: csr_matrix, factors: int
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], Doubles]]:
    """Yield rows of similar length with their columns and weights, padded with weight 0."""
    lengths = np.diff(confidence.indptr)
    order = np.argsort(lengths, kind="stable")
    ordered = lengths[order]
    start = int(np.searchsorted(ordered, 0, side="right"))
    while start < len(order):
        longest = int(ordered[start]) + max(SLACK, int(ordered[start]) // 4)
        most = max(CELLS // (longest * max(longest, factors)), 1)
        end = min(int(np.searchsorted(ordered, longest, side="right")), start + most)
        yield _padded(confidence, order[start:end], int(ordered[end - 1]))
        start = end


def _padded(
    confidence: csr_matrix, rows: NDArray[np.int64], width: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], Doubles]:
    lengths = np.diff(confidence.indptr)[rows]
    places = np.arange(width)[None, :]
    is_held = places < lengths[:, None]
    found = np.where(is_held, confidence.indptr[rows][:, None] + places, 0)
    columns = np.where(is_held, confidence.indices[found], 0).astype(np.int64)
    return rows, columns, np.where(is_held, confidence.data[found], 0.0)
