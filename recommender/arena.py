"""One hold-out with the models fitted on it: mixes of them are judged without fitting again."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from recommender.algorithms import named
from recommender.algorithms.base import Config, Floats, Model
from recommender.fusion import Member, scaled
from recommender.holdout import Holdout, chunks
from recommender.metrics import hits_of, ndcg, top_items

Mix = tuple[Member, ...]
CHUNK_CELLS = 2_000_000
"""Users x items scored at once: 8 MB a model in float32."""


class Arena:
    """Fits members on a hold-out's training set once, and judges mixes of them.

    Args:
        holdout: Where models are judged.
        seed: Given to every fit.
        k: Length of the lists.
    """

    def __init__(self, holdout: Holdout, *, seed: int, k: int) -> None:
        self.holdout = holdout
        self.seed = seed
        self.k = k
        self._models: dict[tuple[str, Config], Model] = {}

    @cached_property
    def histories(self) -> csr_matrix:
        """Return the histories of the judged users, CSR (n, n_items)."""
        return self.holdout.histories

    def judge(self, mixes: Sequence[Mix]) -> list[NDArray[np.float64]]:
        """Return nDCG@k per user, float64 (n_users,), for each mix."""
        size = max(CHUNK_CELLS // max(self.histories.shape[1], 1), 1)
        judged = [np.zeros(len(self.holdout.rows)) for _ in mixes]
        for chunk in chunks(len(self.holdout.rows), size):
            scores = self._scaled_scores(mixes, chunk)
            for values, mix in zip(judged, mixes, strict=True):
                values[chunk] = self._ndcg(_summed(mix, scores), chunk)
        return judged

    def keep_only(self, members: Sequence[Member]) -> None:
        """Let go of the other models of the members' algorithms: they can be large."""
        kept = {(member.algorithm, member.config) for member in members}
        names = {member.algorithm for member in members}
        self._models = {
            key: model for key, model in self._models.items() if key in kept or key[0] not in names
        }

    def _ndcg(self, scores: Floats, chunk: slice) -> NDArray[np.float64]:
        return judge_scores(self.holdout, scores, chunk, self.k)

    def _scaled_scores(
        self, mixes: Sequence[Mix], chunk: slice
    ) -> dict[tuple[str, Config], Floats]:
        keys = {(member.algorithm, member.config) for mix in mixes for member in mix}
        return {key: scaled(self._model(*key).score(self.histories[chunk])) for key in keys}

    def _model(self, algorithm: str, config: Config) -> Model:
        key = (algorithm, config)
        if key not in self._models:
            fitted = named(algorithm)(config).fit(self.holdout.train, seed=self.seed)
            self._models[key] = fitted
        return self._models[key]


def _summed(mix: Mix, scores: dict[tuple[str, Config], Floats]) -> Floats:
    total = np.zeros_like(scores[(mix[0].algorithm, mix[0].config)])
    for member in mix:
        total += member.weight * scores[(member.algorithm, member.config)]
    return total


def judge_scores(holdout: Holdout, scores: Floats, chunk: slice, k: int) -> NDArray[np.float64]:
    """Return nDCG@k of a chunk of a hold-out's users, from their scores (n_chunk, n_items)."""
    ranked = np.where(holdout.ranked, scores, -np.inf)
    top = top_items(ranked, holdout.excluded[chunk], k)
    return ndcg(hits_of(top, holdout.labels[chunk]), holdout.relevant[chunk])
