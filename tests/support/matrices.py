"""Data sets written by hand, as lists of (user, item) or generated small."""

from collections.abc import Iterable, Sequence

import numpy as np
from scipy.sparse import csr_matrix

from recommender.dataset import Dataset, Events, ItemKey


def dataset_of(
    pairs: Iterable[tuple[int, int]],
    *,
    items: int,
    weights: Sequence[float] | None = None,
    ages: Sequence[float] | None = None,
) -> Dataset:
    """Make a data set of products; every pair is a target."""
    listed = list(pairs)
    count = len(listed)
    users = max((user for user, _ in listed), default=-1) + 1
    events = Events(
        rows=np.array([user for user, _ in listed], np.int32),
        columns=np.array([item for _, item in listed], np.int32),
        weights=np.array(weights if weights else [1.0] * count, np.float32),
        ages_days=np.array(ages if ages else [np.nan] * count, np.float32),
        targets=np.ones(count, bool),
        readings=np.zeros(count, bool),
    )
    keys = tuple(ItemKey("product", f"p{number}") for number in range(items))
    names = tuple(f"u{number}" for number in range(users))
    return Dataset(names, keys, events, np.full(users, -1, np.int16))


def rows_of(*histories: dict[int, float], items: int) -> csr_matrix:
    """Make histories: float32 CSR (n_histories, items)."""
    dense = np.zeros((len(histories), items), np.float32)
    for row, history in enumerate(histories):
        for column, value in history.items():
            dense[row, column] = value
    return csr_matrix(dense)


def grouped(*, users: int = 120, items: int = 12, seed: int = 3) -> Dataset:
    """Two groups of users who keep to their half of the items, 3-5 items each."""
    chance = np.random.default_rng(seed)
    pairs = []
    for user in range(users):
        half = np.arange(items // 2) + (items // 2) * (user % 2)
        pairs += [(user, int(item)) for item in chance.choice(half, chance.integers(3, 6), False)]
    weights = chance.choice([1.0, 2.0, 5.0], len(pairs)).tolist()
    return dataset_of(pairs, items=items, weights=weights)
