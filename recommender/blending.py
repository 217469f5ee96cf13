"""Weighted sums of the best algorithms: kept only where they win on every hold-out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from recommender.algorithms.base import Doubles
from recommender.algorithms.popularity import Popularity
from recommender.arena import key_of
from recommender.bootstrap import Interval, bootstrap_mean, mean_per_user
from recommender.fusion import Member, Mix
from recommender.history import GROUPS, in_group
from recommender.lanes import in_lanes
from recommender.pool import Pool

SHARES = (0.15, 0.3, 0.5, 0.7)
"""Share of a newcomer in a blend."""

NUDGES = (0.6, 0.8, 1.25, 1.6)
"""Factors on one member's weight, once the members are chosen."""

POPULARITIES = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 2.0)
"""Weights of popularity that are tried then, the models' being 1 together."""

MOST_MEMBERS = 3
STARTS = 2
FEWEST_IN_GROUP = 100
"""A history group with fewer judged users has no mix of its own."""

MOST_OF_ALL = 0.9
"""Nor has a group that is nearly everybody: the general mix is its own."""


@dataclass(frozen=True)
class Tried:
    """One candidate and its mean nDCG@k on the hold-outs of the choice."""

    mix: Mix
    ndcg: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Return the mean over the hold-outs."""
        return float(np.mean(self.ndcg))

    def beats(self, other: "Tried") -> bool:
        """Say whether it is better on every hold-out."""
        return all(own > theirs for own, theirs in zip(self.ndcg, other.ndcg, strict=True))

    def as_json(self) -> dict[str, Any]:
        """Return the candidate for a report."""
        members = [member.as_json() for member in self.mix]
        return {"members": members, "ndcg": [round(value, 6) for value in self.ndcg]}


class Bench:
    """Judges mixes on the pools of some hold-outs, each mix once.

    Args:
        pools: Of hold-outs that share no labels.
        lanes: How many mixes are judged side by side; it changes no result.
    """

    def __init__(self, pools: Sequence[Pool], lanes: int = 1) -> None:
        self.pools = pools
        self._lanes = lanes
        self._known: dict[Mix, Tried] = {}

    def judge(self, mixes: Iterable[Mix]) -> list[Tried]:
        """Return each mix with its means."""
        wanted = list(mixes)
        missing = [mix for mix in dict.fromkeys(wanted) if mix not in self._known]
        judged = in_lanes([partial(self._judge, mix) for mix in missing], self._lanes)
        self._known.update(zip(missing, judged, strict=True))
        return [self._known[mix] for mix in wanted]

    def best(self, mixes: Iterable[Mix]) -> Tried:
        """Return the mix with the best mean; the first of equals."""
        return max(self.judge(mixes), key=lambda one: one.mean)

    def values(self, mix: Mix) -> Doubles:
        """Return nDCG@k of each user of each hold-out, one pool after the other."""
        return np.concatenate([pool.judge(mix) for pool in self.pools])

    @property
    def tried(self) -> tuple[Tried, ...]:
        """Return everything that was judged, in order."""
        return tuple(self._known.values())

    def _judge(self, mix: Mix) -> Tried:
        return Tried(mix, tuple(float(pool.judge(mix).mean()) for pool in self.pools))


def blend(bench: Bench, singles: Sequence[Mix]) -> Tried:
    """Return the best weighted sum of up to three algorithms, or the best single one.

    A member joins, and a weight moves, only if that wins on every hold-out.

    Args:
        bench: Where mixes are judged.
        singles: Each leader with its popularity; different algorithms or configs.
    """
    judged = sorted(bench.judge(singles), key=lambda one: -one.mean)
    single = judged[0]
    grown = [_grown(bench, start, singles) for start in _starts(judged)]
    winners = [one for one in grown if one.beats(single)]
    return max([single, *winners], key=lambda one: one.mean)


def _starts(judged: Sequence[Tried]) -> list[Tried]:
    """Return the best single mixes of different algorithms."""
    firsts: dict[str, Tried] = {}
    for one in judged:
        firsts.setdefault(one.mix[0].algorithm, one)
    return list(firsts.values())[:STARTS]


def _grown(bench: Bench, start: Tried, singles: Sequence[Mix]) -> Tried:
    current = start
    leaders = list({key_of(mix[0]): mix[0] for mix in singles}.values())
    while len(models_of(current.mix)) < MOST_MEMBERS:
        held = {key_of(member) for member in current.mix}
        options = [
            joined(current.mix, leader, share)
            for leader in leaders
            if key_of(leader) not in held
            for share in SHARES
        ]
        found = bench.best(options) if options else current
        if not found.beats(current):
            break
        current = found
    return _nudged(bench, current)


def _nudged(bench: Bench, start: Tried) -> Tried:
    current = start
    for number in range(len(start.mix)):
        found = bench.best(nudged(current.mix, number))
        if found.beats(current):
            current = found
    return current


def models_of(mix: Mix) -> list[Member]:
    """Return the members that are more than popularity."""
    return [member for member in mix if member.algorithm != Popularity.name]


def joined(mix: Mix, newcomer: Member, share: float) -> Mix:
    """Return the mix with a newcomer that weighs the given share of all its models."""
    models = models_of(mix)
    total = sum(member.weight for member in models)
    weight = total * share / (1.0 - share)
    new = Member(newcomer.algorithm, newcomer.config, weight)
    popular = [member for member in mix if member.algorithm == Popularity.name]
    return normalised((*models, new, *popular))


def nudged(mix: Mix, number: int) -> list[Mix]:
    """Return the mix with one member's weight moved to each side."""
    member = mix[number]
    is_popular = member.algorithm == Popularity.name
    weights = POPULARITIES if is_popular else [member.weight * factor for factor in NUDGES]
    moved = [Member(member.algorithm, member.config, weight) for weight in weights]
    return [normalised((*mix[:number], one, *mix[number + 1 :])) for one in moved]


