"""Many customers at once: the same masks and models as one decision, without its finer points.

A list holds the collaborative part and the prior. It leaves out what depends on the moment or the
place: links of today's readings, contents' company, business rules, variety and chance.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from recommender.algorithms.base import Floats
from recommender.batches.packing import Listed
from recommender.chunks import chunked
from recommender.columns import Columns
from recommender.customers.model import Facts
from recommender.decide import end_of_day
from recommender.past import Past
from recommender.pile import Positions
from recommender.ports import Eligible
from recommender.scored import UNKNOWN
from recommender.shelf import Shelf
from recommender.sieve import Common, Split, split
from recommender.surfaces import SURFACES, SurfaceModel

LENGTHS: Mapping[str, int] = {"product": 50, "content": 30}
"""How many items of a kind are kept: 518 bytes a customer in all."""

CUSTOMERS_AT_ONCE = 64
"""Scores of so many customers stay in the processor's cache."""

OUT = np.float32(-np.inf)
LEAST = np.finfo(np.float32).min
GROUPS = 256
"""Several times as many as a list holds; each takes in every 256th item."""


class Person(NamedTuple):
    """A customer with what the scores and masks read.

    Attributes:
        past: What was done, holdings added.
        masks: Every mask that binds the customer, in the order of their reasons.
    """

    facts: Facts
    past: Past
    masks: Sequence[Eligible]


class Ground(NamedTuple):
    """The items of a kind that customers with the same facts may be offered.

    Attributes:
        at: int64 (n,), positions on the shelf, in the order of ids.
        columns: int64 (n,), the model's column of each, UNKNOWN for none.
        priors: float32 (n_rows, n), 0 for unknown items.
    """

    at: Positions
    columns: Positions
    priors: Floats


class Task(NamedTuple):
    """Some customers who share a ground, everything looked up.

    Attributes:
        histories: float32 CSR (n, n_columns).
        prior_rows: int64 (n,), the row of the priors for each.
        own: int64 (n_withheld,) for each, positions that are withheld from nobody else.
    """

    ground: Ground
    histories: csr_matrix
    prior_rows: NDArray[np.int64]
    own: Sequence[Positions]


class Ranker:
    """Ranks the items of one kind for many customers.

    Args:
        shelf: The whole catalogue.
        kind: The kind that is ranked.
        count: How many items a list holds at most.
    """

    def __init__(self, model: SurfaceModel, shelf: Shelf, kind: str, count: int) -> None:
        self._model, self._shelf, self._kind, self._count = model, shelf, kind, count
        self._own = Columns(model.items)
        self._grounds: dict[Common, Ground] = {}

    def task(self, people: Sequence[Person], splits: Sequence[Split], now: datetime) -> Task:
        """Look up what scoring needs of some people, all with the first one's ground."""
        days = self._model.half_life_days
        rows = [self._own.history(one.past.weights_at(now, days)) for one in people]
        starts = np.cumsum([0, *(len(row) for row in rows)])
        columns = np.concatenate([row.columns for row in rows])
        values = np.concatenate([row.values for row in rows])
        histories = csr_matrix((values, columns, starts), shape=(len(rows), len(self._own.items)))
        prior_rows = np.array([self._model.prior_row(one.facts.segment) for one in people])
        own = [np.array([*one.own], np.int64) for one in splits]
        return Task(self._ground(splits[0].common), histories, prior_rows, own)

    def rank(self, task: Task) -> list[Listed]:
        """Return each customer's best items of those that pass the masks."""
        totals, ground = self.scores(task), task.ground
        order = self._shelf.rank[ground.at]
        for row, own in zip(totals, task.own, strict=True):
            row[_places(self._shelf.rank[own], order)] = OUT
        bars = bars_of(totals, self._count)
        return [self._listed(row, bar, ground) for row, bar in zip(totals, bars, strict=True)]

    def scores(self, task: Task) -> Floats:
        """Return collaborative part + prior, float32 (n, n_items of the ground)."""
        ground, lengths = task.ground, np.diff(task.histories.indptr).astype(np.int64)
        totals = self._model.collaborative(task.histories).take(ground.columns, axis=1)
        totals[:, ground.columns == UNKNOWN] = 0.0
        totals[lengths == 0] = 0.0
        factors = np.zeros((len(lengths), len(ground.priors)), np.float32)
        factors[np.arange(len(lengths)), task.prior_rows] = self._model.blend.prior_factor(lengths)
        totals += factors @ ground.priors
        return totals

    def _ground(self, common: Common) -> Ground:
        if common not in self._grounds:
            allowed = common.allowed(self._shelf, self._kind)
            # In the order of ids, which decides between equal scores.
            at = allowed[np.argsort(self._shelf.rank[allowed])]
            columns = self._own.of(self._shelf)[at]
            priors = self._model.priors[:, columns]
            priors[:, columns == UNKNOWN] = 0.0
            self._grounds[common] = Ground(at, columns, priors)
        return self._grounds[common]

    def _listed(self, row: Floats, bar: np.float32, ground: Ground) -> Listed:
        near = np.flatnonzero(row >= bar)
        found = near[np.argsort(-row[near], kind="stable")[: self._count]]
        return Listed(ground.at[found].astype(np.uint32), row[found].astype(np.float16))


