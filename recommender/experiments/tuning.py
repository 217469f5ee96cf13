"""The weights of a surface's three parts, chosen on hold-outs: prior, segment, links."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recommender.algorithms.base import Doubles, Floats
from recommender.algorithms.popularity import PopularityConfig, freshness
from recommender.arena import CHUNK_CELLS, judge_scores
from recommender.bootstrap import Interval, bootstrap_mean
from recommender.dataset import Dataset
from recommender.fusion import Fusion, fit_fusion
from recommender.holdout import Holdout, Holdouts, chunks, make_holdouts
from recommender.selection import Choice, SelectionSettings, mean_per_user
from recommender.surfaces import (
    NOW_HALF_LIFE_DAYS,
    READING_HALF_LIFE_DAYS,
    Blend,
    Surface,
    SurfaceModel,
    link_scores,
    make_priors,
)

PRIOR_WEIGHTS = (0.001, 0.1, 0.3)
PRIOR_ITEMS = (0.0, 1.0)
POPULAR = Blend(1.0, 0.0, 0.0, 0.0, by_segment=False)
LINK_WEIGHTS = (0.25, 0.5, 1.0, 2.0)


@dataclass(frozen=True)
class LinkReport:
    """What links between contents and products give on one surface.

    Attributes:
        learned: Weight that validation asks for; 0 where links show no significant gain.
        floor: Weight that a reading of this moment has at least.
        gain: nDCG of the best weight tried above no links, on fresh data.
        served_gain: nDCG of what is served above no links: what the floor costs or gives.
    """

    learned: float
    floor: float
    gain: Interval
    served_gain: Interval
    users: int

    def as_json(self) -> dict[str, Any]:
        """Return the report as JSON."""
        return {
            "learned_weight": self.learned,
            "floor_now": self.floor,
            "gain": self.gain.as_json(),
            "served_gain": self.served_gain.as_json(),
            "users": self.users,
        }


@dataclass(frozen=True)
class Tuning:
    """The chosen blend of a surface and what its links give."""

    blend: Blend
    link: LinkReport
    total: Interval
    users: int


@dataclass(frozen=True, eq=False)
class Trial:
    """One hold-out, fitted: the parts of the scores, so that blends cost only a sum.

    Attributes:
        collaborative: float32 (n, n_items).
        lengths: int64 (n,), length of each history.
        priors: float32 (2, n, n_items): everybody's, the own segment's.
        links: float32 (2, n, n_items), for weight 1: of the last weeks, of these days.
    """

    holdout: Holdout
    collaborative: Floats
    lengths: NDArray[np.int64]
    priors: Floats
    links: Floats

    def judge(self, blend: Blend, k: int) -> Doubles:
        """Return nDCG@k per user, float64 (n,)."""
        values = np.zeros(len(self.lengths))
        factors = blend.prior_factor(self.lengths).astype(np.float32)
        for chunk in chunks(len(values), max(CHUNK_CELLS // self.links.shape[2], 1)):
            scores = (
                self.collaborative[chunk] + np.float32(blend.link_weight) * self.links[0, chunk]
            )
            scores += np.float32(blend.now_weight) * self.links[1, chunk]
            scores += factors[chunk, None] * self.priors[int(blend.by_segment), chunk]
            values[chunk] = judge_scores(self.holdout, scores, chunk, k)
        return values


def tune(dataset: Dataset, surface: Surface, choice: Choice, settings: SelectionSettings) -> Tuning:
    """Choose the blend on the hold-outs of the choice; judge the links on fresh ones.

    Args:
        dataset: All kinds: readings count although they are no input of the product surface.
        surface: What is ranked from what.
        choice: The collaborative part that `select` made for this surface.
        settings: Seed and length of the lists.
    """
    holdouts = _holdouts(dataset, surface, settings)
    plain = replace(POPULAR, prior_weight=0.1 if choice.is_personal else 1.0)
    if not holdouts.can_decide:
        return _untested(replace(plain, now_weight=surface.link_floor))
    chosen = [fit_trial(one, surface, choice, settings.seed) for one in holdouts.choice]
    blend = _best(chosen, _prior_blends(plain, choice), settings.k)
    weighed = _best(chosen, [replace(blend, link_weight=w) for w in LINK_WEIGHTS], settings.k)
    fresh = [fit_trial(one, surface, choice, settings.seed) for one in holdouts.fresh]
    link, served = _judge_links(fresh, weighed, surface, settings)
    everybody = [replace(one, collaborative=np.zeros_like(one.collaborative)) for one in fresh]
    gain = _gain((fresh, served), (everybody, POPULAR), settings)
    return Tuning(served, link, gain, link.users)


def _holdouts(dataset: Dataset, surface: Surface, settings: SelectionSettings) -> Holdouts:
    return make_holdouts(dataset, seed=settings.seed, kinds=surface.ranked)


def fit_trial(holdout: Holdout, surface: Surface, choice: Choice, seed: int) -> Trial:
    """Fit a surface's parts on a hold-out's training set."""
    train = holdout.train.restricted(surface.inputs)
    columns = holdout.train.columns_of(surface.inputs)
    fusion = fit_collaborative(choice, train, seed)
    histories = train.user_items[holdout.rows]
    model = SurfaceModel(
        surface=surface,
        items=train.items,
        fusion=fusion,
        priors=make_priors(train, prior_freshness(choice, train)),
        segment_names=train.segment_names,
        blend=POPULAR,
    )
    codes = train.segments[holdout.rows].astype(np.int64)
    everybody = len(train.segment_names)
    own = np.where(codes >= 0, codes, everybody)
    priors = np.stack([model.priors[np.full(len(own), everybody)], model.priors[own]])
    links = [
        link_scores(holdout.train, surface, days)[holdout.rows].toarray()[:, columns]
        for days in (READING_HALF_LIFE_DAYS, NOW_HALF_LIFE_DAYS)
    ]
    judged = replace(
        holdout,
        train=train,
        labels=holdout.labels[:, columns],
        excluded=holdout.excluded[:, columns],
        ranked=holdout.ranked[columns],
    )
    collaborative = model.collaborative(histories)
    lengths = np.diff(histories.indptr).astype(np.int64)
    return Trial(judged, collaborative, lengths, priors, np.stack(links).astype(np.float32))


def fit_collaborative(choice: Choice, dataset: Dataset, seed: int) -> Fusion | None:
    """Fit the published mix without popularity, which is the prior; None if nothing is left."""
    members = [member for member in choice.mix if member.algorithm != "popularity"]
    return fit_fusion(members, dataset, seed=seed) if members else None


def prior_freshness(choice: Choice, dataset: Dataset) -> Doubles:
    """Return how much each pair counts in the prior: as in the published mix's popularity."""
    for member in choice.mix:
        if isinstance(member.config, PopularityConfig):
            return freshness(dataset, member.config.half_life_days)
    return freshness(dataset, 0.0)


