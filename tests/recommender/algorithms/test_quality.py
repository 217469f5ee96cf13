"""Recorded quality on small generated data with tastes, popularity and noise: it cannot sink."""

from collections.abc import Iterator

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from recommender.algorithms import algorithms, named
from recommender.algorithms.base import Config
from recommender.dataset import Dataset
from recommender.metrics import hits_of, ndcg, top_items
from tests.support.matrices import dataset_of
from tests.support.shapes import Pairs, tastes

ITEMS = 200
RECORDED = {"als": 0.327, "ease": 0.329, "item_item": 0.316, "popularity": 0.272, "rp3beta": 0.318}
"""nDCG@10 on the test part of the best of the grid, chosen on that part: a bound, no estimate."""

TOLERANCE = 0.01


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """Threads that wait for one another on a busy machine make small products slow."""
    with threadpool_limits(limits=1, user_api="blas"):
        yield


@pytest.fixture(scope="module")
def both() -> tuple[Dataset, Dataset]:
    """A training and a test part, as random fifths."""
    split = tastes(np.random.default_rng(11), users=600, items=ITEMS, mean=20, strength=1.2)
    return _dataset(split.train, ITEMS, 600), _dataset(split.test, ITEMS, 600)


def _dataset(pairs: Pairs, items: int, users: int) -> Dataset:
    listed = [(int(user), int(item)) for user, item, _ in pairs]
    # An event of the last user that is left out again keeps both parts at the same size.
    whole = dataset_of([*listed, (users - 1, 0)], items=items)
    return whole.with_events(np.arange(len(listed)))


def quality(name: str, config: Config, train: Dataset, test: Dataset) -> float:
    scores = named(name)(config).fit(train, seed=1).score(train.user_items)
    top = top_items(scores, train.user_items, 10)
    relevant = np.diff(test.user_items.indptr).astype(np.int64)
    return float(ndcg(hits_of(top, test.user_items), relevant)[relevant > 0].mean())


@pytest.mark.parametrize("name", list(algorithms()))
def test_best_of_the_grid_is_as_good_as_recorded(name: str, both: tuple[Dataset, Dataset]) -> None:
    best = max(quality(name, config, *both) for config in named(name).grid(both[0]))
    assert best == pytest.approx(RECORDED[name], abs=TOLERANCE)


def test_every_model_is_recorded_above_popularity() -> None:
    assert min(RECORDED, key=lambda name: RECORDED[name]) == "popularity"


@pytest.mark.parametrize("name", ["als", "ease", "rp3beta"])
def test_second_round_finds_something_better(name: str, both: tuple[Dataset, Dataset]) -> None:
    grid = named(name).grid(both[0])
    values = {config: quality(name, config, *both) for config in grid}
    best = max(values, key=lambda config: values[config])
    near = named(name).refine(both[0], best)
    assert max(quality(name, config, *both) for config in near) > values[best]
