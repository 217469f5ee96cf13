"""One hold-out with the models fitted on it: mixes of them are judged without fitting again."""

from collections.abc import Iterable, Sequence
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from recommender.algorithms import named
from recommender.algorithms.base import Config, Floats, Model
from recommender.fusion import Key, Member, Mix, scaled
from recommender.holdout import Holdout, chunks
from recommender.lanes import in_lanes
from recommender.metrics import hits_of, ndcg, top_items

CHUNK_CELLS = 2_000_000
"""Users x items scored at once: 8 MB a model in float32."""


class Arena:
    """Fits members on a hold-out's training set once, and judges mixes of them.

    Args:
        holdout: Where models are judged.
        seed: Given to every fit.
        k: Length of the lists.
        lanes: How many members are fitted side by side; it changes no result.
    """

    def __init__(self, holdout: Holdout, *, seed: int, k: int, lanes: int = 1) -> None:
        self.holdout = holdout
        self.seed = seed
        self.k = k
        self.lanes = lanes
        self._models: dict[Key, Model] = {}

    @cached_property
    def histories(self) -> csr_matrix:
        """Return the histories of the judged users, CSR (n, n_items)."""
        return self.holdout.histories

    def fit(self, members: Iterable[Member]) -> None:
        """Fit what is not fitted yet, side by side."""
        missing = [key for key in dict.fromkeys(map(key_of, members)) if key not in self._models]
        # What all fits read is made once, before they run side by side.
        _ = self.holdout.train.user_items, self.histories
        fitted = in_lanes([partial(self._fitted, *key) for key in missing], self.lanes)
        self._models.update(zip(missing, fitted, strict=True))

    def judge(self, mixes: Sequence[Mix]) -> list[NDArray[np.float64]]:
        """Return nDCG@k per user, float64 (n_users,), for each mix."""
        judged = [np.zeros(len(self.holdout.rows)) for _ in mixes]
        for chunk in self.chunks():
            scores = self.scores((member for mix in mixes for member in mix), chunk)
            for values, mix in zip(judged, mixes, strict=True):
                values[chunk] = judge_scores(self.holdout, summed(mix, scores), chunk, self.k)
        return judged

    def chunks(self) -> Sequence[slice]:
        """Return slices of the users, as many at a time as memory takes."""
        size = max(CHUNK_CELLS // max(self.histories.shape[1], 1), 1)
        return chunks(len(self.holdout.rows), size)

    def scores(self, members: Iterable[Member], chunk: slice) -> dict[Key, Floats]:
        """Return the scaled scores of each member for some users, float32 (n_chunk, n_items)."""
        histories = self.histories[chunk]
        return {
            key: scaled(self._model(key).score(histories))
            for key in dict.fromkeys(map(key_of, members))
        }

    def keep_only(self, members: Sequence[Member]) -> None:
        """Let go of the other models of the members' algorithms: they can be large."""
        kept = {key_of(member) for member in members}
        names = {member.algorithm for member in members}
        self._models = {
            key: model for key, model in self._models.items() if key in kept or key[0] not in names
        }

    def sampled(self, most: int) -> "Arena":
        """Return an arena with fewer users on the same training set, nothing fitted yet."""
        holdout = self.holdout.sampled(most, seed=self.seed)
        return Arena(holdout, seed=self.seed, k=self.k, lanes=self.lanes)

    def adopt(self, other: "Arena") -> None:
        """Take over the models that another arena fitted on the same training set."""
        self._models.update(other._models)

    def _model(self, key: Key) -> Model:
        if key not in self._models:
            self._models[key] = self._fitted(*key)
        return self._models[key]

    def _fitted(self, algorithm: str, config: Config) -> Model:
        return named(algorithm)(config).fit(self.holdout.train, seed=self.seed)


def key_of(member: Member) -> Key:
    """Return what decides a member's model: its weight does not."""
    return member.algorithm, member.config


def summed(mix: Mix, scores: dict[Key, Floats]) -> Floats:
    """Return the weighted sum of scaled scores."""
    total = np.zeros_like(scores[key_of(mix[0])])
    for member in mix:
        total += np.float32(member.weight) * scores[key_of(member)]
    return total


def judge_scores(holdout: Holdout, scores: Floats, chunk: slice, k: int) -> NDArray[np.float64]:
    """Return nDCG@k of a chunk of a hold-out's users, from their scores (n_chunk, n_items)."""
    ranked = scores if holdout.ranked.all() else np.where(holdout.ranked, scores, -np.inf)
    top = top_items(ranked, holdout.excluded[chunk], k)
    return ndcg(hits_of(top, holdout.labels[chunk]), holdout.relevant[chunk])
