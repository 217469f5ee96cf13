"""Whether a customer's own older events count less: validated on windows of time, never assumed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from recommender.algorithms import named
from recommender.algorithms.base import Doubles, powers
from recommender.arena import Arena
from recommender.bootstrap import Interval, bootstrap_mean, mean_per_user
from recommender.dataset import Dataset
from recommender.fusion import Member
from recommender.holdout import Holdout, Holdouts
from recommender.search import Budget, cost_seconds, narrowing_users, with_tie_break

HALF_LIVES_DAYS = (30.0, 90.0, 365.0)
"""Ages at which an event may come to count half."""

PROBES = ("ease", "rp3beta")
"""Cheap algorithms that read the weights in a history; the better one speaks for all."""

FADING_POWER = 0.5
"""Exponent of the weights where something fades; without one a pair counts once, however old."""

PROBE_SHARE = 0.08
"""Of the budget, for each probe."""

WINDOWS = 2


@dataclass(frozen=True)
class Fading:
    """What fading gives on windows that did not choose it.

    Attributes:
        half_life_days: Age at which an event counts half; 0: nothing fades.
        gain: nDCG of the best fading above none; None where nothing could be tested.
    """

    half_life_days: float = 0.0
    gain: Interval | None = None
    users: int = 0

    def applied(self, dataset: Dataset) -> Dataset:
        """Return the data with its older events faded."""
        if not self.half_life_days:
            return dataset
        settings = dataset.settings.model_copy(update={"half_life_days": self.half_life_days})
        return replace(dataset, settings=settings)

    def as_json(self) -> dict[str, Any]:
        """Return the finding for a report."""
        gain = self.gain.as_json() if self.gain else None
        return {"half_life_days": self.half_life_days, "gain": gain, "users": self.users}


NOTHING_FADES = Fading()
Variant = tuple[float, Member]


def validate_fading(dataset: Dataset, holdouts: Holdouts, budget: Budget, *, seed: int) -> Fading:
    """Return the half-life that surely gains, or none.

    The best fading and the best without are chosen on one window and compared on the other.
    """
    variants = _variants(dataset, budget) if holdouts.by_time else []
    if not variants:
        return NOTHING_FADES
    most = narrowing_users(len(dataset.items))
    windows = [one.sampled(most, seed=seed) for one in holdouts.choice]
    judged = [_judge(one, variants, seed) for one in windows]
    gains = []
    for number, here in enumerate(judged):
        others = [one for at, one in enumerate(judged) if at != number]
        gains.append(here[best_of(others, fading=True)] - here[best_of(others, fading=False)])
    rows = np.concatenate([one.rows for one in windows])
    gain = bootstrap_mean(mean_per_user(np.concatenate(gains), rows), seed=seed)
    half_life, _ = best_of(judged, fading=True)
    return Fading(half_life if gain.is_above_zero else 0.0, gain, len(np.unique(rows)))


def faded(holdouts: Holdouts, fading: Fading) -> Holdouts:
    """Return the hold-outs with their training sets faded; the labels stay."""
    if not fading.half_life_days:
        return holdouts
    choice, fresh = (
        [replace(one, train=fading.applied(one.train)) for one in some]
        for some in (holdouts.choice, holdouts.fresh)
    )
    return replace(holdouts, choice=choice, fresh=fresh)


def best_of(judged: Sequence[Mapping[Variant, Doubles]], *, fading: bool) -> Variant:
    """Return the variant with the best mean over windows, among those that fade or do not."""
    options = [variant for variant in judged[0] if (variant[0] > 0) == fading]
    return max(options, key=lambda one: float(np.mean([values[one].mean() for values in judged])))


def _variants(dataset: Dataset, budget: Budget) -> list[Variant]:
    return [variant for name in PROBES for variant in _probe(name, dataset, budget)]


def _probe(name: str, dataset: Dataset, budget: Budget) -> list[Variant]:
    """Return an algorithm without and with fading; nothing where that costs too much."""
    config = named(name).grid(dataset)[0]
    ways = [(0.0, power) for power in powers(dataset)]
    ways += [(days, FADING_POWER) for days in HALF_LIVES_DAYS]
    members = [Member(name, config.model_copy(update={"power": power})) for _, power in ways]
    seconds = WINDOWS * sum(cost_seconds(member, dataset.shape) for member in members)
    is_affordable = all(budget.affords(member, dataset.shape) for member in members)
    if not is_affordable or seconds > PROBE_SHARE * budget.seconds:
        return []
    return [(days, member) for (days, _), member in zip(ways, members, strict=True)]


def _judge(holdout: Holdout, variants: Sequence[Variant], seed: int) -> dict[Variant, Doubles]:
    values: dict[Variant, Doubles] = {}
    for days, member in variants:
        train = Fading(days).applied(holdout.train)
        arena = Arena(replace(holdout, train=train), seed=seed, k=10)
        values[days, member] = arena.judge([with_tie_break(member)])[0]
    return values
