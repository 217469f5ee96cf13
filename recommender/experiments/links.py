"""What contents and products give one another: learned on some hold-outs, verified on others."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recommender.bootstrap import Interval, bootstrap_mean, mean_per_user
from recommender.experiments.rehearsal import HALF_LIVES_DAYS, Judged, Rehearsal
from recommender.selection import SelectionSettings
from recommender.surfaces import Blend, Surface

LINK_WEIGHTS = (0.25, 0.5, 1.0, 2.0, 4.0)
TRANSFER_WEIGHTS = (0.25, 0.5, 1.0)

CLAIM_CONFIDENCE = 0.99
"""Two weights are tested on every training: at 95 % one bank in twenty would claim a link that
does not exist."""

NOTHING = Interval(0.0, 0.0, 0.0)
GROUPS: Mapping[str, tuple[float, float]] = {"cold": (0, 0), "1-2": (1, 2), "3+": (3, np.inf)}
"""Customers by the number of products that they own: least and most."""

Metric = Callable[[Judged], NDArray[np.float64]]
Compared = tuple[Blend, Blend]


@dataclass(frozen=True)
class GroupGain:
    """What is gained by the customers who own so many products."""

    ndcg: Interval
    recall: Interval
    users: int

    def as_json(self) -> dict[str, Any]:
        """Return the figures as JSON."""
        figures = {"ndcg": self.ndcg.as_json(), "recall": self.recall.as_json()}
        return {**figures, "users": self.users}


@dataclass(frozen=True)
class LinkReport:
    """What contents say for products (or products for contents) on one surface.

    Attributes:
        learned: Weight of a link that validation asks for; 0 where it shows no significant gain.
        transfer: Weight of what contents say by company, likewise.
        half_life_days: Age at which a reading's link counts half, chosen with the weight.
        floor: Weight that a reading of this moment has at least.
        gain: nDCG of the best weights tried above none, on fresh data.
        recall_gain: Recall at the same length of list, likewise.
        groups: The gain by the number of products owned.
        served_gain: nDCG of what is served above no links: what the floor costs or gives.
    """

    learned: float
    floor: float
    gain: Interval
    served_gain: Interval
    users: int
    transfer: float = 0.0
    half_life_days: float = HALF_LIVES_DAYS[0]
    recall_gain: Interval = NOTHING
    groups: Mapping[str, GroupGain] = field(default_factory=dict)

    @property
    def is_claimed(self) -> bool:
        """Say whether an uplift is claimed at all."""
        return self.learned > 0 or self.transfer > 0

    def as_json(self) -> dict[str, Any]:
        """Return the report as JSON."""
        return {
            "claimed": self.is_claimed,
            "learned_weight": self.learned,
            "transfer_weight": self.transfer,
            "half_life_days": self.half_life_days,
            "floor_now": self.floor,
            "gain": self.gain.as_json(),
            "recall_gain": self.recall_gain.as_json(),
            "groups": {name: group.as_json() for name, group in self.groups.items()},
            "served_gain": self.served_gain.as_json(),
            "users": self.users,
        }


def weigh_links(chosen: Sequence[Rehearsal], blend: Blend, k: int) -> Blend:
    """Return the blend with the weights of links and transfer that are best on the hold-outs."""
    links = [
        replace(blend, link_weight=weight, reading_half_life_days=days)
        for weight, days in product(LINK_WEIGHTS, HALF_LIVES_DAYS)
    ]
    linked = best_blend(chosen, [blend, *links], k)
    moved = [replace(linked, transfer_weight=weight) for weight in TRANSFER_WEIGHTS]
    return best_blend(chosen, [linked, *moved], k)


def best_blend(rehearsals: Sequence[Rehearsal], blends: Sequence[Blend], k: int) -> Blend:
    """Return the blend with the greatest mean nDCG; of equal ones the first."""
    means = [
        float(np.mean([rehearsal.judge(one, k).ndcg.mean() for rehearsal in rehearsals]))
        for one in blends
    ]
    return blends[int(np.argmax(means))]


def verify_links(
    fresh: Sequence[Rehearsal], weighed: Blend, surface: Surface, settings: SelectionSettings
) -> tuple[LinkReport, Blend]:
    """Keep only weights with a significant gain on fresh data; report them and what is served."""
    ledger = Ledger(fresh, settings)
    kept = _confirmed(ledger, weighed)
    nothing = replace(kept, link_weight=0.0, transfer_weight=0.0)
    now = max(surface.link_floor - kept.link_weight, 0.0)
    served = replace(kept, now_weight=now)
    tried = replace(weighed, link_weight=0.0, transfer_weight=0.0)
    report = LinkReport(
        learned=kept.link_weight,
        transfer=kept.transfer_weight,
        half_life_days=kept.reading_half_life_days,
        floor=surface.link_floor,
        gain=ledger.gain((weighed, tried), _ndcg),
        recall_gain=ledger.gain((weighed, tried), _recall),
        groups=ledger.groups((weighed, tried)),
        served_gain=ledger.gain((served, nothing), _ndcg),
        users=ledger.users,
    )
    return report, served


def _confirmed(ledger: "Ledger", weighed: Blend) -> Blend:
    without = replace(weighed, transfer_weight=0.0)
    kept = weighed if ledger.is_sure((weighed, without)) else without
    plain = replace(kept, link_weight=0.0)
    return kept if ledger.is_sure((kept, plain)) else plain


class Ledger:
    """Gains of one blend over another on fresh hold-outs, each customer counted once."""

    def __init__(self, fresh: Sequence[Rehearsal], settings: SelectionSettings) -> None:
        self._fresh = fresh
        self._settings = settings
        self._rows = np.concatenate([one.holdout.rows for one in fresh])
        self._owned = np.concatenate([one.owned for one in fresh])
        self._judged: dict[Blend, Judged] = {}

    @property
    def users(self) -> int:
        """The number of different customers."""
        return len(np.unique(self._rows))

    def gain(self, compared: Compared, metric: Metric) -> Interval:
        """Return the mean gain of the first blend over the second, with its 95 % interval."""
        return bootstrap_mean(self._differences(compared, metric), seed=self._settings.seed)

    def is_sure(self, compared: Compared) -> bool:
        """Say whether the first blend is above the second beyond what chance makes of noise."""
        if compared[0] == compared[1]:
            return False
        differences = self._differences(compared, _ndcg)
        seed, sure = self._settings.seed, CLAIM_CONFIDENCE
        return bootstrap_mean(differences, seed=seed, confidence=sure).is_above_zero

    def groups(self, compared: Compared) -> dict[str, GroupGain]:
        """Return the gain of the customers who own no, few and more products."""
        return {
            name: self._group(compared, (self._owned >= least) & (self._owned <= most))
            for name, (least, most) in GROUPS.items()
        }

    def _group(self, compared: Compared, mask: NDArray[np.bool_]) -> GroupGain:
        seed = self._settings.seed
        return GroupGain(
            ndcg=bootstrap_mean(self._differences(compared, _ndcg, mask), seed=seed),
            recall=bootstrap_mean(self._differences(compared, _recall, mask), seed=seed),
            users=len(np.unique(self._rows[mask])),
        )

    def _differences(
        self, compared: Compared, metric: Metric, mask: NDArray[np.bool_] | None = None
    ) -> NDArray[np.float64]:
        first, second = (metric(self._judge(blend)) for blend in compared)
        difference, rows = first - second, self._rows
        if mask is not None:
            difference, rows = difference[mask], rows[mask]
        return mean_per_user(difference, rows) if len(rows) else difference

    def _judge(self, blend: Blend) -> Judged:
        if blend not in self._judged:
            parts = [one.judge(blend, self._settings.k) for one in self._fresh]
            self._judged[blend] = Judged(
                np.concatenate([part.ndcg for part in parts]),
                np.concatenate([part.recall for part in parts]),
            )
        return self._judged[blend]


def _ndcg(judged: Judged) -> NDArray[np.float64]:
    return judged.ndcg


def _recall(judged: Judged) -> NDArray[np.float64]:
    return judged.recall
