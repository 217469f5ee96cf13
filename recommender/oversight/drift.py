"""How far distributions moved, and how far chance alone would have moved them."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from recommender.oversight.model import FeatureDrift

Doubles = NDArray[np.float64]

LEAST_LIMIT = 0.1
"""Below 0.1 nobody calls a change one. Source: Siddiqi, Credit risk scorecards, 2006."""

ROUNDS = 500
CONFIDENCE = 0.99
BINS = 10
MOST_CATEGORIES = 20
LEAST_VALUES = 200


def stability_index(before: NDArray[np.int64], after: NDArray[np.int64]) -> float:
    """Return the population stability index of two histograms over the same bins.

    Sum of (a - b) ln(a / b) over shares a and b, each bin with half a value more.

    >>> stability_index(np.array([50, 50]), np.array([500, 500]))
    0.0
    """
    return float(_indices(before[None, :].astype(np.float64), after[None, :].astype(np.float64))[0])


def chance_limit(before: NDArray[np.int64], after: NDArray[np.int64], *, seed: int = 0) -> float:
    """Return what the index stays below in 99 of 100 samples of these sizes from one source."""
    chance = np.random.default_rng(seed)
    both = (before + after).astype(np.float64)
    shares = both / both.sum()
    first = chance.multinomial(int(before.sum()), shares, size=ROUNDS).astype(np.float64)
    second = chance.multinomial(int(after.sum()), shares, size=ROUNDS).astype(np.float64)
    return max(LEAST_LIMIT, float(np.quantile(_indices(first, second), CONFIDENCE)))


def of_numbers(name: str, before: Sequence[float], after: Sequence[float]) -> FeatureDrift | None:
    """Compare numbers, in bins of equal size then; None with too few of them."""
    if min(len(before), len(after)) < LEAST_VALUES:
        return None
    edges = np.unique(np.quantile(before, np.linspace(0, 1, BINS + 1)[1:-1]))
    return _compared(name, _binned(before, edges), _binned(after, edges))


def of_categories(name: str, before: Sequence[str], after: Sequence[str]) -> FeatureDrift | None:
    """Compare categories, the rare ones together; None with too few values."""
    return of_counts(name, dict(Counter(before)), dict(Counter(after)))


def of_counts(name: str, before: dict[str, int], after: dict[str, int]) -> FeatureDrift | None:
    """Compare counts per category, the rare ones together; None with too few values."""
    if min(sum(before.values()), sum(after.values())) < LEAST_VALUES:
        return None
    both = {key: before.get(key, 0) + after.get(key, 0) for key in before.keys() | after.keys()}
    kept = sorted(both, key=lambda key: (-both[key], key))[:MOST_CATEGORIES]
    return _compared(name, _gathered(before, kept), _gathered(after, kept))


def _gathered(counts: dict[str, int], kept: Sequence[str]) -> NDArray[np.int64]:
    shown = [counts.get(key, 0) for key in kept]
    return np.array([*shown, sum(counts.values()) - sum(shown)], np.int64)


def _binned(values: Sequence[float], edges: Doubles) -> NDArray[np.int64]:
    places = np.searchsorted(edges, np.asarray(values, np.float64), side="right")
    return np.bincount(places, minlength=len(edges) + 1)


def _compared(name: str, before: NDArray[np.int64], after: NDArray[np.int64]) -> FeatureDrift:
    used = (before + after) > 0
    return FeatureDrift(
        name=name,
        index=stability_index(before[used], after[used]),
        limit=chance_limit(before[used], after[used]),
        before=int(before.sum()),
        after=int(after.sum()),
    )


def _indices(before: Doubles, after: Doubles) -> Doubles:
    bins = before.shape[1]
    then = (before + 0.5) / (before.sum(axis=1, keepdims=True) + bins / 2)
    now = (after + 0.5) / (after.sum(axis=1, keepdims=True) + bins / 2)
    found: Doubles = ((now - then) * np.log(now / then)).sum(axis=1)
    return found
