"""The weights of a surface's parts, chosen on hold-outs: prior, segment, links, transfer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from recommender.bootstrap import Interval, bootstrap_mean, mean_per_user
from recommender.dataset import Dataset
from recommender.experiments.links import (
    NOTHING,
    LinkReport,
    best_blend,
    verify_links,
    weigh_links,
)
from recommender.experiments.rehearsal import Rehearsal, rehearse
from recommender.holdout import make_holdouts
from recommender.selection import Choice, SelectionSettings
from recommender.surfaces import Blend, Surface

PRIOR_WEIGHTS = (0.001, 0.1, 0.3)
PRIOR_ITEMS = (0.0, 1.0)
POPULAR = Blend(1.0, 0.0, 0.0, 0.0, by_segment=False)


@dataclass(frozen=True)
class Tuning:
    """The chosen blend of a surface and what its links give."""

    blend: Blend
    link: LinkReport
    total: Interval
    users: int


def tune(dataset: Dataset, surface: Surface, choice: Choice, settings: SelectionSettings) -> Tuning:
    """Choose the blend on the hold-outs of the choice; judge the links on fresh ones.

    Args:
        dataset: All kinds: readings count although they are no input of the product surface.
        surface: What is ranked from what.
        choice: The collaborative part that `select` made for this surface.
        settings: Seed and length of the lists.
    """
    holdouts = make_holdouts(dataset, seed=settings.seed, kinds=surface.ranked)
    plain = replace(POPULAR, prior_weight=0.1 if choice.is_personal else 1.0)
    if not holdouts.can_decide:
        return _untested(replace(plain, now_weight=surface.link_floor))
    chosen = [rehearse(one, surface, choice, settings.seed) for one in holdouts.choice]
    blend = best_blend(chosen, _prior_blends(plain, choice), settings.k)
    weighed = weigh_links(chosen, blend, settings.k)
    chosen.clear()
    fresh = [rehearse(one, surface, choice, settings.seed) for one in holdouts.fresh]
    link, served = verify_links(fresh, weighed, surface, settings)
    return Tuning(served, link, _gain_over_popularity(fresh, served, settings), link.users)


def _prior_blends(plain: Blend, choice: Choice) -> list[Blend]:
    weights = PRIOR_WEIGHTS if choice.is_personal else (1.0,)
    return [
        replace(plain, prior_weight=weight, prior_items=items, by_segment=by_segment)
        for by_segment, items, weight in product((False, True), PRIOR_ITEMS, weights)
    ]


def _gain_over_popularity(
    fresh: Sequence[Rehearsal], served: Blend, settings: SelectionSettings
) -> Interval:
    gains = [
        one.judge(served, settings.k).ndcg - _everybody(one).judge(POPULAR, settings.k).ndcg
        for one in fresh
    ]
    rows = np.concatenate([one.holdout.rows for one in fresh])
    return bootstrap_mean(mean_per_user(np.concatenate(gains), rows), seed=settings.seed)


def _everybody(rehearsal: Rehearsal) -> Rehearsal:
    return replace(rehearsal, collaborative=np.zeros_like(rehearsal.collaborative))


def _untested(blend: Blend) -> Tuning:
    link = LinkReport(0.0, blend.now_weight, NOTHING, NOTHING, 0)
    return Tuning(blend, link, NOTHING, 0)
