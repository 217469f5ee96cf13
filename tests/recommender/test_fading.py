from dataclasses import replace

import numpy as np
import pytest

from recommender.bootstrap import Interval
from recommender.dataset import Dataset
from recommender.fading import NOTHING_FADES, Fading, faded, validate_fading
from recommender.holdout import make_holdouts
from recommender.search import Budget
from tests.support.matrices import dataset_of, grouped

BUDGET = Budget(60.0, 400.0)


def tastes(seed: int, *, moving: bool, users: int = 600) -> Dataset:
    """Three groups of ten items; where tastes move, a user changes group each 100 days."""
    chance = np.random.default_rng(seed)
    pairs, ages = [], []
    for user in range(users):
        groups = chance.integers(0, 3, 3) if moving else np.repeat(chance.integers(0, 3), 3)
        for age in chance.uniform(0, 300, 9):
            pairs.append((user, int(10 * groups[int(age // 100)] + chance.integers(0, 10))))
            ages.append(float(age))
    return dataset_of(pairs, items=30, ages=ages)


def validated(dataset: Dataset, budget: Budget = BUDGET) -> Fading:
    return validate_fading(dataset, make_holdouts(dataset, seed=1), budget, seed=1)


def test_fading_is_found_where_tastes_move() -> None:
    found = validated(tastes(1, moving=True))
    assert found.half_life_days == 30.0
    assert found.gain is not None
    assert found.gain.low > 0


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nothing_fades_where_tastes_stay(seed: int) -> None:
    found = validated(tastes(seed, moving=False))
    assert found.half_life_days == 0.0
    assert found.gain is not None


def test_undated_data_is_not_tested() -> None:
    assert validated(grouped()) == NOTHING_FADES


def test_probes_that_cost_too_much_are_left_out() -> None:
    assert validated(tastes(1, moving=True), Budget(0.01, 400.0)) == NOTHING_FADES


def test_fading_takes_weight_from_old_events_and_leaves_labels_alone() -> None:
    dataset = tastes(1, moving=True)
    holdouts = make_holdouts(dataset, seed=1)
    thinner = faded(holdouts, Fading(30.0, Interval(0.1, 0.1, 0.1), 1))
    for plain, less in zip(
        (*holdouts.choice, *holdouts.fresh), (*thinner.choice, *thinner.fresh), strict=True
    ):
        assert less.train.user_items.sum() < 0.5 * plain.train.user_items.sum()
        assert less.train.user_items.nnz == plain.train.user_items.nnz
        assert (less.labels != plain.labels).nnz == 0


def test_no_fading_leaves_the_data_as_it_is() -> None:
    dataset = grouped()
    assert NOTHING_FADES.applied(dataset) is dataset


def test_pair_never_fades_to_nothing() -> None:
    dataset = dataset_of([(0, 0), (0, 1)], items=2, ages=[0.0, 100_000.0])
    old = Fading(1.0).applied(replace(dataset)).user_items
    assert old.nnz == 2
    assert (old.data > 0).all()
