"""Four generated data sets in the shapes that strangers bring: dense, sparse, tiny, medium.

None of them is a copy of public data: tastes, popularity, company and noise are drawn.
"""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from tests.support.shapes import Pairs, Split, last_of_each, popularity_curve, sample

HIDDEN_SHARE = 0.2
DRAWN_A_CHUNK = 400


def per_user(chance: np.random.Generator, pairs: Pairs, share: float = HIDDEN_SHARE) -> Split:
    """Hide a fifth of each user's pairs (at least one is kept), as published splits do."""
    keys = chance.random(len(pairs))
    order = np.lexsort((keys, pairs[:, 0]))
    ordered = pairs[order]
    first = np.flatnonzero(np.append(True, ordered[1:, 0] != ordered[:-1, 0]))
    counts = np.diff(np.append(first, len(ordered)))
    place = np.arange(len(ordered)) - np.repeat(first, counts)
    hidden = place < np.repeat((counts * share).astype(int), counts)
    return Split(ordered[~hidden], ordered[hidden], dated=False)


def heavy_tailed(
    chance: np.random.Generator, users: int, mean: float, least: int, most: int
) -> np.ndarray:
    """Draw how much users have: log-normal, a few have very much."""
    drawn = chance.lognormal(0.0, 0.9, users)
    degrees: np.ndarray = np.clip((drawn * mean / drawn.mean()).astype(int), least, most)
    return degrees


def tasteful(
    chance: np.random.Generator,
    *,
    users: int,
    items: int,
    mean: float,
    factors: int,
    strength: float = 1.1,
) -> Split:
    """Dense ratings: many hidden tastes of falling weight over a popularity curve."""
    curve = np.log(popularity_curve(chance, items, 0.9))
    weights = strength * np.power(np.arange(1, factors + 1), -0.5)
    likes = chance.normal(size=(users, factors)) * weights
    traits = chance.laplace(size=(factors, items))
    degrees = heavy_tailed(chance, users, mean, 10, items // 3)
    parts = []
    for start in range(0, users, DRAWN_A_CHUNK):
        some = slice(start, start + DRAWN_A_CHUNK)
        own = np.exp(curve + likes[some] @ traits * 0.5)
        part = sample(chance, own, degrees[some])
        part[:, 0] += start
        parts.append(part)
    return per_user(chance, np.concatenate(parts))


def places(
    chance: np.random.Generator, *, users: int, items: int, mean: float, towns: int
) -> Split:
    """Sparse visits: everybody keeps to a few towns, there to a scene, and sometimes travels.

    Items of a town share visitors (company); scenes split a town; travel is noise.
    """
    sizes = popularity_curve(chance, towns, 0.8)
    town_of = chance.choice(towns, items, p=sizes)
    scene_of = chance.integers(0, 6, items)
    charm = chance.pareto(1.1, items) + 0.05
    degrees = heavy_tailed(chance, users, mean, 8, 800)
    drawn = np.repeat(np.arange(users), (degrees * 2.2).astype(int))
    homes = np.stack([chance.choice(towns, users, p=sizes) for _ in range(3)], axis=1)
    which = chance.choice(3, len(drawn), p=[0.65, 0.25, 0.1])
    town = homes[drawn, which]
    travels = chance.random(len(drawn)) < 0.12
    town[travels] = chance.choice(towns, int(travels.sum()), p=sizes)
    loyal = chance.random(len(drawn)) < 0.6
    scene = np.where(loyal, (drawn * 7 + town) % 6, chance.integers(0, 6, len(drawn)))
    found = _visited(chance, (town_of, scene_of, charm), town * 6 + scene)
    pairs = np.stack([drawn, found, np.zeros_like(found)], axis=1)[found >= 0]
    return per_user(chance, _first_of_each(chance, pairs, degrees))


def _visited(
    chance: np.random.Generator, world: tuple[np.ndarray, ...], groups: np.ndarray
) -> np.ndarray:
    """Draw an item of each wanted group (town and scene) by its charm; -1 where it is empty."""
    town_of, scene_of, charm = world
    group_of = town_of * 6 + scene_of
    order = np.argsort(group_of, kind="stable")
    reach = np.cumsum(charm[order])
    edges = np.searchsorted(group_of[order], np.arange(groups.max() + 2))
    padded = np.concatenate([[0.0], reach])
    low, high = padded[edges[groups]], padded[edges[groups + 1]]
    found = np.searchsorted(reach, low + chance.random(len(groups)) * (high - low), side="right")
    chosen = order[np.minimum(found, len(order) - 1)]
    return np.where(high > low, chosen, -1)


def _first_of_each(chance: np.random.Generator, pairs: Pairs, degrees: np.ndarray) -> Pairs:
    """Keep different items of each user, as many as are wanted."""
    mixed = pairs[chance.permutation(len(pairs))]
    _, first = np.unique(mixed[:, :2], axis=0, return_index=True)
    different = mixed[np.sort(first)]
    ordered = different[np.argsort(different[:, 0], kind="stable")]
    starts = np.searchsorted(ordered[:, 0], ordered[:, 0])
    place = np.arange(len(ordered)) - starts
    kept: Pairs = ordered[place < degrees[ordered[:, 0]]]
    return kept


def shelf(chance: np.random.Generator, *, users: int, items: int) -> Split:
    """A tiny catalogue: one to three products a customer, some leading to others, with dates."""
    curve = popularity_curve(chance, items, 1.2)
    leads = curve * np.exp(1.2 * chance.normal(size=(items, items)))
    groups = np.exp(0.9 * chance.normal(size=(5, items)))
    group = chance.integers(0, 5, users)
    count = chance.choice([1, 2, 3, 4], users, p=[0.3, 0.4, 0.2, 0.1])
    held = np.zeros((users, items), dtype=bool)
    last = np.full(users, -1)
    rows = []
    for step in range(4):
        active = np.flatnonzero(count > step)
        odds = np.where(last[active, None] < 0, curve, leads[last[active]]) * groups[group[active]]
        keys = np.log(odds) + chance.gumbel(size=odds.shape)
        keys[held[active]] = -np.inf
        last[active] = keys.argmax(axis=1)
        held[active, last[active]] = True
        days = 90 * step + chance.integers(0, 90, len(active))
        rows.append(np.stack([active, last[active], days], axis=1))
    return last_of_each(chance, np.concatenate(rows))


FOUR: Mapping[str, Callable[[np.random.Generator], Split]] = {
    "small dense": partial(tasteful, users=950, items=1_600, mean=105, factors=16),
    "large sparse": partial(places, users=30_000, items=41_000, mean=33, towns=500),
    "tiny catalogue": partial(shelf, users=15_000, items=25),
    "medium": partial(tasteful, users=6_000, items=3_500, mean=165, factors=24),
}


def make_four(name: str, seed: int) -> Split:
    """Generate one of the four by its name; the same seed gives the same one."""
    return FOUR[name](np.random.default_rng([seed, *name.encode()]))
