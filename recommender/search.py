"""Which candidates are tried: a search space per algorithm, cut to a budget by estimated cost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from recommender.algorithms import algorithms, named
from recommender.algorithms.popularity import Popularity, PopularityConfig
from recommender.dataset import Dataset, Shape
from recommender.engines import LOCAL, Engine, can_fit
from recommender.fusion import Member, Mix

TIE_BREAK = 0.001
"""Weight of popularity that only orders what a model holds equal (and cold customers)."""

POPULARITY_WEIGHTS = (0.1, 0.3)
SECONDS_A_CELL = 4e-8
"""Scoring and ranking one user x item cell (measured, one core)."""

NARROWING_USERS, NARROWING_CELLS = 3_000, 40_000_000
"""Users that narrow a search space: fewer where the catalogue is large."""

SEARCH_SHARE = 0.5
"""Of the budget for the search spaces; blends, verification and the last fit take the rest."""

FIRST_ROUND_SHARE = 0.6
"""Of an algorithm's part for its grid; what is left looks around the best of it."""

LARGEST_SHARE = 0.1
"""A single fit above this share of the budget is not tried."""

SECOND_SHARE = 0.02
"""The second best of an algorithm goes on only below this share: each one costs several fits."""

LEAST_BUDGET_SECONDS = 60.0
MOST_BUDGET_SECONDS = 600.0
SECONDS_A_PAIR = 6e-4

PLAIN_POPULARITY: Mix = (Member(Popularity.name, PopularityConfig()),)


def default_budget_seconds(shape: Shape) -> float:
    """Return the seconds on one core that a search may take: 1 minute, up to 10 at 1 M pairs."""
    return min(LEAST_BUDGET_SECONDS + SECONDS_A_PAIR * shape.pairs, MOST_BUDGET_SECONDS)


def narrowing_users(items: int) -> int:
    """Return how many users narrow a search space."""
    return min(NARROWING_USERS, max(NARROWING_CELLS // max(items, 1), 50))


@dataclass(frozen=True)
class Budget:
    """What a search may take, estimated from shapes and never measured.

    So the same data and seed always make the same choice.

    Attributes:
        seconds: On one core, for the whole selection.
        memory_mb: For a single fit.
        engine: Where the published model is fitted: what it cannot fit is not tried.
    """

    seconds: float
    memory_mb: float
    engine: Engine = LOCAL

    def affords(self, member: Member, shape: Shape) -> bool:
        """Say whether a single fit is possible, and neither too long nor too large."""
        if not can_fit(self.engine, member.algorithm, member.config):
            return False
        algorithm = named(member.algorithm)(member.config)
        return (
            cost_seconds(member, shape) <= LARGEST_SHARE * self.seconds
            and algorithm.memory_mb(shape) <= self.memory_mb
        )

    def lanes(self, members: Sequence[Member], shape: Shape, most: int) -> int:
        """Return how many fits may run side by side within the memory of one."""
        needed = [named(one.algorithm)(one.config).memory_mb(shape) for one in members]
        fitting = self.memory_mb / max([*needed, 1e-9])
        return max(min(most, int(fitting)), 1)


@dataclass(frozen=True)
class Space:
    """One algorithm's part of a search.

    Attributes:
        members: The first round, the most promising first.
        seconds: The algorithm's part of the budget, all rounds.
    """

    members: tuple[Member, ...]
    seconds: float

    def next_round(self, dataset: Dataset, tried: Sequence[Member], budget: Budget) -> list[Member]:
        """Return what lies around the best of all tried so far, as long as the part lasts.

        Args:
            dataset: Its shape decides the costs.
            tried: All members that were judged, the best first.
            budget: What a single fit may take.
        """
        algorithm = named(tried[0].algorithm)
        near = algorithm.refine(dataset, *(one.config for one in tried[:2]))
        members = [Member(algorithm.name, config) for config in near]
        wanted = [one for one in members if one not in tried and budget.affords(one, dataset.shape)]
        spent = sum(cost_seconds(one, dataset.shape) for one in tried)
        return _within(wanted, self.seconds - spent, dataset.shape)


def plan(dataset: Dataset, budget: Budget, *, only: str | None = None) -> dict[str, Space]:
    """Return the search space of each algorithm that fits.

    Each algorithm's part depends on the data and the budget alone, not on what else is searched:
    asked for alone (`only`) it is searched exactly as deeply as within `auto`. Popularity always
    goes along: what is recent seasons every algorithm.
    """
    if only is not None:
        named(only)
    grids = {name: _affordable(name, dataset, budget) for name in algorithms()}
    demands = {
        name: sum(cost_seconds(member, dataset.shape) for member in grid) / FIRST_ROUND_SHARE
        for name, grid in grids.items()
        if grid
    }
    parts = fair_parts(demands, SEARCH_SHARE * budget.seconds)
    return {
        name: Space(
            tuple(_within(grids[name], FIRST_ROUND_SHARE * part, dataset.shape, at_least=1)), part
        )
        for name, part in parts.items()
        if only in (None, name) or name == Popularity.name
    }


def fair_parts(demands: Mapping[str, float], total: float) -> dict[str, float]:
    """Give everybody the same, but nobody more than asked for: what is left over goes round.

    >>> fair_parts({"a": 1.0, "b": 5.0, "c": 9.0}, 9.0)
    {'a': 1.0, 'b': 4.0, 'c': 4.0}
    """
    parts: dict[str, float] = {}
    left = total
    for number, name in enumerate(sorted(demands, key=lambda name: demands[name])):
        parts[name] = min(demands[name], left / (len(demands) - number))
        left -= parts[name]
    return {name: parts[name] for name in demands}


def cost_seconds(member: Member, shape: Shape) -> float:
    """Estimate the seconds to fit a member and to rank the users that narrow the search."""
    fit = named(member.algorithm)(member.config).cost_seconds(shape)
    return fit + SECONDS_A_CELL * min(shape.users, narrowing_users(shape.items)) * shape.items


def going_on(leaders: Sequence[Member], shape: Shape, budget: Budget) -> list[Member]:
    """Return the best of an algorithm, and the second where it costs little to take along."""
    cheap = [
        one for one in leaders[1:2] if cost_seconds(one, shape) <= SECOND_SHARE * budget.seconds
    ]
    return [*leaders[:1], *cheap]


def with_tie_break(*members: Member) -> Mix:
    """Return the members and a trace of popularity."""
    return (*members, Member(Popularity.name, PopularityConfig(), TIE_BREAK))


def seasoned(member: Member, recent: Member | None) -> list[Mix]:
    """Return a member alone and with more popularity: of all times, and recent if dated."""
    plain = PLAIN_POPULARITY[0]
    return [
        with_tie_break(member),
        *(
            (member, Member(popular.algorithm, popular.config, weight))
            for popular in (plain, recent)
            if popular is not None
            for weight in POPULARITY_WEIGHTS
        ),
    ]


def _affordable(name: str, dataset: Dataset, budget: Budget) -> list[Member]:
    grid = [Member(name, config) for config in named(name).grid(dataset)]
    return [member for member in grid if budget.affords(member, dataset.shape)]


def _within(
    members: Iterable[Member], seconds: float, shape: Shape, *, at_least: int = 0
) -> list[Member]:
    """Return members in their order while the seconds last."""
    kept: list[Member] = []
    left = seconds
    for member in members:
        left -= cost_seconds(member, shape)
        if left < 0 and len(kept) >= at_least:
            break
        kept.append(member)
    return kept
