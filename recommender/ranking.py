"""From scores of allowed items to the list that is shown, the same one for the same inputs."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from recommender.answer import Placed
from recommender.catalogue.model import CatalogueItem
from recommender.dataset import ItemKey
from recommender.scoring import Contribution

VARIETY_FROM, VARIETY_ONE_IN = 5, 10
"""A list of at least five gives one place in ten (at least one) to variety."""

EXPLORATION_SHARE = 0.1
"""Share of the places that chance fills unless a treatment says otherwise."""

NEW_FROM, NEW_ONE_IN = 2, 5
"""A list of at least two gives up to one place in five (at least one) to new contents."""

NEW_DAYS = 7
"""How long after its opening a content counts as new."""


class Scores(Protocol):
    """Scores of candidates of one kind with what they are made of (recommender.scoring.Scored).

    `totals` is float64 (n_candidates,), higher is better; contributions of a position sum to it.
    """

    @property
    def candidates(self) -> Sequence[ItemKey]:
        """The items, in the order of the arrays."""
        ...

    @property
    def totals(self) -> NDArray[np.float64]:
        """The scores."""
        ...

    def contributions(self, position: int) -> Sequence[Contribution]:
        """Return what the score at a position is made of."""
        ...


class Popularity:
    """Scores that only say how many customers used each item: the same for everybody."""

    def __init__(self, candidates: Sequence[ItemKey], counts: Mapping[ItemKey, int]) -> None:
        self.candidates = tuple(candidates)
        self.totals = np.array([counts.get(one, 0) for one in self.candidates], np.float64)

    def contributions(self, position: int) -> Sequence[Contribution]:
        """Return the one contribution: everybody."""
        total = float(self.totals[position])
        return (Contribution("prior", None, total),) if total else ()


@dataclass(frozen=True, slots=True)
class Pick:
    """One place of a list."""

    key: ItemKey
    score: float
    contributions: tuple[Contribution, ...]
    placed: Placed = "rank"
    propensity: float = 1.0


@dataclass(frozen=True, slots=True)
class Variety:
    """Whose list it is and which items are new: what the last places depend on.

    Attributes:
        seed: Anything that belongs to the customer for good.
        types: Type of each item, so that a list shows more than one.
        new: Contents that opened a few days ago, newest first.
    """

    seed: str
    types: Mapping[ItemKey, str]
    new: tuple[ItemKey, ...] = ()


def merit(scores: Scores) -> list[int]:
    """Return the positions by score, best first; equal scores by item id."""
    ids = np.array([one.id for one in scores.candidates])
    return [int(at) for at in np.lexsort((ids, -scores.totals))] if len(ids) else []


def choose(scores: Scores, limit: int, variety: Variety | None = None) -> list[Pick]:
    """Choose at most `limit` items of one kind, best first.

    Without `variety` these are the best. With it, a few places go to new contents and to an
    item that the customer's own rotation picks among the others, of a type that the list lacks
    if there is one: without this rule everyone gets the same few. The chosen are always shown
    by score.
    """
    order = merit(scores)
    placed: dict[int, Placed] = dict.fromkeys(order[:limit], "rank")
    if variety is not None and len(order) > limit:
        placed = _give_chances(scores.candidates, order, limit, variety)
    return [_pick(scores, at, placed[at]) for at in order if at in placed]


def _give_chances(
    candidates: Sequence[ItemKey], order: Sequence[int], limit: int, variety: Variety
) -> dict[int, Placed]:
    rotated = _slots(limit, VARIETY_FROM, VARIETY_ONE_IN)
    for_new = _slots(limit, NEW_FROM, NEW_ONE_IN)
    at = {key: position for position, key in enumerate(candidates)}
    safe = set(order[: limit - rotated - for_new])
    fresh = [at[key] for key in variety.new if key in at and at[key] not in safe][:for_new]
    merits = [one for one in order if one not in fresh][: limit - rotated - len(fresh)]
    placed: dict[int, Placed] = dict.fromkeys(merits, "rank")
    placed |= dict.fromkeys(fresh, "new")
    for _ in range(rotated):
        rest = [one for one in order if one not in placed]
        placed[_rotate(candidates, rest, placed, variety)] = "variety"
    return placed


def _slots(limit: int, from_limit: int, one_in: int) -> int:
    return max(1, limit // one_in) if limit >= from_limit else 0


def _rotate(
    candidates: Sequence[ItemKey], rest: Sequence[int], placed: Collection[int], variety: Variety
) -> int:
    shown = {variety.types.get(candidates[one]) for one in placed}
    other = [one for one in rest if variety.types.get(candidates[one]) not in shown]
    return min(other or rest, key=lambda one: _draw(variety.seed, candidates[one]))


def _draw(seed: str, key: ItemKey) -> bytes:
    """Rendezvous hashing: a customer's order over items that does not move when others do."""
    return hashlib.blake2b(f"{seed}|{key.kind}|{key.id}".encode(), digest_size=8).digest()


def _pick(scores: Scores, position: int, placed: Placed) -> Pick:
    contributions = tuple(scores.contributions(position))
    key = scores.candidates[position]
    return Pick(key, float(scores.totals[position]), contributions, placed)


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
    """Merge the lists of several kinds into one, best first."""
    picks = [pick for one in lists for pick in one]
    return sorted(picks, key=lambda pick: (-pick.score, pick.key.kind, pick.key.id))


def newest(items: Sequence[CatalogueItem], now: datetime) -> tuple[ItemKey, ...]:
    """List the contents that opened in the last days, newest first."""
    since = now - timedelta(days=NEW_DAYS)
    opened = [
        (item.available_from, ItemKey(item.kind, item.id))
        for item in items
        if item.kind == "content"
    ]
    return tuple(key for at, key in sorted(opened, reverse=True) if since <= at <= now)
