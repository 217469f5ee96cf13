"""Parts of the data that are hidden from training, to judge models with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags

from recommender.dataset import Dataset

PARTS = 10
"""Random hold-outs hide one of ten parts of the pairs each."""

CHOICE_WINDOWS = 2
RANDOM_PARTS = ((20_000, 3, 7), (300_000, 3, 3), (np.inf, 2, 1))
"""Parts to choose by and fresh ones, for fewer pairs than the bound: small data needs all its
parts to tell a gain from none, large data tells it by few, and each costs fits."""

WINDOW_EDGES = (0.35, 0.25, 0.15, 0.0)
"""Shares of the targets that are newer than each edge: two windows to choose, one to verify."""

FEWEST_USERS = 30
"""Below this many judged users a hold-out decides nothing."""

FEW_IN_WINDOW = 200
"""Windows with fewer judged users than this get help from random parts."""

MOST_USERS = 3_000
MOST_CELLS = 30_000_000
"""Bound of users x items in a hold-out: one float32 score matrix stays below 120 MB."""


@dataclass(frozen=True, eq=False)
class Holdout:
    """A training set and what its users did afterwards (or elsewhere).

    Attributes:
        rows: int64 (n,), users of the training set who have a history and a label.
        labels: CSR (n, n_items), ones where an item is relevant.
        excluded: CSR (n, n_items), what is owned already and is not ranked.
        ranked: bool (n_items,), the columns that are ranked at all.
    """

    train: Dataset
    rows: NDArray[np.int64]
    labels: csr_matrix
    excluded: csr_matrix
    ranked: NDArray[np.bool_]

    @property
    def histories(self) -> csr_matrix:
        """Return the interest of the users: float32 CSR (n, n_items)."""
        return self.train.user_items[self.rows]

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Return how many different items each history holds, (n,), at least 1."""
        lengths: NDArray[np.int64] = np.diff(self.train.user_items.indptr)[self.rows]
        return lengths.astype(np.int64)

    def sampled(self, most: int, *, seed: int) -> "Holdout":
        """Return the hold-out with at most so many of its users."""
        if len(self.rows) <= most:
            return self
        some = _sample(np.arange(len(self.rows)), most, seed)
        return replace(
            self,
            rows=self.rows[some],
            labels=csr_matrix(self.labels[some]),
            excluded=csr_matrix(self.excluded[some]),
        )

    @property
    def relevant(self) -> NDArray[np.int64]:
        """Return how many labels each user has, (n,), at least 1."""
        counts: NDArray[np.int64] = np.diff(self.labels.indptr).astype(np.int64)
        return counts


def is_dated(dataset: Dataset, ranked: NDArray[np.bool_]) -> bool:
    """Say whether time can split the data: nine in ten targets dated, over at least ten days."""
    ages = dataset.events.ages_days[_wanted(dataset, ranked)]
    known = ages[~np.isnan(ages)]
    return len(known) >= max(0.9 * len(ages), 1) and len(np.unique(np.floor(known))) >= 10


@dataclass(frozen=True, eq=False)
class Holdouts:
    """Hold-outs that do not overlap: some to choose a model with, fresh ones to verify it.

    Attributes:
        by_time: Whether they are windows of time, and not random parts.
    """

    choice: Sequence[Holdout]
    fresh: Sequence[Holdout]
    by_time: bool = False

    @property
    def can_decide(self) -> bool:
        """Say whether there are users enough to choose by, and then to verify."""
        verifying = sum(len(one.rows) for one in self.fresh)
        return min([verifying, *(len(one.rows) for one in self.choice)]) >= FEWEST_USERS


def make_holdouts(
    dataset: Dataset,
    *,
    seed: int,
    kinds: Iterable[str] | None = None,
    most_cells: int = MOST_CELLS,
) -> Holdouts:
    """Hide parts of the data: windows of time where it is dated, else random pairs.

    Of windows the newest is the fresh one; windows that too few known users were active in
    give way to random pairs. Only items of the kinds are ranked and are labels; None ranks all.
    """
    ranked = np.ones(len(dataset.items), bool) if kinds is None else dataset.columns_of(kinds)
    judged = Judged(ranked, most_users(len(dataset.items), most_cells), seed)
    if is_dated(dataset, ranked):
        windows = [_holdout(parts, judged) for parts in _windows(dataset, ranked)]
        by_time = Holdouts(windows[:CHOICE_WINDOWS], windows[CHOICE_WINDOWS:], by_time=True)
        if by_time.can_decide:
            return by_time
    choice, fresh = parts_for(dataset.shape.pairs)
    drawn = [_holdout(parts, judged) for parts in _random_parts(dataset, judged, choice + fresh)]
    return Holdouts(drawn[:choice], drawn[choice:])


