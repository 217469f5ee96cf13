"""What a rule costs: expected clicks of recent lists, made again without and with it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recommender.answer import Ranked
from recommender.rules.clicks import ClickCurve, features, probability
from recommender.rules.views import Cost

PER_LISTS = 1_000
ROUNDS = 400
SEED = 20261123
Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pair:
    """One list without and with the rule."""

    customer_id: str
    before: tuple[Ranked, ...]
    after: tuple[Ranked, ...]

    @property
    def is_changed(self) -> bool:
        """Say whether the rule changes what is shown, or its order."""
        return [(one.kind, one.id) for one in self.before] != [
            (one.kind, one.id) for one in self.after
        ]


def cost_of(pairs: Sequence[Pair], curve: ClickCurve) -> Cost:
    """Estimate the change in clicks with its 95 % interval.

    The interval holds both what is unknown of the curve (drawn from its posterior) and the choice
    of lists (resampled by customer).
    """
    means = _clicks(pairs, curve.mean)
    low, high = _interval(pairs, curve) if pairs else (0.0, 0.0)
    return Cost(
        method=curve.method,
        lists=len(pairs),
        customers=len({one.customer_id for one in pairs}),
        changed=sum(one.is_changed for one in pairs),
        logged_lists=curve.lists,
        logged_clicks=curve.clicks,
        before=_per_lists(means[:, 0]),
        after=_per_lists(means[:, 1]),
        change=_per_lists(means[:, 1] - means[:, 0]),
        low=low,
        high=high,
    )


def _interval(pairs: Sequence[Pair], curve: ClickCurve) -> tuple[float, float]:
    chance = np.random.default_rng(SEED)
    names = sorted({one.customer_id for one in pairs})
    owner = np.array([names.index(one.customer_id) for one in pairs])
    matrices = [(features(one.before), features(one.after)) for one in pairs]
    changes = np.zeros(ROUNDS)
    for at, weights in enumerate(curve.draws(ROUNDS, chance)):
        drawn = np.bincount(chance.integers(len(names), size=len(names)), minlength=len(names))
        counts = drawn[owner]
        each = _differences(matrices, weights)
        changes[at] = (counts * each).sum() / max(1, counts.sum())
    low, high = np.quantile(changes, (0.025, 0.975))
    return round(float(low) * PER_LISTS, 2), round(float(high) * PER_LISTS, 2)


def _differences(matrices: Sequence[tuple[Doubles, Doubles]], weights: Doubles) -> Doubles:
    """Return the change of each list, computed over all rows at once."""
    return _sums([after for _, after in matrices], weights) - _sums(
        [before for before, _ in matrices], weights
    )


def _sums(matrices: Sequence[Doubles], weights: Doubles) -> Doubles:
    sizes = [len(one) for one in matrices]
    rows = np.repeat(np.arange(len(matrices)), sizes)
    chances = probability(np.concatenate(matrices), weights)
    sums: Doubles = np.bincount(rows, chances, minlength=len(matrices)).astype(np.float64)
    return sums


def _clicks(pairs: Sequence[Pair], weights: Doubles) -> Doubles:
    """Return the expected clicks of each pair, float64 (n_pairs, 2)."""
    if not pairs:
        return np.zeros((0, 2))
    before = _sums([features(one.before) for one in pairs], weights)
    after = _sums([features(one.after) for one in pairs], weights)
    return np.column_stack([before, after])


def _per_lists(values: Doubles) -> float:
    return round(float(values.mean()) * PER_LISTS, 2) if len(values) else 0.0
