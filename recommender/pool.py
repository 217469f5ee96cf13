"""Scores of fitted members on a hold-out, kept where they matter: any mix costs only a sum."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recommender.algorithms.base import Doubles, Floats
from recommender.arena import Arena, summed
from recommender.fusion import Key, Member, Mix
from recommender.lanes import in_lanes
from recommender.metrics import ndcg, top_items

TOP_OF_EACH = 100
"""An item below this place with every member is in no list of a sum of them, but for freaks."""

ALL_BELOW_ITEMS = 500
"""Of a smaller catalogue every item is kept."""


@dataclass(frozen=True, eq=False)
class Pool:
    """Members' scores of the items that may be listed.

    Attributes:
        scores: float32 (n, width) for each member; -inf where nothing may be listed.
        labels: bool (n, width), whether the item is relevant.
        relevant: int64 (n,), relevant items of each user, in the pool or not.
        lengths: int64 (n,), different items of each history.
        rows: int64 (n,), the users.
        k: Length of the lists.
    """

    scores: Mapping[Key, Floats]
    labels: NDArray[np.bool_]
    relevant: NDArray[np.int64]
    lengths: NDArray[np.int64]
    rows: NDArray[np.int64]
    k: int

    def judge(self, mix: Mix) -> Doubles:
        """Return nDCG@k per user, float64 (n,)."""
        with np.errstate(invalid="ignore"):
            # 0 x -inf is no score either: it is never listed.
            top = top_items(summed(mix, dict(self.scores)), None, self.k)
        hits = np.take_along_axis(self.labels, np.maximum(top, 0), axis=1) & (top >= 0)
        return ndcg(hits, self.relevant)

    def only(self, chosen: NDArray[np.bool_]) -> "Pool":
        """Return the pool of some of the users; bool (n,)."""
        return Pool(
            {key: scores[chosen] for key, scores in self.scores.items()},
            self.labels[chosen],
            self.relevant[chosen],
            self.lengths[chosen],
            self.rows[chosen],
            self.k,
        )


def make_pool(arena: Arena, members: Sequence[Member]) -> Pool:
    """Score a hold-out's users with every member, fitting what is not fitted yet."""
    arena.fit(members)
    holdout = arena.holdout
    parts = in_lanes([partial(_pooled, arena, members, one) for one in arena.chunks()], arena.lanes)
    width = max((labels.shape[1] for _, labels in parts), default=0)
    return Pool(
        scores={
            key: np.vstack([_padded(scores[key], width, -np.inf) for scores, _ in parts])
            for key in (parts[0][0] if parts else {})
        },
        labels=np.vstack([_padded(labels, width, False) for _, labels in parts]),
        relevant=holdout.relevant,
        lengths=holdout.lengths,
        rows=holdout.rows,
        k=arena.k,
    )


def _pooled(
    arena: Arena, members: Sequence[Member], chunk: slice
) -> tuple[dict[Key, Floats], NDArray[np.bool_]]:
    scores = arena.scores(members, chunk)
    holdout = arena.holdout
    barred = np.tile(~holdout.ranked, (holdout.excluded[chunk].shape[0], 1))
    barred[holdout.excluded[chunk].nonzero()] = True
    columns = _columns(scores, barred)
    rows = np.arange(len(columns))[:, None]
    absent = (columns < 0) | barred[rows, columns]
    labels = holdout.labels[chunk].toarray()[rows, columns] > 0
    kept = {key: np.where(absent, -np.inf, own[rows, columns]) for key, own in scores.items()}
    return {key: own.astype(np.float32) for key, own in kept.items()}, labels & ~absent


def _columns(scores: Mapping[Key, Floats], barred: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the columns of the pool in rising order, int64 (n, width), filled up with -1."""
    if barred.shape[1] < ALL_BELOW_ITEMS:
        return np.tile(np.arange(barred.shape[1]), (len(barred), 1))
    wanted = np.zeros_like(barred)
    for own in scores.values():
        top = top_items(np.where(barred, -np.inf, own), None, TOP_OF_EACH)
        rows, places = np.nonzero(top >= 0)
        wanted[rows, top[rows, places]] = True
    rows, columns = np.nonzero(wanted)
    counts = np.bincount(rows, minlength=len(barred))
    pooled = np.full((len(barred), int(counts.max(initial=1))), -1, dtype=np.int64)
    pooled[rows, np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)] = columns
    return pooled


def _padded(values: NDArray[Any], width: int, filler: float) -> NDArray[Any]:
    padded = np.full((len(values), width), filler, dtype=values.dtype)
    padded[:, : values.shape[1]] = values
    return padded