def with_older_parts(
    holdouts: Holdouts, dataset: Dataset, *, seed: int, kinds: Iterable[str] | None = None
) -> Holdouts:
    """Add random parts of what is older than all windows, where windows judge few users.

    Windows alone are the honest test of what comes next, but of customers with one or two items
    most are new in each. No label is in two hold-outs.
    """
    smallest = min(len(one.rows) for one in (*holdouts.choice, *holdouts.fresh))
    if not holdouts.by_time or smallest >= FEW_IN_WINDOW:
        return holdouts
    ranked = np.ones(len(dataset.items), bool) if kinds is None else dataset.columns_of(kinds)
    ages = np.nan_to_num(dataset.events.ages_days, nan=np.inf)
    dated = ages[_wanted(dataset, ranked) & np.isfinite(ages)]
    is_old = ages > float(np.quantile(dated, WINDOW_EDGES[0]))
    choice, fresh = parts_for(dataset.shape.pairs)
    judged = Judged(ranked, MOST_USERS, seed)
    old = [
        _holdout(Parts(dataset, ~(parts.hidden & is_old), parts.hidden & is_old), judged)
        for parts in _random_parts(dataset, judged, choice + fresh)
    ]
    useful = [one for one in old if len(one.rows) >= FEWEST_USERS]
    return replace(
        holdouts,
        choice=[*holdouts.choice, *useful[:choice]],
        fresh=[*holdouts.fresh, *useful[choice:]],
    )


def most_users(items: int, most_cells: int) -> int:
    """Return how many users a hold-out of so many items judges."""
    return min(MOST_USERS, max(most_cells // max(items, 1), 50))


def parts_for(pairs: int) -> tuple[int, int]:
    """Return how many random parts choose, and how many fresh ones verify."""
    return next((choice, fresh) for bound, choice, fresh in RANDOM_PARTS if pairs < bound)


def _wanted(dataset: Dataset, ranked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return dataset.events.targets & ranked[dataset.events.columns]


class Parts(NamedTuple):
    """A data set and which of its events a model may know, and which are hidden."""

    dataset: Dataset
    known: NDArray[np.bool_]
    hidden: NDArray[np.bool_]


class Judged(NamedTuple):
    """Which columns are ranked, for how many users at most, and the seed that draws them."""

    ranked: NDArray[np.bool_]
    most_users: int
    seed: int


def _windows(dataset: Dataset, ranked: NDArray[np.bool_]) -> list[Parts]:
    ages = np.nan_to_num(dataset.events.ages_days, nan=np.inf)
    dated = ages[_wanted(dataset, ranked) & np.isfinite(ages)]
    edges = [float(np.quantile(dated, share)) if share else -1.0 for share in WINDOW_EDGES]
    return [
        Parts(dataset, ages > start, (ages <= start) & (ages > end))
        for start, end in pairwise(edges)
    ]


def _random_parts(dataset: Dataset, judged: Judged, count: int) -> list[Parts]:
    events = dataset.events
    pairs = events.rows.astype(np.int64) * len(dataset.items) + events.columns
    different, of_event = np.unique(pairs, return_inverse=True)
    part_of_pair = np.random.default_rng(judged.seed).integers(0, PARTS, len(different))
    parts = np.where(judged.ranked[events.columns], part_of_pair[of_event], PARTS)
    return [Parts(dataset, parts != part, parts == part) for part in range(count)]


def _holdout(parts: Parts, judged: Judged) -> Holdout:
    train = parts.dataset.with_events(parts.known)
    labels = csr_matrix(parts.dataset.with_events(parts.hidden).owned @ diags(judged.ranked * 1.0))
    labels = labels - labels.multiply(train.owned)
    labels.eliminate_zeros()
    has_history = np.diff(train.user_items.indptr) > 0
    rows = np.flatnonzero(has_history & (np.diff(labels.indptr) > 0))
    rows = _sample(rows, judged.most_users, judged.seed)
    return Holdout(train, rows, csr_matrix(labels[rows]), train.owned[rows], judged.ranked)


def _sample(rows: NDArray[np.int64], most: int, seed: int) -> NDArray[np.int64]:
    if len(rows) <= most:
        return rows
    return np.sort(np.random.default_rng(seed).choice(rows, most, replace=False))


def chunks(count: int, size: int) -> Sequence[slice]:
    """Return slices that cover `count` rows, `size` at a time."""
    return [slice(start, min(start + size, count)) for start in range(0, count, size)]
