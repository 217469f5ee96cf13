"""From scores of allowed items to the list that is shown, the same one for the same inputs."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, cast
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from recommender.algorithms.base import Doubles
from recommender.answer import Placed
from recommender.dataset import ItemKey
from recommender.pile import Ground, Pile
from recommender.scored import Contribution

EXPLORATION_SHARE = 0.1
"""Share of the places that chance fills unless a treatment says otherwise."""

DRAWN_FROM = 5
"""Shorter lists give no place to chance."""

POOL = 20
"""Each drawn place falls to one of so many runners-up, all with the same probability."""

NEW_FROM, NEW_ONE_IN = 2, 5
"""A list of at least two gives up to one place in five (at least one) to new contents."""

MOST_OF_TYPE = 0.6
"""Largest share of a list that one type of product, or one topic, takes while there are others."""


Types = Mapping[int, int]
"""The number of the type of a candidate, by its place."""


class Scores(Protocol):
    """Scores of candidates of one kind with what they are made of (recommender.scored.Scored)."""

    @property
    def candidates(self) -> Pile:
        """The items, in the order of the arrays."""
        ...

    @property
    def totals(self) -> Doubles:
        """The scores, float64 (n_candidates,), higher is better."""
        ...

    def explain(self, places: Collection[int]) -> None:
        """Get ready to tell what these scores are made of."""
        ...

    def contributions(self, place: int) -> Sequence[Contribution]:
        """Return the terms of one score; they sum to it."""
        ...


class Counts(dict[ItemKey, int]):
    """How many people used each item, ready for every shelf that is ranked by it."""

    def __init__(self, counts: Mapping[ItemKey, int] | Iterable[tuple[ItemKey, int]] = ()) -> None:
        super().__init__(counts)
        self._over: WeakKeyDictionary[Ground, Doubles] = WeakKeyDictionary()

    def __reduce__(self) -> tuple[type["Counts"], tuple[dict[ItemKey, int]]]:
        """Leave behind what was worked out when another process gets a copy."""
        return Counts, (dict(self),)

    def over(self, ground: Ground) -> Doubles:
        """Return the count of each item of a ground, float64 (n_items,)."""
        if ground not in self._over:
            self._over[ground] = np.array([self.get(one, 0) for one in ground.keys], np.float64)
        return self._over[ground]


class Popularity:
    """Scores that only say how many customers used each item: the same for everybody."""

    def __init__(self, candidates: Pile, counts: Mapping[ItemKey, int]) -> None:
        self.candidates = candidates
        known = counts if isinstance(counts, Counts) else Counts(counts)
        self.totals = known.over(candidates.ground)[candidates.at]

    def explain(self, places: Collection[int]) -> None:
        """There is nothing to get ready."""

    def contributions(self, place: int) -> Sequence[Contribution]:
        """Return the one contribution: everybody."""
        total = float(self.totals[place])
        return (Contribution("prior", None, total),) if total else ()


class Shifted:
    """Scores to which the bank's rules add or from which they take."""

    def __init__(self, scores: Scores, shifts: Doubles) -> None:
        self._scores = scores
        self._shifts = shifts
        self.candidates = scores.candidates
        self.totals: Doubles = scores.totals + shifts

    def explain(self, places: Collection[int]) -> None:
        """Get ready to tell what these scores are made of."""
        self._scores.explain(places)

    def contributions(self, place: int) -> Sequence[Contribution]:
        """Return the terms of one score, the rules' among them."""
        terms, shift = self._scores.contributions(place), float(self._shifts[place])
        return (*terms, Contribution("rule", None, shift)) if shift else terms


@dataclass(frozen=True, slots=True)
class Seat:
    """One candidate that got a place.

    Attributes:
        at: Where it stands among the candidates.
        propensity: Probability of having got it; 1 where nothing is drawn.
    """

    at: int
    placed: Placed = "rank"
    propensity: float = 1.0


@dataclass(frozen=True, slots=True)
class Pick:
    """One place of a list; `score` is the exact sum of the contributions."""

    key: ItemKey
    score: float
    contributions: tuple[Contribution, ...]
    placed: Placed = "rank"
    propensity: float = 1.0


@dataclass(frozen=True, slots=True)
class Chances:
    """What gives others than the best a place.

    Attributes:
        seed: What chance draws from.
        types: Number of the type of each item of the ground, (n_items,).
        new: Candidates that opened a few days ago, newest first.
        share: Share of the places that chance fills, 0..1.
    """

    seed: str
    types: NDArray[np.int64]
    new: Sequence[int] = ()
    share: float = EXPLORATION_SHARE

    def draw(self, pool: Sequence[int], candidates: Pile) -> int:
        """Draw one of the pool; who else is in it does not change the order of the others."""
        begun = hashlib.blake2b(f"{self.seed}|".encode(), digest_size=8)
        return min(pool, key=lambda one: _lot(begun, candidates[one]))


def best(totals: Doubles, candidates: Pile, count: int) -> list[int]:
    """Return the places of the greatest totals, best first; equal ones by their ids."""
    found = np.arange(len(totals))
    if count < len(totals):
        found = _greatest(totals, candidates, count)
    order: list[int] = found[np.lexsort((candidates.ranks(found), -totals[found]))].tolist()
    return order


def _greatest(totals: Doubles, candidates: Pile, count: int) -> NDArray[np.int64]:
    if count <= 0:
        return np.empty(0, np.int64)
    least = np.partition(totals, len(totals) - count)[len(totals) - count]
    above, equal = np.flatnonzero(totals > least), np.flatnonzero(totals == least)
    missing = count - len(above)
    if missing < len(equal):
        equal = equal[np.argpartition(candidates.ranks(equal), missing - 1)[:missing]]
    return np.concatenate([above, equal])


