"""What fresh hold-outs, used for no choice, say of the chosen mix."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recommender.algorithms.base import Doubles
from recommender.arena import Arena
from recommender.bootstrap import Interval, bootstrap_mean, mean_per_user
from recommender.fusion import Mix
from recommender.history import GROUPS, in_group
from recommender.search import PLAIN_POPULARITY

FEW_ITEMS = 2


@dataclass(frozen=True)
class Verdict:
    """What a fresh hold-out, used for no choice, says of the chosen candidate.

    Attributes:
        by_history: Gain over popularity for customers with 1-2 and with 3 and more items.
        blend_gain: Gain of the blend over the best single algorithm, if a blend was the best.
    """

    model: Interval
    popularity: Interval
    gain: Interval
    users: int
    by_history: Mapping[str, Interval] = field(default_factory=dict)
    blend_gain: Interval | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the verdict for a report."""
        return {
            "ndcg": self.model.as_json(),
            "ndcg_popularity": self.popularity.as_json(),
            "ndcg_gain": self.gain.as_json(),
            "by_history": {name: one.as_json() for name, one in self.by_history.items()},
            "blend_gain": self.blend_gain.as_json() if self.blend_gain else None,
            "users": self.users,
        }


@dataclass(frozen=True)
class Fresh:
    """What the fresh hold-outs say, one value per user and hold-out: float64 (n,) each.

    Attributes:
        rows: int64 (n,), the users.
        lengths: int64 (n,), different items of each history.
    """

    model: Doubles
    single: Doubles
    popularity: Doubles
    rows: NDArray[np.int64]
    lengths: NDArray[np.int64]

    def interval(self, values: Doubles, seed: int, chosen: Any = slice(None)) -> Interval:
        """Return the mean per user with its 95 % interval."""
        return bootstrap_mean(mean_per_user(values[chosen], self.rows[chosen]), seed=seed)

    def without_blend(self) -> "Fresh":
        """Return what is said of the best single algorithm."""
        return replace(self, model=self.single)

    def verdict(self, seed: int, blend_gain: Interval | None) -> Verdict:
        """Return the verdict on the model, with intervals."""
        gains = self.model - self.popularity
        few = self.lengths <= FEW_ITEMS
        return Verdict(
            model=self.interval(self.model, seed),
            popularity=self.interval(self.popularity, seed),
            gain=self.interval(gains, seed),
            users=len(np.unique(self.rows)),
            by_history={
                "1-2": self.interval(gains, seed, few),
                "3+": self.interval(gains, seed, ~few),
            },
            blend_gain=blend_gain,
        )


def judge_fresh(
    arenas: Iterable[Arena], best: Mix, single: Mix, groups: Mapping[str, Mix]
) -> Fresh:
    """Fit and judge the best mix (with those of the groups), the best single and popularity."""
    parts = [_judge(arena, best, single, groups) for arena in arenas]
    return Fresh(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _judge(
    arena: Arena, best: Mix, single: Mix, groups: Mapping[str, Mix]
) -> tuple[NDArray[Any], ...]:
    mixes = [best, single, PLAIN_POPULARITY, *groups.values()]
    arena.fit(member for mix in mixes for member in mix)
    model, alone, popularity, *own = arena.judge(mixes)
    lengths = arena.holdout.lengths
    for name, values in zip(groups, own, strict=True):
        model = np.where(in_group(lengths, GROUPS[name]), values, model)
    return model, alone, popularity, arena.holdout.rows, lengths
