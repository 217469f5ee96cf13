"""A generated data set as large and sparse as public check-in data: places, tastes, noise."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from tests.support.shapes import Pairs, Split


@dataclass(frozen=True)
class Country:
    """The size of what is generated.

    Attributes:
        places: Towns; people mostly visit items of a few of them.
        least: Fewest items of a user and fewest users of an item, as published splits have it.
        noise: Share (0..1) of pairs that follow nothing but popularity.
    """

    users: int = 30_000
    items: int = 41_000
    pairs: int = 1_000_000
    places: int = 400
    factors: int = 8
    strength: float = 1.6
    least: int = 8
    noise: float = 0.12


def check_ins(country: Country, seed: int = 1) -> Split:
    """Generate undated pairs; a fifth of each user's are the test, as in the published splits."""
    chance = np.random.default_rng([seed, country.users, country.items])
    homes = _sizes(chance, country.places)
    place_of_item = chance.choice(country.places, country.items, p=homes)
    curve = chance.lognormal(0.0, 0.9, country.items)
    tastes = chance.normal(size=(country.users, country.factors))
    flavours = chance.normal(size=(country.items, country.factors))
    visits = _visits(chance, country, homes)
    parts = [_noise(chance, country, curve)]
    for place in range(country.places):
        inside = np.flatnonzero(place_of_item == place)
        users = np.flatnonzero(visits[:, place])
        if len(inside) and len(users):
            meeting = tastes[users] @ flavours[inside].T / np.sqrt(country.factors)
            keys = np.log(curve[inside]) + country.strength * meeting
            keys += chance.gumbel(size=keys.shape)
            counts = np.minimum(visits[users, place], len(inside))
            parts.append(_best(users, inside, keys, counts))
    return _halves(chance, country, _core(np.unique(np.concatenate(parts), axis=0), country))


def _sizes(chance: np.random.Generator, places: int) -> np.ndarray:
    sizes = 1.0 / np.arange(5, places + 5) ** 0.8
    return chance.permutation(sizes / sizes.sum())


def _visits(chance: np.random.Generator, country: Country, homes: np.ndarray) -> np.ndarray:
    """Return how many items each user has in each place, int64 (n_users, n_places)."""
    wanted = (1.0 - country.noise) * 1.25 * country.pairs / country.users
    degrees = np.maximum(chance.lognormal(np.log(wanted) - 0.4, 0.9, country.users), 3)
    visits = np.zeros((country.users, country.places), dtype=np.int64)
    rows = np.arange(country.users)
    for share in (0.6, 0.25, 0.15):
        places = chance.choice(country.places, country.users, p=homes)
        np.add.at(visits, (rows, places), np.ceil(share * degrees).astype(np.int64))
    return visits


def _noise(chance: np.random.Generator, country: Country, curve: np.ndarray) -> np.ndarray:
    count = int(country.noise * country.pairs * 1.25)
    users = chance.integers(0, country.users, count)
    return np.stack([users, chance.choice(country.items, count, p=curve / curve.sum())], axis=1)


def _best(
    users: np.ndarray, items: np.ndarray, keys: np.ndarray, counts: np.ndarray
) -> np.ndarray:
    order = np.argsort(-keys, axis=1)
    chosen = np.concatenate([order[row, :count] for row, count in enumerate(counts)])
    return np.stack([np.repeat(users, counts), items[chosen]], axis=1)


def _core(pairs: np.ndarray, country: Country) -> np.ndarray:
    """Leave out users and items with too few pairs, a few rounds long."""
    for _ in range(6):
        of_user = np.bincount(pairs[:, 0], minlength=country.users)[pairs[:, 0]]
        of_item = np.bincount(pairs[:, 1], minlength=country.items)[pairs[:, 1]]
        pairs = pairs[(of_user >= country.least) & (of_item >= country.least)]
    return pairs


def _halves(chance: np.random.Generator, country: Country, pairs: np.ndarray) -> Split:
    order = np.lexsort((chance.random(len(pairs)), pairs[:, 0]))
    ordered = np.column_stack([pairs[order], np.zeros(len(pairs), np.int64)])
    starts = np.searchsorted(ordered[:, 0], ordered[:, 0])
    counts = np.bincount(ordered[:, 0], minlength=country.users)[ordered[:, 0]]
    hidden = np.arange(len(ordered)) - starts < 0.2 * counts
    return Split(ordered[~hidden], ordered[hidden], dated=False)


def matrix_of(pairs: Pairs, country: Country) -> csr_matrix:
    """Return the pairs as float32 CSR (n_users, n_items) of ones."""
    ones = np.ones(len(pairs), np.float32)
    size = (country.users, country.items)
    return csr_matrix((ones, (pairs[:, 0], pairs[:, 1])), shape=size)
