"""Interactions become one sparse customer x item matrix with ids, ages and a data hash."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field
from scipy.sparse import csr_matrix

from recommender.interest import Interaction, ItemKey, is_reading, is_target, weigh
from recommender.linking import NO_LINKS, Links

__all__ = ["Dataset", "DatasetSettings", "Interaction", "ItemKey", "Shape", "build_dataset"]

SECONDS_A_DAY = 86_400.0
NO_SEGMENT = -1
MOST_HALVINGS = 60.0
"""What is older than so many half-lives counts like that: a stored pair stays above 0."""


class DatasetSettings(BaseModel):
    """How interactions become weights."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    half_life_days: float = Field(
        0.0, ge=0, description="Age in days at which an interaction counts half; 0: never fades."
    )
    max_pair_weight: float = Field(
        20.0, gt=0, description="Upper bound of the summed interest of one customer in one item."
    )


DEFAULT_SETTINGS = DatasetSettings()


class Shape(NamedTuple):
    """The size of a matrix: what the cost of a model depends on.

    Attributes:
        pairs: Stored pairs.
        walks: Sum over users of their pairs squared: the steps of a sparse item-item product.
    """

    users: int
    items: int
    pairs: int
    walks: int


@dataclass(frozen=True, eq=False)
class Events:
    """Weighted interactions as columns of equal length.

    Attributes:
        rows: int32 (n,), index of the user.
        columns: int32 (n,), index of the item.
        weights: float32 (n,), interest above 0, before any fading.
        ages_days: float32 (n,), days before the data set's instant; NaN where unknown.
        targets: bool (n,), whether it is what a recommendation hopes for.
        readings: bool (n,), whether a content was taken in.
    """

    rows: NDArray[np.int32]
    columns: NDArray[np.int32]
    weights: NDArray[np.float32]
    ages_days: NDArray[np.float32]
    targets: NDArray[np.bool_]
    readings: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.rows)

    def pick(self, keep: NDArray[Any]) -> "Events":
        """Return the events of a mask (bool) or of positions (int)."""
        return Events(
            self.rows[keep],
            self.columns[keep],
            self.weights[keep],
            self.ages_days[keep],
            self.targets[keep],
            self.readings[keep],
        )


@dataclass(frozen=True, eq=False)
class Dataset:
    """What models are trained on.

    Attributes:
        segments: int16 (n_users,), index into `segment_names`; -1 where unknown.
        skipped: Interactions that were left out, counted per reason.
    """

    users: tuple[str, ...]
    items: tuple[ItemKey, ...]
    events: Events
    segments: NDArray[np.int16]
    segment_names: tuple[str, ...] = ()
    links: Links = NO_LINKS
    settings: DatasetSettings = DEFAULT_SETTINGS
    skipped: Mapping[str, int] | None = None

    @property
    def shape(self) -> Shape:
        """Return the numbers of users, items, different pairs and walks."""
        degrees = np.diff(self.user_items.indptr).astype(np.int64)
        walks = int((degrees * degrees).sum())
        return Shape(len(self.users), len(self.items), int(degrees.sum()), walks)

    @cached_property
    def index(self) -> Mapping[ItemKey, int]:
        """Return the column of each item."""
        return {item: column for column, item in enumerate(self.items)}

    @cached_property
    def user_items(self) -> csr_matrix:
        """Return the interest: float32 CSR (n_users x n_items), sorted, above 0 where stored."""
        matrix = self._matrix(fade(self.events, self.settings.half_life_days), self.events)
        matrix.data = np.minimum(matrix.data, np.float32(self.settings.max_pair_weight))
        return matrix

    @cached_property
    def owned(self) -> csr_matrix:
        """Return the pairs that reached the target: float32 CSR (n_users x n_items) of ones."""
        chosen = self.events.pick(self.events.targets)
        matrix = self._matrix(np.ones(len(chosen), np.float32), chosen)
        matrix.data[:] = 1.0
        return matrix

    @cached_property
    def ages_days(self) -> NDArray[np.float32]:
        """Return the age of each stored pair's newest interaction, aligned with `user_items`.

        Shape (n_pairs,), days; NaN where no interaction of the pair is dated.
        """
        newest = np.full(self.user_items.nnz, np.inf, dtype=np.float32)
        known = np.where(np.isnan(self.events.ages_days), np.inf, self.events.ages_days)
        np.minimum.at(newest, self._pair_positions(), known.astype(np.float32))
        newest[np.isinf(newest)] = np.nan
        return newest

    @cached_property
    def data_hash(self) -> str:
        """Return the SHA-256 (hex) of everything a model can learn from, in a fixed order."""
        digest = hashlib.sha256(repr((self.users, self.items, self.segment_names)).encode())
        columns = self.events
        order = np.lexsort((columns.weights, columns.ages_days, columns.columns, columns.rows))
        picked = columns.pick(order)
        for array in (picked.rows, picked.columns, picked.weights, picked.ages_days):
            digest.update(np.ascontiguousarray(array).tobytes())
        digest.update(picked.targets.tobytes() + picked.readings.tobytes())
        digest.update(self.segments.tobytes())
        digest.update(repr((self.links.pairs(), self.settings.model_dump())).encode())
        return digest.hexdigest()

    def with_events(self, keep: NDArray[Any]) -> "Dataset":
        """Return the same users and items with only the picked events."""
        return replace(self, events=self.events.pick(keep))

    def columns_of(self, kinds: Iterable[str]) -> NDArray[np.bool_]:
        """Say which columns hold items of the kinds, bool (n_items,)."""
        wanted = frozenset(kinds)
        return np.array([item.kind in wanted for item in self.items], dtype=bool)

    def restricted(self, kinds: Iterable[str]) -> "Dataset":
        """Return the same users with only the items (and events) of the kinds."""
        wanted = frozenset(kinds)
        columns = self.columns_of(wanted)
        renumbered = np.cumsum(columns, dtype=np.int32) - np.int32(1)
        kept = self.events.pick(columns[self.events.columns])
        items = tuple(item for item in self.items if item.kind in wanted)
        return replace(self, items=items, events=replace(kept, columns=renumbered[kept.columns]))

    def _matrix(self, values: NDArray[np.float32], events: Events) -> csr_matrix:
        size = (len(self.users), len(self.items))
        matrix = csr_matrix((values, (events.rows, events.columns)), shape=size, dtype=np.float32)
        matrix.sum_duplicates()
        return matrix

    def _pair_positions(self) -> NDArray[np.int64]:
        width = np.int64(len(self.items))
        coordinates = self.user_items.tocoo()
        stored = coordinates.row.astype(np.int64) * width + coordinates.col
        wanted = self.events.rows.astype(np.int64) * width + self.events.columns
        positions: NDArray[np.int64] = np.searchsorted(stored, wanted)
        return positions


