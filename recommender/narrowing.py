"""The best settings of each algorithm, found on one hold-out in a few rounds."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from recommender.arena import Arena
from recommender.dataset import Dataset
from recommender.fusion import Member
from recommender.holdout import chunks
from recommender.lanes import in_lanes
from recommender.search import (
    PLAIN_POPULARITY,
    Budget,
    Space,
    going_on,
    narrowing_users,
    plan,
    with_tie_break,
)

KEPT_AN_ALGORITHM = 2
LATER_ROUNDS = 3
"""How often what lies around the best so far is looked at, while an algorithm's part lasts."""

Progress = Callable[[str, float], None]
"""Told what happens and the share (0..1) that is done."""


def narrow(
    dataset: Dataset, arena: Arena, budget: Budget, only: str | None, tell: Progress
) -> dict[str, list[Member]]:
    """Return the best members per algorithm; what was fitted of them stays in the arena."""
    spaces = plan(dataset, budget, only=only)
    judging = arena.sampled(narrowing_users(len(dataset.items)))
    kept: dict[str, list[Member]] = {}
    for number, (name, space) in enumerate(spaces.items()):
        tell(f"Searching {name}", 0.6 * number / len(spaces))
        leaders = _search(dataset, space, judging, budget)
        kept[name] = going_on(leaders, dataset.shape, budget)
        judging.keep_only(kept[name])
    arena.adopt(judging)
    return kept


def _search(dataset: Dataset, space: Space, arena: Arena, budget: Budget) -> list[Member]:
    lanes = budget.lanes(space.members, dataset.shape, arena.lanes)
    values = _judged(arena, space.members, {}, lanes)
    for _ in range(LATER_ROUNDS):
        near = space.next_round(dataset, _ordered(values), budget)
        values = _judged(arena, near, values, lanes)
    return _ordered(values)[:KEPT_AN_ALGORITHM]


def _judged(
    arena: Arena, members: Sequence[Member], known: Mapping[Member, float], lanes: int
) -> dict[Member, float]:
    """Judge members a few at a time, so that few fitted models are held at once."""
    arena.fit(PLAIN_POPULARITY)
    values = dict(known)
    for some in chunks(len(members), 2 * lanes):
        batch = members[some]
        means = in_lanes([partial(_mean, arena, member) for member in batch], lanes)
        values.update(zip(batch, means, strict=True))
        arena.keep_only(_ordered(values)[:KEPT_AN_ALGORITHM])
    return values


def _mean(arena: Arena, member: Member) -> float:
    return float(arena.judge([with_tie_break(member)])[0].mean())


def _ordered(values: Mapping[Member, float]) -> list[Member]:
    return sorted(values, key=lambda member: -values[member])
