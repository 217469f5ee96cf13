import numpy as np

from recommender.algorithms.popularity import Popularity, PopularityConfig, freshness
from tests.support.matrices import dataset_of, rows_of


def test_score_is_the_number_of_users_who_have_an_item() -> None:
    model = Popularity().fit(dataset_of([(0, 0), (1, 0), (1, 1), (1, 1)], items=3))
    assert model.score(rows_of({}, items=3)).tolist() == [[2.0, 1.0, 0.0]]


def test_user_counts_half_after_a_half_life() -> None:
    dataset = dataset_of([(0, 0), (1, 1), (2, 2)], items=3, ages=[0.0, 30.0, 60.0])
    model = Popularity(PopularityConfig(half_life_days=30)).fit(dataset)
    np.testing.assert_allclose(model.counts, [1.0, 0.5, 0.25])


def test_undated_pair_counts_as_the_oldest() -> None:
    dataset = dataset_of([(0, 0), (1, 1), (2, 2)], items=3, ages=[0.0, 10.0, np.nan])
    np.testing.assert_allclose(freshness(dataset, 10.0), [1.0, 0.5, 0.5])


def test_data_without_dates_is_not_searched_for_recency() -> None:
    undated = dataset_of([(0, 0)], items=2)
    dated = dataset_of([(0, 0)], items=2, ages=[4.0])
    assert len(Popularity.grid(undated)) == 1
    assert len(Popularity.grid(dated)) > 1