def _places(ranks: Positions, order: Positions) -> Positions:
    """Return where those ranks stand in a rising order that are in it."""
    places = order.searchsorted(ranks)
    inside = places < len(order)
    places, ranks = places[inside], ranks[inside]
    found: Positions = places[order[places] == ranks]
    return found


def bars_of(totals: Floats, count: int) -> Floats:
    """Return a score for each row that at least its `count` best reach, float32 (n,).

    The count-th greatest of the greatest scores of interleaved groups: one pass, few above it.
    """
    width = totals.shape[1] - totals.shape[1] % GROUPS
    tops = totals[:, :width].reshape(len(totals), -1, GROUPS).max(axis=1) if width else totals
    if count >= tops.shape[1]:
        return np.full(len(totals), LEAST, np.float32)
    bars: Floats = np.partition(tops, -count, axis=1)[:, -count]
    return np.maximum(bars, LEAST)


class Batch:
    """Makes the lists of many customers on one catalogue at one instant.

    Args:
        models: Fitted surfaces by name.
        shelf: The whole catalogue; lists hold positions on it.
        now: What masks and ages are measured from.
        lengths: How many items of each kind are listed.
    """

    def __init__(
        self,
        models: Mapping[str, SurfaceModel],
        shelf: Shelf,
        now: datetime,
        *,
        lengths: Mapping[str, int] = LENGTHS,
    ) -> None:
        self._shelf, self._now, self._until = shelf, now, end_of_day(now)
        self._rankers = {
            kind: Ranker(models[SURFACES[kind].name], shelf, kind, count)
            for kind, count in lengths.items()
        }

    def lists(self, people: Sequence[Person]) -> list[dict[str, Listed]]:
        """Return the lists of each, by kind."""
        found: list[dict[str, Listed]] = [{} for _ in people]
        splits = [
            split(self._shelf, one.facts, one.masks, now=self._now, legal_only=False)
            for one in people
        ]
        for some in _alike(splits):
            members, parted = [people[at] for at in some], [splits[at] for at in some]
            for kind, ranker in self._rankers.items():
                listed = ranker.rank(ranker.task(members, parted, self._until))
                for at, one in zip(some, listed, strict=True):
                    found[at][kind] = one
        return found


def _alike(splits: Sequence[Split]) -> Iterator[Sequence[int]]:
    """Yield the places of splits that share what is common, at most a task's number at once."""
    groups: dict[Common, list[int]] = {}
    for at, one in enumerate(splits):
        groups.setdefault(one.common, []).append(at)
    for members in groups.values():
        yield from chunked(members, CUSTOMERS_AT_ONCE)