def _prior_blends(plain: Blend, choice: Choice) -> list[Blend]:
    weights = PRIOR_WEIGHTS if choice.is_personal else (1.0,)
    return [
        replace(plain, prior_weight=weight, prior_items=items, by_segment=by_segment)
        for by_segment, items, weight in product((False, True), PRIOR_ITEMS, weights)
    ]


def _best(trials: Sequence[Trial], blends: Sequence[Blend], k: int) -> Blend:
    means = [float(np.mean([trial.judge(one, k).mean() for trial in trials])) for one in blends]
    return blends[int(np.argmax(means))]


def _judge_links(
    fresh: Sequence[Trial], weighed: Blend, surface: Surface, settings: SelectionSettings
) -> tuple[LinkReport, Blend]:
    without = replace(weighed, link_weight=0.0)
    gain = _gain((fresh, weighed), (fresh, without), settings)
    learned = weighed.link_weight if gain.is_above_zero else 0.0
    now = max(surface.link_floor - learned, 0.0)
    served = replace(weighed, link_weight=learned, now_weight=now)
    served_gain = _gain((fresh, served), (fresh, without), settings)
    users = len(np.unique(np.concatenate([trial.holdout.rows for trial in fresh])))
    return LinkReport(learned, surface.link_floor, gain, served_gain, users), served


def _gain(
    model: tuple[Sequence[Trial], Blend],
    baseline: tuple[Sequence[Trial], Blend],
    settings: SelectionSettings,
) -> Interval:
    difference = np.concatenate(
        [
            first.judge(model[1], settings.k) - second.judge(baseline[1], settings.k)
            for first, second in zip(model[0], baseline[0], strict=True)
        ]
    )
    rows = np.concatenate([trial.holdout.rows for trial in model[0]])
    return bootstrap_mean(mean_per_user(difference, rows), seed=settings.seed)


def _untested(blend: Blend) -> Tuning:
    nothing = Interval(0.0, 0.0, 0.0)
    link = LinkReport(0.0, blend.now_weight, nothing, nothing, 0)
    return Tuning(blend, link, nothing, 0)