def normalised(members: Iterable[Member]) -> Mix:
    """Return the members with weights (of the models) that sum to 1, to four digits."""
    listed = tuple(members)
    total = sum(member.weight for member in models_of(listed)) or 1.0
    return tuple(
        Member(member.algorithm, member.config, round(member.weight / total, 4))
        for member in listed
    )


@dataclass(frozen=True)
class GroupGain:
    """What a mix of its own gives a history group, on hold-outs that did not choose it."""

    mix: Mix
    gain: Interval
    users: int

    @property
    def is_used(self) -> bool:
        """Say whether the gain is sure."""
        return self.gain.is_above_zero

    def as_json(self) -> dict[str, Any]:
        """Return the finding for a report."""
        members = [member.as_json() for member in self.mix]
        return {
            "members": members,
            "gain": self.gain.as_json(),
            "users": self.users,
            "used": self.is_used,
        }


def blend_groups(
    pools: Sequence[Pool], singles: Sequence[Mix], general: Mix, *, seed: int, lanes: int = 1
) -> Mapping[str, GroupGain]:
    """Search a mix for each history group and say what it gives above the general one.

    The gain is cross-fitted: a mix that is chosen on some hold-outs is judged on another one.
    """
    found = {}
    for name, bounds in GROUPS.items():
        inside = [in_group(pool.lengths, bounds) for pool in pools]
        few = min(int(own.sum()) for own in inside)
        share = float(np.concatenate(inside).mean())
        if few >= FEWEST_IN_GROUP and share <= MOST_OF_ALL and len(pools) > 1:
            own = [pool.only(some) for pool, some in zip(pools, inside, strict=True)]
            found[name] = _group_gain(own, singles, general, seed=seed, lanes=lanes)
    return found


def _group_gain(
    pools: Sequence[Pool], singles: Sequence[Mix], general: Mix, *, seed: int, lanes: int
) -> GroupGain:
    gains = []
    for number, judge in enumerate(pools):
        others = [pool for at, pool in enumerate(pools) if at != number]
        chosen = blend(Bench(others, lanes), [*singles, general]).mix
        gains.append(judge.judge(chosen) - judge.judge(general))
    rows = np.concatenate([pool.rows for pool in pools])
    gain = bootstrap_mean(mean_per_user(np.concatenate(gains), rows), seed=seed)
    best = blend(Bench(pools, lanes), [*singles, general]).mix
    return GroupGain(best, gain, len(np.unique(rows)))