def fade(events: Events, half_life_days: float) -> NDArray[np.float32]:
    """Return weights x 0.5 ** (age / half-life), float32 (n,); undated ones do not fade.

    Ages count from the newest event, so that an older part of the data has the same scale.
    """
    known = events.ages_days[~np.isnan(events.ages_days)]
    if half_life_days <= 0 or not len(known):
        return events.weights
    ages = np.nan_to_num(events.ages_days - known.min(), nan=0.0)
    return (events.weights * freshness_of(ages, half_life_days)).astype(np.float32)


def freshness_of(ages_days: NDArray[Any], half_life_days: float) -> NDArray[np.float64]:
    """Return 0.5 ** (age / half-life), 0..1 of the input's shape; never quite 0."""
    halvings = np.clip(ages_days / half_life_days, 0.0, MOST_HALVINGS)
    fresh: NDArray[np.float64] = np.power(0.5, halvings)
    return fresh


def age_in_days(at: datetime, as_of: datetime) -> float:
    """Return how many days before `as_of` the instant lies; negative if after it."""
    return (as_of - at).total_seconds() / SECONDS_A_DAY


def build_dataset(
    interactions: Iterable[Interaction],
    *,
    as_of: datetime,
    catalogue: Sequence[ItemKey],
    segments: Mapping[str, str] | None = None,
    links: Links = NO_LINKS,
    settings: DatasetSettings | None = None,
) -> Dataset:
    """Turn interactions into a data set, the same one for any order of the input.

    Interactions later than `as_of`, with items outside the catalogue or without interest are
    left out and counted in `skipped`.
    """
    items = tuple(sorted(set(catalogue), key=lambda item: (item.kind, item.id)))
    kept, skipped = _sift(interactions, as_of, frozenset(items))
    users = tuple(sorted({one.user for one in kept}))
    names, codes = _code_segments(users, segments or {})
    return Dataset(
        users=users,
        items=items,
        events=_columns(kept, users, items, as_of),
        segments=codes,
        segment_names=names,
        links=links,
        settings=settings or DEFAULT_SETTINGS,
        skipped=skipped,
    )


def _sift(
    interactions: Iterable[Interaction], as_of: datetime, known: frozenset[ItemKey]
) -> tuple[list[Interaction], dict[str, int]]:
    kept: list[Interaction] = []
    skipped = {"later": 0, "unknown_item": 0, "no_interest": 0}
    for one in interactions:
        if one.at > as_of:
            skipped["later"] += 1
        elif one.item not in known:
            skipped["unknown_item"] += 1
        elif weigh(one) <= 0:
            skipped["no_interest"] += 1
        else:
            kept.append(one)
    return kept, skipped


def _columns(
    kept: Sequence[Interaction], users: Sequence[str], items: Sequence[ItemKey], as_of: datetime
) -> Events:
    row_of = {user: row for row, user in enumerate(users)}
    column_of = {item: column for column, item in enumerate(items)}
    size = len(kept)
    ages = (age_in_days(one.at, as_of) for one in kept)
    return Events(
        rows=np.fromiter((row_of[one.user] for one in kept), np.int32, size),
        columns=np.fromiter((column_of[one.item] for one in kept), np.int32, size),
        weights=np.fromiter((weigh(one) for one in kept), np.float32, size),
        ages_days=np.fromiter(ages, np.float32, size),
        targets=np.fromiter((is_target(one) for one in kept), np.bool_, size),
        readings=np.fromiter((is_reading(one) for one in kept), np.bool_, size),
    )


def _code_segments(
    users: Sequence[str], segments: Mapping[str, str]
) -> tuple[tuple[str, ...], NDArray[np.int16]]:
    names = tuple(sorted({segments[user] for user in users if user in segments}))
    code_of = {name: code for code, name in enumerate(names)}
    codes = (code_of[segments[user]] if user in segments else NO_SEGMENT for user in users)
    return names, np.fromiter(codes, np.int16, len(users))
