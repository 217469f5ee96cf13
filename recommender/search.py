"""Which candidates are tried: a search space per algorithm, cut to a budget by estimated cost."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, zip_longest

from recommender.algorithms import algorithms, named
from recommender.algorithms.popularity import Popularity, PopularityConfig
from recommender.arena import Mix
from recommender.dataset import Dataset, Shape
from recommender.fusion import Member

TIE_BREAK = 0.001
"""Weight of popularity that only orders what a model holds equal (and cold customers)."""

POPULARITY_WEIGHTS = (0.1, 0.3)
PAIR_SHARES = (0.25, 0.5, 0.75)
SECONDS_A_CELL = 5e-8
"""Ranking one user x item cell (measured, one core)."""

SEARCH_SHARE = 0.5
"""Of the budget for the first round; finalists, verification and the last fit take the rest."""

LARGEST_SHARE = 0.1
"""A single fit above this share of the budget is not tried."""

PLAIN_POPULARITY: Mix = (Member(Popularity.name, PopularityConfig()),)


def with_tie_break(*members: Member) -> Mix:
    """Return the members and a trace of popularity."""
    return (*members, Member(Popularity.name, PopularityConfig(), TIE_BREAK))


def plan(
    dataset: Dataset, *, budget_seconds: float, memory_mb: float, only: str | None = None
) -> dict[str, list[Member]]:
    """Return the members to try per algorithm: round by round, as long as the budget lasts.

    Costs are estimated from shapes and never measured, so that the same data and seed always
    make the same choice.
    """
    names = [only] if only else list(algorithms())
    spaces = [_affordable(name, dataset, budget_seconds, memory_mb) for name in names]
    left = SEARCH_SHARE * budget_seconds
    planned: dict[str, list[Member]] = {}
    for member in _round_by_round(spaces):
        seconds = cost_seconds(member, dataset.shape)
        # The first of each algorithm is always tried: it passed the bound of a single fit.
        if seconds <= left or member.algorithm not in planned:
            planned.setdefault(member.algorithm, []).append(member)
            left -= seconds
    return planned


def cost_seconds(member: Member, shape: Shape) -> float:
    """Estimate the seconds to fit a member and to rank 3,000 users with it."""
    fit = named(member.algorithm)(member.config).cost_seconds(shape)
    return fit + SECONDS_A_CELL * min(shape.users, 3_000) * shape.items


def finalists(best: Mapping[str, Sequence[Member]], *, recent: Member | None) -> list[Mix]:
    """Return the second round: each member with more popularity, and pairs of algorithms.

    Args:
        best: The best members per algorithm, the best first; without popularity.
        recent: The best dated popularity, if the data is dated.
    """
    plain = PLAIN_POPULARITY[0]
    mixes: list[Mix] = []
    for member in (one for members in best.values() for one in members):
        mixes.append(with_tie_break(member))
        for popular in (plain, recent):
            mixes.extend(_weighted(member, popular) if popular else [])
    leaders = [members[0] for members in best.values() if members]
    for first, second in combinations(leaders, 2):
        mixes.extend(_pairs(first, second))
    return mixes


def _weighted(member: Member, popular: Member) -> list[Mix]:
    return [
        (member, Member(popular.algorithm, popular.config, weight)) for weight in POPULARITY_WEIGHTS
    ]


def _pairs(first: Member, second: Member) -> list[Mix]:
    return [
        with_tie_break(
            Member(first.algorithm, first.config, share),
            Member(second.algorithm, second.config, 1.0 - share),
        )
        for share in PAIR_SHARES
    ]


def _affordable(
    name: str, dataset: Dataset, budget_seconds: float, memory_mb: float
) -> list[Member]:
    algorithm = named(name)
    grid = [Member(name, config) for config in algorithm.grid(dataset)]
    bound = LARGEST_SHARE * budget_seconds
    return [
        member
        for member in grid
        if cost_seconds(member, dataset.shape) <= bound
        and algorithm(member.config).memory_mb(dataset.shape) <= memory_mb
    ]


def _round_by_round(spaces: Sequence[Sequence[Member]]) -> Iterable[Member]:
    for members in zip_longest(*spaces):
        yield from (member for member in members if member is not None)
