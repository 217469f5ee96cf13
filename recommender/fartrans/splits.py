"""Reads the splits: dated snapshots of who holds what, and questions about what comes next."""

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from recommender.dataset import Dataset, Events, ItemKey
from recommender.errors import Invalid

UNDATED_AGE_DAYS = 3_650.0
"""Age of what the first snapshot holds already: bought at some time before, surely no news."""

VALIDATION, EVALUATION = "validation", "evaluation"


@dataclass(frozen=True, eq=False)
class Snapshot:
    """Who held what on a day: CSR of ones (n_customers, n_assets)."""

    day: int
    held: csr_matrix


@dataclass(frozen=True, eq=False)
class Question:
    """One split: which of the assets that a customer does not hold will be bought first.

    Attributes:
        day: Ordinal of the time point: nothing later may be known.
        rows: int64 (n,), customers to score.
        columns: int64, assets to rank.
        bought: CSR (n_customers, n_assets) of ones, the labels.
    """

    kind: str
    number: int
    day: int
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    bought: csr_matrix

    @property
    def time_point(self) -> str:
        """Return the day as an ISO date."""
        return date.fromordinal(self.day).isoformat()


class Timeline:
    """Snapshots in the order of their days, and nothing else: no label is in here.

    Args:
        snapshots: At most one a day is kept.
        assets: Id of each column.
    """

    def __init__(self, snapshots: Iterable[Snapshot], assets: Sequence[str]) -> None:
        by_day = {snapshot.day: snapshot for snapshot in snapshots}
        self.snapshots = tuple(by_day[day] for day in sorted(by_day))
        self.assets = tuple(assets)
        self._datasets: dict[int, Dataset] = {}

    @cached_property
    def days(self) -> NDArray[np.int64]:
        """Return the ordinals of the days, rising."""
        return np.array([snapshot.day for snapshot in self.snapshots], dtype=np.int64)

    def until(self, day: int) -> "Timeline":
        """Return the part that had happened on the day, that day included."""
        past = [snapshot for snapshot in self.snapshots if snapshot.day <= day]
        return Timeline(past, self.assets)

    def dataset(self, position: int) -> Dataset:
        """Return a snapshot as a data set, its pairs dated by the snapshots before it.

        A pair that is new in a snapshot was bought half-way since the one before.
        """
        if position not in self._datasets:
            self._datasets[position] = self._make(position)
        return self._datasets[position]

    def _make(self, position: int) -> Dataset:
        held = self.snapshots[position].held
        rows, columns = held.nonzero()
        count = len(rows)
        n_customers = held.shape[0]
        events = Events(
            rows=rows.astype(np.int32),
            columns=columns.astype(np.int32),
            weights=np.ones(count, dtype=np.float32),
            ages_days=self._ages(position, rows, columns),
            targets=np.ones(count, dtype=bool),
            readings=np.zeros(count, dtype=bool),
        )
        items = tuple(ItemKey("product", asset) for asset in self.assets)
        customers = tuple(str(number) for number in range(n_customers))
        return Dataset(customers, items, events, np.full(n_customers, -1, dtype=np.int16))

    def _ages(
        self, position: int, rows: NDArray[Any], columns: NDArray[Any]
    ) -> NDArray[np.float32]:
        ages = np.full(len(rows), UNDATED_AGE_DAYS, dtype=np.float32)
        today = self.days[position]
        for earlier in range(position):
            known = np.asarray(self.snapshots[earlier].held[rows, columns]).ravel() > 0
            middle = (self.days[earlier] + self.days[earlier + 1]) / 2
            # Overwritten until the last snapshot that lacks the pair has spoken.
            ages[~known] = today - middle
        return ages


@dataclass(frozen=True, eq=False)
class FarTrans:
    """All splits of a folder: the timeline of their training sets, and their questions."""

    timeline: Timeline
    questions: tuple[Question, ...]

    def of_kind(self, kind: str) -> list[Question]:
        """Return the questions of one kind by time."""
        return [question for question in self.questions if question.kind == kind]


def read_fartrans(folder: Path) -> FarTrans:
    """Read `splits/validation` and `splits/evaluation` of a FAR-Trans folder.

    Raises:
        Invalid: There are no splits, or one cannot be read.
    """
    files = sorted((folder / "splits").glob("*/split_*.json.gz"))
    if not files:
        raise Invalid(f"There are no FAR-Trans splits below {folder}.")
    splits = [(file.parent.name, _read(file)) for file in files]
    customers, assets = _ids(split for _, split in splits)
    shape = (len(customers), len(assets))

    def matrix(pairs: Mapping[str, Sequence[str]]) -> csr_matrix:
        rows = [customers[who] for who, held in pairs.items() for _ in held]
        columns = [assets[asset] for held in pairs.values() for asset in held]
        made = csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape=shape)
        made.data[:] = 1.0
        return made

    snapshots = [Snapshot(_day(one), matrix(one["training_interactions"])) for _, one in splits]
    questions = [
        Question(
            kind=kind,
            number=int(one["split_index"]),
            day=_day(one),
            rows=np.array([customers[who] for who in one["eligible_customer_ids"]], np.int64),
            columns=np.sort([assets[asset] for asset in one["eligible_asset_ids"]]),
            bought=matrix(one["test_interactions"]),
        )
        for kind, one in splits
    ]
    questions.sort(key=lambda question: (question.day, question.kind))
    return FarTrans(Timeline(snapshots, list(assets)), tuple(questions))


def _read(file: Path) -> dict[str, Any]:
    try:
        with gzip.open(file, "rt", encoding="utf-8") as opened:
            split: dict[str, Any] = json.load(opened)
    except (OSError, EOFError, ValueError) as error:
        raise Invalid(f"The split {file.name} cannot be read.") from error
    return split


def _ids(splits: Iterable[Mapping[str, Any]]) -> tuple[dict[str, int], dict[str, int]]:
    customers: set[str] = set()
    assets: set[str] = set()
    for split in splits:
        customers.update(split["eligible_customer_ids"])
        assets.update(split["eligible_asset_ids"])
        for pairs in (split["training_interactions"], split["test_interactions"]):
            customers.update(pairs)
            assets.update(asset for held in pairs.values() for asset in held)
    numbered = (
        {name: at for at, name in enumerate(sorted(names))} for names in (customers, assets)
    )
    first, second = numbered
    return first, second


def _day(split: Mapping[str, Any]) -> int:
    return date.fromisoformat(split["time_point"]).toordinal()
