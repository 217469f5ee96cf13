"""Quality of ranked lists, one value per user: nDCG, recall, hit rate, average precision, coverage.

All take `hits`, bool (n, k): whether the item at each rank is relevant, and `relevant`, int (n,):
how many relevant items a user has. A user without relevant items scores 0.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Doubles = NDArray[np.float64]
Bools = NDArray[np.bool_]
Counts = NDArray[np.int64]

NO_ITEM = -1


def top_items(scores: NDArray[Any], excluded: csr_matrix | None, k: int) -> Counts:
    """Rank the best k columns of each row, ties by column.

    Args:
        scores: Float (n, n_items); NaN and -inf are never ranked.
        excluded: CSR (n, n_items); what is stored there is not ranked; None excludes nothing.
        k: Length of the lists.

    Returns:
        int64 (n, k), columns in falling order of score; -1 where a row has no more items.

    >>> top_items(np.array([[0.1, 0.9, 0.5]]), None, 2).tolist()
    [[1, 2]]
    """
    masked = np.where(np.isnan(scores), -np.inf, scores)
    if excluded is not None:
        masked[excluded.nonzero()] = -np.inf
    order = _best(masked, min(k, masked.shape[1]))
    order[np.isneginf(np.take_along_axis(masked, order, axis=1))] = NO_ITEM
    missing = np.full((len(order), k - order.shape[1]), NO_ITEM)
    return np.hstack([order, missing]).astype(np.int64)


def _best(masked: NDArray[Any], k: int) -> Counts:
    if masked.shape[1] <= 4 * k:
        order: Counts = np.argsort(-masked, axis=1, kind="stable")[:, :k]
        return order
    # The k-th greatest value bounds the list; only what reaches it is sorted.
    place = masked.shape[1] - k
    bound = np.partition(masked, place, axis=1)[:, place : place + 1]
    rows, columns = np.nonzero(masked > bound)
    tied = _first_tied(masked == bound, k - np.bincount(rows, minlength=len(masked)))
    rows, columns = np.concatenate([rows, tied[0]]), np.concatenate([columns, tied[1]])
    sorted_by = np.lexsort((columns, -masked[rows, columns], rows))
    best: Counts = columns[sorted_by].reshape(len(masked), k)
    return best


def _first_tied(tied: Bools, wanted: Counts) -> tuple[Counts, Counts]:
    rows, columns = np.nonzero(tied)
    starts = np.searchsorted(rows, np.arange(len(tied)))
    first = np.arange(len(rows)) - starts[rows] < wanted[rows]
    return rows[first], columns[first]


def hits_of(top: Counts, labels: csr_matrix) -> Bools:
    """Say which ranked items are relevant, bool (n, k); labels is CSR (n, n_items)."""
    relevant = labels.tocoo()
    known = relevant.data > 0
    width = np.int64(labels.shape[1])
    wanted = relevant.row[known].astype(np.int64) * width + relevant.col[known]
    listed = np.arange(len(top), dtype=np.int64)[:, None] * width + top
    hits: Bools = np.isin(listed, wanted) & (top != NO_ITEM)
    return hits


def ndcg(hits: Bools, relevant: Counts) -> Doubles:
    """Return nDCG in 0..1: sum of 1 / log2(rank + 1) over hits, over its greatest value.

    Source: Järvelin, Kekäläinen, Cumulated gain-based evaluation, TOIS 2002, binary gains.

    >>> ndcg(np.array([[True, False], [False, True]]), np.array([1, 1])).round(4).tolist()
    [1.0, 0.6309]
    """
    discounts = 1.0 / np.log2(np.arange(2, hits.shape[1] + 2))
    ideal = np.concatenate([[0.0], np.cumsum(discounts)])
    best = ideal[np.minimum(relevant, hits.shape[1])]
    return _divided(hits @ discounts, best)


def recall(hits: Bools, relevant: Counts) -> Doubles:
    """Return the share of the relevant items that the list holds, 0..1.

    >>> recall(np.array([[True, False]]), np.array([4])).tolist()
    [0.25]
    """
    return _divided(hits.sum(axis=1), relevant)


def hit_rate(hits: Bools, relevant: Counts) -> Doubles:
    """Return 1 where the list holds a relevant item, else 0.

    >>> hit_rate(np.array([[True, False], [False, False]]), np.array([4, 1])).tolist()
    [1.0, 0.0]
    """
    return (hits.any(axis=1) & (relevant > 0)).astype(np.float64)


def average_precision(hits: Bools, relevant: Counts) -> Doubles:
    """Return the mean precision at the hits, over the most hits possible, 0..1.

    >>> average_precision(np.array([[True, False, True]]), np.array([2])).round(4).tolist()
    [0.8333]
    """
    ranks = np.arange(1, hits.shape[1] + 1)
    precision = np.cumsum(hits, axis=1) / ranks
    return _divided((precision * hits).sum(axis=1), np.minimum(relevant, hits.shape[1]))


def coverage(top: Counts, n_items: int) -> float:
    """Return the share (0..1) of all items that appear in at least one list.

    >>> coverage(np.array([[0, 1], [1, -1]]), 4)
    0.5
    """
    return len(np.unique(top[top != NO_ITEM])) / max(n_items, 1)


def _divided(values: NDArray[Any], by: NDArray[Any]) -> Doubles:
    safe = np.where(by > 0, by, 1)
    divided: Doubles = np.where(by > 0, values / safe, 0.0)
    return divided
