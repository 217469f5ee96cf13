"""The candidates of the walk-forward choice: rank fusions of a model and recent purchases."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from recommender.algorithms import named
from recommender.algorithms.base import Floats
from recommender.algorithms.ease import EaseConfig
from recommender.algorithms.item_item import ItemItemConfig
from recommender.algorithms.popularity import PopularityConfig
from recommender.algorithms.rp3beta import Rp3betaConfig
from recommender.dataset import Dataset
from recommender.fusion import Member
from recommender.metrics import hits_of, ndcg, top_items

K = 10
RANK_CONSTANT = 10.0
"""Reciprocal rank fusion's constant; smaller than the usual 60, because ten places count."""

MODELS: Mapping[str, Member] = {
    "ease 300": Member("ease", EaseConfig(regularisation=300.0)),
    "ease 1000": Member("ease", EaseConfig(regularisation=1000.0)),
    "edlae 0.7": Member("ease", EaseConfig(regularisation=500.0, dropout=0.7)),
    "edlae 0.9": Member("ease", EaseConfig(regularisation=500.0, dropout=0.9)),
    "edlae 0.98": Member("ease", EaseConfig(regularisation=500.0, dropout=0.98)),
    "rp3beta 1.0 0.1": Member("rp3beta", Rp3betaConfig(alpha=1.0, beta=0.1, neighbours=2000)),
    "rp3beta 0.7 0.3": Member("rp3beta", Rp3betaConfig(alpha=0.7, beta=0.3, neighbours=2000)),
    "tfidf": Member("item_item", ItemItemConfig(similarity="tfidf", neighbours=1000)),
}
POPULARITY = "popularity"
HALF_LIVES_DAYS = (7.0, 14.0, 28.0, 56.0)
RECENT_WEIGHTS = (0.1, 0.25, 0.5, 1.0)


@dataclass(frozen=True)
class Candidate:
    """A model's ranking, fused with that of recent purchases if their weight is above 0."""

    model: str
    half_life_days: float = 0.0
    recent_weight: float = 0.0

    @property
    def name(self) -> str:
        """Return what the candidate is, in a few words."""
        if not self.recent_weight:
            return self.model
        return f"{self.model} + {self.recent_weight} x recent {self.half_life_days:g} d"


POPULAR = Candidate(POPULARITY)


def all_candidates() -> list[Candidate]:
    """Return popularity, each model alone and each fused with recent purchases."""
    fused = [
        Candidate(model, half_life, weight)
        for model in MODELS
        for half_life in HALF_LIVES_DAYS
        for weight in RECENT_WEIGHTS
    ]
    return [POPULAR, *(Candidate(model) for model in MODELS), *fused]


@dataclass(frozen=True, eq=False)
class Task:
    """What is asked of the candidates.

    Attributes:
        dataset: What is known.
        rows: int64 (n,), customers.
        columns: int64, assets that may be ranked.
        labels: CSR (n_customers, n_assets), what was bought afterwards.
    """

    dataset: Dataset
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    labels: csr_matrix

    @property
    def histories(self) -> csr_matrix:
        """Return what the customers hold, CSR (n, n_assets)."""
        return self.dataset.user_items[self.rows]


def judge(task: Task) -> dict[Candidate, NDArray[np.float32]]:
    """Return nDCG@10 per customer, float32 (n,), of every candidate."""
    histories, labels = task.histories, task.labels[task.rows]
    excluded = histories[:, task.columns]
    asked = csr_matrix(labels[:, task.columns])
    # A purchase of an asset that may not be ranked still counts as missed.
    relevant = np.diff(labels.indptr).astype(np.int64)
    return {
        candidate: ndcg(hits_of(top_items(scores, excluded, K), asked), relevant).astype(np.float32)
        for candidate, scores in _scores(task, histories)
    }


def _scores(task: Task, histories: csr_matrix) -> Iterator[tuple[Candidate, Floats]]:
    popular = PopularityConfig()
    yield POPULAR, _model_scores(Member(POPULARITY, popular), task, histories)
    recent = {days: _recent_reciprocals(task, histories[:1], days) for days in HALF_LIVES_DAYS}
    for name, member in MODELS.items():
        scores = _model_scores(member, task, histories)
        yield Candidate(name), scores
        own = reciprocal_ranks(scores)
        for days, reciprocal in recent.items():
            for weight in RECENT_WEIGHTS:
                yield Candidate(name, days, weight), own + np.float32(weight) * reciprocal


def _model_scores(member: Member, task: Task, histories: csr_matrix) -> Floats:
    model = named(member.algorithm)(member.config).fit(task.dataset)
    return model.score(histories)[:, task.columns]


def _recent_reciprocals(task: Task, histories: csr_matrix, half_life_days: float) -> Floats:
    member = Member(POPULARITY, PopularityConfig(half_life_days=half_life_days))
    return reciprocal_ranks(_model_scores(member, task, histories))


def reciprocal_ranks(scores: Floats) -> Floats:
    """Return 1 / (constant + rank) per row, float32 of the same shape; ties by column.

    Source: Cormack, Clarke, Büttcher, Reciprocal rank fusion, SIGIR 2009.
    """
    order = np.argsort(-scores, axis=1, kind="stable")
    by_rank = (1.0 / (RANK_CONSTANT + np.arange(scores.shape[1]))).astype(np.float32)
    reciprocals = np.empty_like(scores, dtype=np.float32)
    np.put_along_axis(reciprocals, order, np.tile(by_rank, (len(scores), 1)), axis=1)
    return reciprocals
