"""Twenty generated data sets of different shapes, each with a training and a test part."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

Pairs = np.ndarray
"""int64 (n, 3): user, item, day."""


@dataclass(frozen=True)
class Split:
    train: Pairs
    test: Pairs
    dated: bool


def write(split: Split, folder: Path) -> tuple[Path, Path]:
    """Write both parts as the files that `companion evaluate` takes."""
    paths = folder / "train.csv", folder / "test.csv"
    for path, pairs in zip(paths, (split.train, split.test), strict=True):
        with path.open("w", encoding="utf-8") as file:
            file.write("user,item,timestamp\n" if split.dated else "user,item\n")
            for user, item, day in pairs.tolist():
                file.write(
                    f"u{user},i{item},{day * 86_400}\n" if split.dated else f"u{user},i{item}\n"
                )
    return paths


def popularity_curve(chance: np.random.Generator, items: int, exponent: float) -> np.ndarray:
    weights = 1.0 / np.arange(1, items + 1) ** exponent
    return chance.permutation(weights / weights.sum())


def sample(chance: np.random.Generator, probabilities: np.ndarray, degrees: np.ndarray) -> Pairs:
    """Draw items per user without repetition; probabilities is (n_users or 1, n_items)."""
    users, items = len(degrees), probabilities.shape[1]
    keys = np.log(np.maximum(probabilities, 1e-300)) + chance.gumbel(size=(users, items))
    order = np.argsort(-keys, axis=1)
    rows = np.repeat(np.arange(users), degrees)
    columns = np.concatenate([order[user, :degree] for user, degree in enumerate(degrees)])
    days = chance.integers(0, 360, len(rows))
    return np.stack([rows, columns, days], axis=1)


def degrees_of(chance: np.random.Generator, users: int, mean: float, most: int) -> np.ndarray:
    return np.clip(chance.geometric(1.0 / mean, users), 1, most)


def at_random(chance: np.random.Generator, pairs: Pairs, share: float = 0.2) -> Split:
    hidden = chance.random(len(pairs)) < share
    return Split(pairs[~hidden], pairs[hidden], dated=False)


def by_time(chance: np.random.Generator, pairs: Pairs, day: int = 300) -> Split:
    later = pairs[:, 2] >= day
    return Split(pairs[~later], pairs[later], dated=True)


def last_of_each(chance: np.random.Generator, pairs: Pairs) -> Split:
    order = np.lexsort((pairs[:, 2], pairs[:, 0]))
    ordered = pairs[order]
    last = np.append(ordered[1:, 0] != ordered[:-1, 0], True)
    several = np.bincount(ordered[:, 0])[ordered[:, 0]] > 1
    hidden = last & several
    return Split(ordered[~hidden], ordered[hidden], dated=True)


SPLITS: Mapping[str, Callable[[np.random.Generator, Pairs], Split]] = {
    "random": at_random,
    "time": by_time,
    "last": last_of_each,
}


def popular(
    chance: np.random.Generator,
    *,
    users: int,
    items: int,
    mean: float,
    exponent: float = 1.0,
    split: str = "random",
) -> Split:
    """Everybody draws from one popularity curve: nothing personal to learn."""
    curve = popularity_curve(chance, items, exponent)[None, :]
    pairs = sample(chance, np.tile(curve, (users, 1)), degrees_of(chance, users, mean, items // 2))
    return SPLITS[split](chance, pairs)


def tastes(
    chance: np.random.Generator,
    *,
    users: int,
    items: int,
    mean: float,
    factors: int = 6,
    strength: float = 1.5,
    exponent: float = 0.8,
    split: str = "random",
) -> Split:
    """Users and items meet in a hidden space, on top of a popularity curve."""
    curve = popularity_curve(chance, items, exponent)
    meeting = chance.normal(size=(users, factors)) @ chance.normal(size=(factors, items))
    odds = curve * np.exp(strength * meeting / np.sqrt(factors))
    pairs = sample(chance, odds, degrees_of(chance, users, mean, items // 2))
    return SPLITS[split](chance, pairs)


def clusters(
    chance: np.random.Generator,
    *,
    users: int,
    items: int,
    mean: float,
    groups: int = 2,
    loyalty: float = 0.9,
    split: str = "random",
) -> Split:
    """Users of a group keep to their part of the catalogue."""
    curve = popularity_curve(chance, items, 0.7)
    own = chance.integers(0, groups, users)[:, None] == chance.integers(0, groups, items)[None, :]
    odds = curve * np.where(own, loyalty, 1.0 - loyalty)
    pairs = sample(chance, odds, degrees_of(chance, users, mean, items // (2 * groups)))
    return SPLITS[split](chance, pairs)


def drifting(chance: np.random.Generator, *, users: int, items: int, mean: float) -> Split:
    """What is popular changes every two months; the test continues the last season.

    A break exactly between training and test could not be foreseen by anybody.
    """
    seasons = [popularity_curve(chance, items, 1.2) for _ in range(6)]
    parts = []
    for number, curve in enumerate(seasons):
        degrees = degrees_of(chance, users, mean / 6 + 1, items // 4)
        part = sample(chance, np.tile(curve, (users, 1)), degrees)
        part[:, 2] = chance.integers(number * 60, number * 60 + 60, len(part))
        parts.append(part[chance.random(len(part)) < 0.7])
    _, first = np.unique(np.concatenate(parts)[:, :2], axis=0, return_index=True)
    return by_time(chance, np.concatenate(parts)[first], day=330)


SHAPES: Mapping[str, Callable[[np.random.Generator], Split]] = {
    "small dense": partial(tastes, users=300, items=60, mean=12),
    "small dense, by time": partial(tastes, users=400, items=80, mean=12, split="time"),
    "large sparse": partial(tastes, users=6_000, items=2_000, mean=5, factors=12, strength=2.5),
    "tiny catalogue": partial(tastes, users=1_000, items=12, mean=3),
    "tiny catalogue, popular": partial(popular, users=1_000, items=12, mean=3),
    "pure popularity": partial(popular, users=1_500, items=200, mean=6),
    "pure popularity, by time": partial(popular, users=1_500, items=200, mean=6, split="time"),
    "steep popularity": partial(popular, users=1_500, items=300, mean=5, exponent=2.0),
    "random noise": partial(popular, users=1_000, items=150, mean=8, exponent=0.0),
    "random noise, few users": partial(popular, users=80, items=50, mean=5, exponent=0.0),
    "two clusters": partial(clusters, users=1_000, items=100, mean=6),
    "ten clusters": partial(clusters, users=2_000, items=300, mean=6, groups=10),
    "weak clusters": partial(clusters, users=1_000, items=100, mean=5, loyalty=0.6),
    "long tail": partial(tastes, users=2_000, items=3_000, mean=8, exponent=1.3, strength=1.0),
    "one-item users": partial(tastes, users=3_000, items=100, mean=1.1, strength=2.0),
    "two-item users, last": partial(tastes, users=2_500, items=150, mean=2, split="last"),
    "weak tastes": partial(tastes, users=800, items=120, mean=6, strength=0.3),
    "drifting popularity": partial(drifting, users=800, items=150, mean=8),
    "heavy users": partial(tastes, users=150, items=400, mean=60, strength=1.0),
    "handful of users": partial(tastes, users=25, items=30, mean=6),
}


def make(name: str, seed: int) -> Split:
    """Generate a data set by its name; the same seed gives the same one."""
    return SHAPES[name](np.random.default_rng([seed, *name.encode()]))
