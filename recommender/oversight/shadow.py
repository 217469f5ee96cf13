"""A model that is not shown, held against the decisions that were: off the request path."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from recommender.dataset import ItemKey
from recommender.decide import Inputs, Standing, standings
from recommender.decisions.model import Record
from recommender.offpolicy import (
    FOLDS,
    Estimate,
    Logged,
    doubly_robust,
    predicted_rewards,
    self_normalised,
)
from recommender.oversight.model import OffPolicyReport, ShadowReport, Worth
from recommender.ranking import choose, pools
from recommender.scoring import Scorer

Clicked = frozenset[ItemKey]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One place that chance filled.

    Attributes:
        shown: What chance chose.
        now: What the model that decided would have chosen from the same candidates.
        new: What the other model would have chosen.
        propensity: Probability of what was shown.
    """

    customer_id: str
    shown: ItemKey
    now: ItemKey
    new: ItemKey
    propensity: float
    is_clicked: bool


@dataclass(slots=True)
class Shadow:
    """Adds up how one model compares, decision by decision."""

    scorer: Scorer
    lost: int = 0
    overlaps: list[float] = field(default_factory=list)
    correlations: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    seconds_now: list[float] = field(default_factory=list)
    kept: list[bool] = field(default_factory=list)
    drawn: list[Drawn] = field(default_factory=list)

    def add(self, record: Record, inputs: Inputs, clicked: Clicked) -> None:
        """Score a decision's candidates with both models."""
        other = replace(inputs, scorer=self.scorer)
        # Whoever comes second finds the masks warm: the two take turns.
        if len(self.seconds) % 2:
            (new, took), (now, took_now) = _timed(other), _timed(inputs)
        else:
            (now, took_now), (new, took) = _timed(inputs), _timed(other)
        self.seconds.append(took)
        self.seconds_now.append(took_now)
        listed: set[ItemKey] = set()
        for first, second in zip(now, new, strict=True):
            ours, theirs = _list(first), _list(second)
            listed |= theirs
            self.overlaps.append(len(ours & theirs) / max(len(ours), 1))
            self.correlations.append(correlation(first.scores.totals, second.scores.totals))
            self.drawn += _drawn(record, first, second, clicked)
        self.kept += [key in listed for key in sorted(clicked)]

    def report(self) -> ShadowReport:
        """Return what came out."""
        return ShadowReport(
            decisions=len(self.seconds),
            lost=self.lost,
            overlap=_mean(self.overlaps),
            correlation=_mean(self.correlations),
            clicks=len(self.kept),
            clicks_kept=_mean(self.kept),
            seconds=float(np.median(self.seconds)) if self.seconds else 0.0,
            seconds_now=float(np.median(self.seconds_now)) if self.seconds_now else 0.0,
            off_policy=off_policy(self.drawn),
        )


def off_policy(drawn: Sequence[Drawn]) -> OffPolicyReport:
    """Estimate the clicks of both models on the places that chance filled."""
    if not any(one.propensity < 1 for one in drawn):
        return OffPolicyReport(places=len(drawn), reason="nothing_random")
    new, now = (
        _logged(drawn, [one.new for one in drawn]),
        _logged(drawn, [one.now for one in drawn]),
    )
    first, second = self_normalised(new), self_normalised(now)
    told = {"places": len(drawn), "shown": float(new.rewards.mean()), "effective": first.effective}
    if not (first.is_enough and second.is_enough):
        return OffPolicyReport(**told, reason="too_little")
    robust = _robust(drawn, new)
    return OffPolicyReport(**told, new=_worth(first), new_robust=_worth(robust), now=_worth(second))


def correlation(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    """Return Spearman's rank correlation; 0 where one of them does not tell items apart.

    >>> round(correlation(np.array([1.0, 2.0, 3.0]), np.array([10.0, 20.0, 30.0])), 9)
    1.0
    """
    ranks = rankdata(first), rankdata(second)
    if len(first) < 2 or not (np.ptp(ranks[0]) and np.ptp(ranks[1])):
        return 0.0
    return float(np.corrcoef(*ranks)[0, 1])


def _timed(inputs: Inputs) -> tuple[list[Standing], float]:
    begun = perf_counter()
    found = standings(inputs)
    return found, perf_counter() - begun


def _list(standing: Standing) -> set[ItemKey]:
    """Return the best of a kind, without chance."""
    pile = standing.scores.candidates
    return {pile[seat.at] for seat in choose(standing.scores, standing.limit)}


def _drawn(record: Record, now: Standing, new: Standing, clicked: Clicked) -> Iterator[Drawn]:
    """Find the places that chance filled, with the candidates that it had."""
    shown = {
        ItemKey(one.kind, one.id): one.propensity for one in record.items if one.propensity < 1
    }
    if not shown or now.chances is None:
        return
    pile = now.scores.candidates
    for pool in pools(now.scores, now.limit, now.chances):
        keys = [pile[one] for one in pool]
        for key in shown.keys() & set(keys):
            yield Drawn(
                customer_id=record.customer_id or "",
                shown=key,
                now=pile[_first(now, pool)],
                new=pile[_first(new, pool)],
                propensity=shown[key],
                is_clicked=key in clicked,
            )


def _first(standing: Standing, pool: Sequence[int]) -> int:
    scores, at = standing.scores, np.array(pool)
    return int(at[np.lexsort((scores.candidates.ranks(at), -scores.totals[at]))[0]])


def _logged(drawn: Sequence[Drawn], wanted: Sequence[ItemKey]) -> Logged:
    _, groups = np.unique([one.customer_id for one in drawn], return_inverse=True)
    return Logged(
        rewards=np.array([one.is_clicked for one in drawn], np.float64),
        propensities=np.array([one.propensity for one in drawn], np.float64),
        targets=np.array(
            [one.shown == key for one, key in zip(drawn, wanted, strict=True)], np.float64
        ),
        groups=groups.astype(np.int64),
    )


def _robust(drawn: Sequence[Drawn], log: Logged) -> Estimate:
    keys = sorted({one.shown for one in drawn} | {one.new for one in drawn})
    at = {key: place for place, key in enumerate(keys)}
    shown = np.array([at[one.shown] for one in drawn], np.int64)
    wanted = np.array([at[one.new] for one in drawn], np.int64)
    table = predicted_rewards(shown, log.rewards, log.groups, len(keys))
    fold = log.groups % FOLDS
    return doubly_robust(log, table[fold, shown], table[fold, wanted])


def _worth(estimate: Estimate) -> Worth:
    low, high = max(estimate.low, 0.0), min(estimate.high, 1.0)
    return Worth(value=estimate.value, low=low, high=high)


def _mean(values: Sequence[float] | Sequence[bool]) -> float:
    return float(np.mean(values)) if values else 0.0
