import numpy as np
import pytest

from recommender.algorithms import cooccurrence
from recommender.algorithms.ease import Ease, EaseConfig, gram, mean_diagonal
from recommender.algorithms.popularity import Popularity
from recommender.arena import Arena
from recommender.fusion import Member
from recommender.holdout import make_holdouts
from tests.support.matrices import dataset_of, grouped

PAIRS = [(0, 0), (0, 1), (1, 0), (1, 1), (2, 1), (2, 2)]


def test_weights_solve_the_constrained_least_squares() -> None:
    """Each column is the ridge regression of its item on the others, computed apart."""
    dataset = dataset_of(PAIRS, items=3)
    weights = Ease(EaseConfig(regularisation=2.0)).fit(dataset).weights
    held = dataset.user_items.toarray().astype(float)
    for item in range(3):
        others = [other for other in range(3) if other != item]
        given = held[:, others]
        ridge = np.linalg.solve(given.T @ given + 2.0 * np.eye(2), given.T @ held[:, item])
        np.testing.assert_allclose(weights[others, item], ridge, rtol=1e-5)


def test_no_item_speaks_for_itself() -> None:
    assert np.diag(Ease().fit(grouped()).weights).tolist() == [0.0] * 12


def test_dropout_adds_its_odds_times_the_diagonal() -> None:
    dataset = dataset_of(PAIRS, items=3)
    item_items = gram(dataset, 0.0)
    with_dropout = Ease(EaseConfig(regularisation=1.0, dropout=0.5)).weights(item_items.copy())
    penalised = item_items + np.diag(1.0 + np.diag(item_items))
    inverse = np.linalg.inv(penalised)
    expected = -inverse / np.diag(inverse)
    np.fill_diagonal(expected, 0.0)
    np.testing.assert_allclose(with_dropout, expected, rtol=1e-5)


def test_users_count_by_their_level() -> None:
    """With exponent 1 a user of two items counts half of a user of one."""
    dataset = dataset_of([(0, 0), (1, 0), (1, 1)], items=2)
    assert gram(dataset, 0.0, 1.0).tolist() == [[1.5, 0.5], [0.5, 0.5]]
    assert mean_diagonal(dataset, 0.0, 1.0) == pytest.approx(1.0)


def test_large_catalogues_give_what_small_ones_give(monkeypatch: pytest.MonkeyPatch) -> None:
    small = gram(grouped(), 0.5, 0.5)
    monkeypatch.setattr(cooccurrence, "DENSE_ITEMS", 0)
    monkeypatch.setattr(cooccurrence, "BLOCK_CELLS", 60)
    np.testing.assert_allclose(gram(grouped(), 0.5, 0.5), small, rtol=1e-5)


def test_refinement_keeps_the_pull_in_proportion_to_the_levelled_diagonal() -> None:
    dataset = grouped()
    best = EaseConfig(regularisation=10 * mean_diagonal(dataset, 0.0, 0.5), user_exponent=0.5)
    levelled = [one.model_dump() for one in Ease.refine(dataset, best) if one.power == best.power]
    (plainer,) = [one for one in levelled if one["user_exponent"] == 0.25]
    expected = 10 * mean_diagonal(dataset, 0.0, 0.25)
    assert plainer["regularisation"] == pytest.approx(expected, rel=1e-3)


def test_ten_thousand_items_cost_what_was_measured() -> None:
    shape = grouped().shape._replace(items=10_000)
    assert Ease().cost_seconds(shape) == pytest.approx(31, rel=0.05)
    assert Ease().memory_mb(shape) == pytest.approx(2_000)


def test_recorded_quality_on_generated_groups() -> None:
    """Recorded: 0.739 against 0.337 of popularity; quality cannot sink unseen."""
    holdout = make_holdouts(grouped(users=400), seed=1).choice[0]
    arena = Arena(holdout, seed=1, k=5)
    config = EaseConfig(regularisation=50.0)
    model, popularity = arena.judge(
        [(Member("ease", config),), (Member(Popularity.name, Popularity().config),)]
    )
    assert model.mean() == pytest.approx(0.739, abs=0.02)
    assert popularity.mean() == pytest.approx(0.337, abs=0.02)