def choose(scores: Scores, limit: int, chances: Chances | None = None) -> list[Seat]:
    """Choose at most `limit` items of one kind, best first.

    Without `chances` these are the best. With them no type takes more than its share, a few
    places go to new contents, and a few are drawn among the runners-up, of a type that the list
    lacks if there is one: without this everyone gets the same few. The chosen are always shown
    by score.
    """
    totals, candidates = scores.totals, scores.candidates
    if chances is None or len(totals) <= limit:
        return [Seat(one) for one in best(totals, candidates, limit)]
    seats, parts = _contest(scores, limit, chances)
    for pool in parts:
        winner = chances.draw(pool, candidates)
        seats[winner] = Seat(winner, "variety", 1 / len(pool))
    found = np.array(sorted(seats), np.int64)
    ranked = found[np.lexsort((candidates.ranks(found), -totals[found]))]
    return [seats[one] for one in ranked.tolist()]


def pools(scores: Scores, limit: int, chances: Chances) -> list[list[int]]:
    """Return the candidates among whom chance chooses for each drawn place, all alike."""
    return [] if len(scores.totals) <= limit else _contest(scores, limit, chances)[1]


def _contest(
    scores: Scores, limit: int, chances: Chances
) -> tuple[dict[int, Seat], list[list[int]]]:
    """Return who has a place already, and among whom each of the others is drawn."""
    drawn = slots(limit, chances.share)
    order = best(scores.totals, scores.candidates, 2 * limit + POOL * drawn)
    seen = np.array([*order, *chances.new], np.int64)
    numbers = chances.types[scores.candidates.at[seen]]
    types = dict(zip(seen.tolist(), numbers.tolist(), strict=True))
    seats = _given(order, limit, drawn, types, chances)
    return seats, _pools(order, seats, drawn, types)


def slots(limit: int, share: float) -> int:
    """Return how many places of a list are drawn: at least one, if any are.

    >>> slots(5, 0.1), slots(30, 0.1), slots(4, 0.1), slots(10, 0.0)
    (1, 3, 0, 0)
    """
    return max(1, int(limit * share)) if limit >= DRAWN_FROM and share > 0 else 0


def _given(
    order: Sequence[int], limit: int, drawn: int, types: Types, chances: Chances
) -> dict[int, Seat]:
    """Give places to new contents and to merit."""
    for_new = max(1, limit // NEW_ONE_IN) if limit >= NEW_FROM else 0
    safe = set(order[: limit - drawn - for_new])
    fresh = [one for one in chances.new if one not in safe][:for_new]
    rest = [one for one in order if one not in fresh]
    merits = _mixed(rest, limit - drawn - len(fresh), limit, types)
    seats = {one: Seat(one) for one in merits}
    return seats | {one: Seat(one, "new") for one in fresh}


def _mixed(order: Sequence[int], count: int, limit: int, types: Types) -> Sequence[int]:
    """Take the first ones, of each type no more than its share, unless nothing else is left."""
    most = max(1, round(limit * MOST_OF_TYPE)) if limit >= DRAWN_FROM else count
    taken: list[int] = []
    held: dict[int, int] = {}
    for one in order:
        if len(taken) == count:
            return taken
        if held.get(types[one], 0) < most:
            taken.append(one)
            held[types[one]] = held.get(types[one], 0) + 1
    others = [one for one in order if one not in taken]
    return taken + others[: count - len(taken)]


def _pools(
    order: Sequence[int], seats: Mapping[int, Seat], drawn: int, types: Types
) -> list[list[int]]:
    """Give each drawn place a part of the runners-up of its own, so that the odds are exact."""
    runners = [one for one in order if one not in seats][: POOL * drawn]
    shown = {types[one] for one in seats}
    parts = [runners[slot::drawn] for slot in range(drawn)]
    fresh = [[one for one in part if types[one] not in shown] for part in parts]
    return [new or part for new, part in zip(fresh, parts, strict=True) if part]


def _lot(begun: "hashlib.blake2b", key: ItemKey) -> bytes:
    """Rendezvous hashing: an order over items that does not move when others do."""
    lot = begun.copy()
    lot.update(f"{key.kind}|{key.id}".encode())
    return lot.digest()


def shares_of(limit: int, sizes: Sequence[int]) -> list[int]:
    """Divide the places of a list among kinds: evenly, and what one cannot fill goes to others.

    >>> shares_of(10, [40, 60]), shares_of(10, [3, 60]), shares_of(5, [9, 9])
    ([5, 5], [3, 7], [3, 2])
    """
    shares = [0] * len(sizes)
    for _ in range(min(limit, sum(sizes))):
        open_kinds = [kind for kind, size in enumerate(sizes) if shares[kind] < size]
        shares[min(open_kinds, key=lambda kind: (shares[kind], kind))] += 1
    return shares


def merge(lists: Sequence[Sequence[Pick]]) -> list[Pick]:
    """Merge the lists of several kinds into one: what is pinned first, then the best."""
    pinned = [pick for one in lists for pick in one if pick.placed == "pinned"]
    others = [pick for one in lists for pick in one if pick.placed != "pinned"]
    return pinned + sorted(others, key=lambda pick: (-pick.score, pick.key.kind, pick.key.id))


def reseat(seats: Sequence[Seat], placed: Mapping[int, str]) -> list[Seat]:
    """Put candidates where the bank's rules want them, in the order of `placed`."""
    known = {one.at: one for one in seats}
    return [
        replace(known.get(at, Seat(at)), placed=cast(Placed, how)) for at, how in placed.items()
    ]
