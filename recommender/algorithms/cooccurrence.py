"""How often items are held together: X'DX, dense and kept where small, else in sparse blocks."""

from collections import OrderedDict
from collections.abc import Iterator
from threading import Lock
from weakref import WeakKeyDictionary

import numpy as np
from scipy.sparse import csr_matrix, diags

from recommender.algorithms.base import Floats, powered
from recommender.dataset import Dataset, Shape

DENSE_ITEMS = 5_000
"""A dense matrix of this size takes 100 MB in float32."""

BLOCK_CELLS = 20_000_000
"""Bound of the cells of a sparse block, were it full: 160 MB."""

SECONDS_A_WALK = 1.5e-8
SECONDS_A_PRODUCT = 2.5e-11
"""Of a sparse product and of a dense one (measured, one core)."""

KEPT = 2
_Kept = OrderedDict[tuple[float, float], Floats]
_kept: "WeakKeyDictionary[Dataset, _Kept]" = WeakKeyDictionary()
_lock = Lock()


def is_small(dataset: Dataset) -> bool:
    """Say whether the item-item matrix is held dense."""
    return len(dataset.items) <= DENSE_ITEMS


def together(dataset: Dataset, *, power: float, user_exponent: float) -> Floats:
    """Return X'DX dense, float32 (n_items, n_items), read-only; D is d_u^-user_exponent.

    X holds the values raised to the power, d_u is the sum of a user's row. The last few of a
    data set are kept: a search asks for the same one again and again.
    """
    with _lock:
        kept = _kept.setdefault(dataset, OrderedDict())
        key = (power, user_exponent)
        if key not in kept:
            kept[key] = _multiplied(dataset, power, user_exponent)
            kept[key].setflags(write=False)
        kept.move_to_end(key)
        while len(kept) > KEPT:
            kept.popitem(last=False)
        return kept[key]


def blocks(
    dataset: Dataset, *, power: float, user_exponent: float
) -> Iterator[tuple[int, csr_matrix]]:
    """Yield (first item, rows) of X'DX, float32 CSR (n_block, n_items), a few items at a time."""
    user_items = powered(dataset.user_items, power)
    item_users = csr_matrix(user_items.T)
    levelled = csr_matrix(diags(inverse_power(user_items.sum(axis=1), user_exponent)) @ user_items)
    size = max(BLOCK_CELLS // max(len(dataset.items), 1), 1)
    for start in range(0, len(dataset.items), size):
        yield start, csr_matrix(item_users[start : start + size] @ levelled)


def cost_seconds(shape: Shape) -> float:
    """Estimate the seconds of one product, from the shape alone."""
    sparse, dense = _seconds(shape)
    return sparse if shape.items > DENSE_ITEMS else min(sparse, dense)


def inverse_power(sums: Floats, exponent: float) -> Floats:
    """Return sums^-exponent as a flat float32 array; 0 stays 0."""
    degrees = np.asarray(sums, dtype=np.float64).ravel()
    held = np.maximum(degrees, 1e-9)
    return np.where(degrees > 0, np.power(held, -exponent), 0.0).astype(np.float32)


def _multiplied(dataset: Dataset, power: float, user_exponent: float) -> Floats:
    user_items = powered(dataset.user_items, power)
    levels = inverse_power(user_items.sum(axis=1), user_exponent)
    sparse, dense = _seconds(dataset.shape)
    if sparse <= dense:
        return np.asarray((user_items.T @ (diags(levels) @ user_items)).toarray(), np.float32)
    total = np.zeros((user_items.shape[1],) * 2, dtype=np.float32)
    size = max(BLOCK_CELLS // max(user_items.shape[1], 1), 1)
    for start in range(0, user_items.shape[0], size):
        rows = user_items[start : start + size].toarray()
        total += rows.T @ (levels[start : start + size, None] * rows)
    return total


def _seconds(shape: Shape) -> tuple[float, float]:
    cells = float(shape.users) * shape.items**2
    return 0.001 + SECONDS_A_WALK * shape.walks, 0.001 + SECONDS_A_PRODUCT * cells
