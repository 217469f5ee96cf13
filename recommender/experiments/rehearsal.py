"""One hold-out with a surface's parts fitted on it: judging a blend costs only a sum."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from recommender.algorithms import named
from recommender.algorithms.base import Doubles, Floats
from recommender.algorithms.popularity import PopularityConfig, freshness
from recommender.arena import CHUNK_CELLS
from recommender.dataset import Dataset
from recommender.engines import Maker
from recommender.fusion import Fusion, fit_fusion
from recommender.holdout import Holdout, chunks
from recommender.metrics import hits_of, ndcg, recall, top_items
from recommender.selection import Choice
from recommender.surfaces import (
    NOW_HALF_LIFE_DAYS,
    READING_HALF_LIFE_DAYS,
    Blend,
    Surface,
    link_scores,
    make_priors,
)
from recommender.transfer import fit_transfer, personal, transfer_members, transfer_scores

HALF_LIVES_DAYS = (READING_HALF_LIFE_DAYS, 7.0, 120.0)
"""Ages at which a reading may be learned to count half; the first where it makes no difference."""


@dataclass(frozen=True)
class Judged:
    """What lists of one blend are worth: float64 (n,) each, one value per customer."""

    ndcg: Doubles
    recall: Doubles


@dataclass(frozen=True, eq=False)
class Rehearsal:
    """The parts of the scores of a hold-out's customers, float32 (n, n_items) where not said.

    Attributes:
        lengths: int64 (n,), length of each history.
        owned: int64 (n,), items that each customer owns of those that are ranked.
        priors: (2, n, n_items): everybody's, the own segment's.
        links: For weight 1, by the half-life (days) of readings.
        transfer: For weight 1; zeros where nothing is transferred.
    """

    holdout: Holdout
    collaborative: Floats
    lengths: NDArray[np.int64]
    owned: NDArray[np.int64]
    priors: Floats
    links: Mapping[float, Floats]
    transfer: Floats

    def judge(self, blend: Blend, k: int) -> Judged:
        """Return what lists of length k are worth under a blend."""
        size = max(CHUNK_CELLS // self.collaborative.shape[1], 1)
        parts = [self._judge(blend, chunk, k) for chunk in chunks(len(self.lengths), size)]
        return Judged(
            np.concatenate([part.ndcg for part in parts]),
            np.concatenate([part.recall for part in parts]),
        )

    def scores(self, blend: Blend, chunk: slice) -> Floats:
        """Return the blended scores of some customers, float32 (n_chunk, n_items)."""
        factors = blend.prior_factor(self.lengths[chunk]).astype(np.float32)
        scores = self.collaborative[chunk] + (
            factors[:, None] * self.priors[int(blend.by_segment), chunk]
        )
        scores += np.float32(blend.link_weight) * self.links[blend.reading_half_life_days][chunk]
        scores += np.float32(blend.now_weight) * self.links[NOW_HALF_LIFE_DAYS][chunk]
        blended: Floats = scores + np.float32(blend.transfer_weight) * self.transfer[chunk]
        return blended

    def _judge(self, blend: Blend, chunk: slice, k: int) -> Judged:
        ranked = np.where(self.holdout.ranked, self.scores(blend, chunk), -np.inf)
        hits = hits_of(
            top_items(ranked, self.holdout.excluded[chunk], k), self.holdout.labels[chunk]
        )
        relevant = self.holdout.relevant[chunk]
        return Judged(ndcg(hits, relevant), recall(hits, relevant))


def rehearse(holdout: Holdout, surface: Surface, choice: Choice, seed: int) -> Rehearsal:
    """Fit a surface's parts on a hold-out's training set."""
    everything = holdout.train
    train = everything.restricted(surface.inputs)
    columns = everything.columns_of(surface.inputs)
    fusion = fit_collaborative(choice, train, seed)
    histories = train.user_items[holdout.rows]
    collaborative = (
        fusion.score(histories) if fusion else np.zeros(histories.shape, dtype=np.float32)
    )
    return Rehearsal(
        holdout=_narrowed(holdout, train, columns),
        collaborative=collaborative,
        lengths=np.diff(histories.indptr).astype(np.int64),
        owned=np.diff(holdout.excluded[:, holdout.ranked].indptr).astype(np.int64),
        priors=_priors(train, holdout.rows, prior_freshness(choice, train)),
        links=_links(holdout, surface, columns),
        transfer=_transferred(holdout, surface, choice, seed),
    )


def _narrowed(holdout: Holdout, train: Dataset, columns: NDArray[np.bool_]) -> Holdout:
    return replace(
        holdout,
        train=train,
        labels=holdout.labels[:, columns],
        excluded=holdout.excluded[:, columns],
        ranked=holdout.ranked[columns],
    )


def _priors(train: Dataset, rows: NDArray[np.int64], fresh: Doubles) -> Floats:
    priors = make_priors(train, fresh)
    codes = train.segments[rows].astype(np.int64)
    everybody = len(train.segment_names)
    own = np.where(codes >= 0, codes, everybody)
    return np.stack([priors[np.full(len(own), everybody)], priors[own]])


def _links(
    holdout: Holdout, surface: Surface, columns: NDArray[np.bool_]
) -> Mapping[float, Floats]:
    return {
        days: link_scores(holdout.train, surface, days)[holdout.rows]
        .toarray()[:, columns]
        .astype(np.float32)
        for days in (*HALF_LIVES_DAYS, NOW_HALF_LIFE_DAYS)
    }


def _transferred(holdout: Holdout, surface: Surface, choice: Choice, seed: int) -> Floats:
    """Fold the readings in; a surface that reads all kinds anyway transfers nothing."""
    everything = holdout.train
    asked = np.flatnonzero(everything.columns_of(surface.inputs))
    is_apart = len(asked) < len(everything.items)
    members = transfer_members(personal(choice.mix), everything) if is_apart else ()
    transfer = fit_transfer(members, everything, seed=seed)
    return transfer_scores(transfer, everything, holdout.rows, asked)


def fit_collaborative(
    choice: Choice, dataset: Dataset, seed: int, make: Maker = named
) -> Fusion | None:
    """Fit the published mix without popularity, which is the prior; None if nothing is left."""
    members = personal(choice.mix)
    groups = {name: tuple(personal(mix)) for name, mix in choice.groups.items()}
    if not members:
        return None
    return fit_fusion(members, dataset, seed=seed, groups=groups, make=make)


def prior_freshness(choice: Choice, dataset: Dataset) -> Doubles:
    """Return how much each pair counts in the prior: as in the published mix's popularity."""
    for member in choice.mix:
        if isinstance(member.config, PopularityConfig):
            return freshness(dataset, member.config.half_life_days)
    return freshness(dataset, 0.0)
