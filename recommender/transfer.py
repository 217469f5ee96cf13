"""What contents say for products by company: one matrix of all kinds, folded in from contents."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from recommender.algorithms import named
from recommender.algorithms.base import Floats, Parts
from recommender.algorithms.popularity import Popularity
from recommender.dataset import Dataset
from recommender.fusion import Fusion, Member, fit_fusion
from recommender.interest import PRODUCT, ItemKey

FALLBACKS = ("ease", "als")
"""Tried in this order where the products alone gave no personal model; the first that fits."""

MOST_SECONDS = 20.0
"""Estimated cost of a fit on one core above which no transfer is learned."""


@dataclass(frozen=True, eq=False)
class Transfer:
    """A model of customers x (products, contents, services) that reads contents only.

    Attributes:
        items: Its columns, all kinds.
        fusion: The fitted model.
        sources: bool (n_items,), columns that count as history: everything but products.
    """

    items: tuple[ItemKey, ...]
    fusion: Fusion
    sources: NDArray[np.bool_]

    def score(self, histories: csr_matrix, columns: NDArray[np.int64]) -> Floats:
        """Return float32 (n, n_columns) for histories over all kinds, CSR (n, n_items)."""
        read = self.readings(histories)
        scores = self.fusion.score(read)[:, columns]
        scores[np.diff(read.indptr) == 0] = 0.0
        return scores

    def parts(self, history: csr_matrix, columns: NDArray[np.int64]) -> Parts:
        """Split the scores of some columns for one history, as `Model.parts`."""
        return self.fusion.parts(self.readings(history), columns)

    def readings(self, histories: csr_matrix) -> csr_matrix:
        """Return the histories without their products."""
        kept = histories.copy()
        kept.data = np.where(self.sources[kept.indices], kept.data, np.float32(0.0))
        kept.eliminate_zeros()
        return kept

    def save(self, folder: Path) -> None:
        """Write the model into a folder, which is made; the items are stored by the caller."""
        self.fusion.save(folder)

    @classmethod
    def load(cls, folder: Path, items: Sequence[ItemKey]) -> "Transfer":
        """Open a saved transfer, memory-mapped."""
        return cls(tuple(items), Fusion.load(folder), _sources(items))


def transfer_members(personal: Sequence[Member], dataset: Dataset) -> tuple[Member, ...]:
    """Return what is fitted on all kinds: the products' own models, else one that fits.

    Args:
        personal: Members of the products' mix without popularity.
        dataset: All kinds. Without contents, or too large, nothing is fitted.
    """
    if not _sources(dataset.items).any() or not len(dataset.events):
        return ()
    wanted = [personal] if personal else []
    wanted += [(Member(name, named(name)().config),) for name in FALLBACKS]
    return next((tuple(one) for one in wanted if _seconds(one, dataset) <= MOST_SECONDS), ())


def fit_transfer(members: Sequence[Member], dataset: Dataset, *, seed: int) -> Transfer | None:
    """Fit the members on all kinds; None without members."""
    if not members:
        return None
    return Transfer(dataset.items, fit_fusion(members, dataset, seed=seed), _sources(dataset.items))


def transfer_scores(
    transfer: Transfer | None, dataset: Dataset, rows: NDArray[np.int64], asked: NDArray[np.int64]
) -> Floats:
    """Return the transfer's part for weight 1: float32 (n_rows, n_asked); 0 without a transfer."""
    if transfer is None:
        return np.zeros((len(rows), len(asked)), dtype=np.float32)
    return transfer.score(dataset.user_items[rows], asked)


def _sources(items: Sequence[ItemKey]) -> NDArray[np.bool_]:
    return np.array([item.kind != PRODUCT for item in items], dtype=bool)


def _seconds(members: Sequence[Member], dataset: Dataset) -> float:
    shape = dataset.shape
    return sum(named(one.algorithm)(one.config).cost_seconds(shape) for one in members)


def personal(mix: Sequence[Member]) -> list[Member]:
    """Return the members of a mix that know the customer: all but popularity."""
    return [member for member in mix if member.algorithm != Popularity.name]
