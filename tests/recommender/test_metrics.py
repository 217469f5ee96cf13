import doctest

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from recommender import bootstrap, history, metrics, search
from recommender.metrics import average_precision, coverage, hit_rate, hits_of, ndcg, top_items


def test_doctests_hold() -> None:
    for module in (metrics, bootstrap, history, search):
        result = doctest.testmod(module)
        assert result.failed == 0
        assert result.attempted > 0


def test_excluded_and_impossible_items_are_not_ranked() -> None:
    scores = np.array([[3.0, np.nan, 2.0, -np.inf, 1.0]])
    held = csr_matrix(np.array([[1.0, 0, 0, 0, 0]]))
    assert top_items(scores, held, 4).tolist() == [[2, 4, -1, -1]]


def test_list_longer_than_the_catalogue_is_filled_with_nothing() -> None:
    assert top_items(np.array([[1.0, 2.0]]), None, 4).tolist() == [[1, 0, -1, -1]]


def test_ranking_does_not_change_the_scores() -> None:
    scores = np.array([[1.0, 2.0, 3.0]])
    top_items(scores, csr_matrix(np.array([[0.0, 0.0, 1.0]])), 1)
    assert scores.tolist() == [[1.0, 2.0, 3.0]]


@given(
    st.lists(st.integers(0, 4), min_size=9, max_size=60),
    st.integers(1, 8),
)
def test_top_items_equal_a_full_stable_sort(values: list[int], k: int) -> None:
    scores = np.array([values], dtype=np.float32)
    expected = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    assert top_items(scores, None, k).tolist() == expected.tolist()


def test_hits_are_the_labels_among_the_ranked() -> None:
    labels = csr_matrix(np.array([[0.0, 1.0, 0.0]]))
    assert hits_of(np.array([[2, 1, -1]]), labels).tolist() == [[False, True, False]]


def test_perfect_list_reaches_1_and_an_empty_one_0() -> None:
    hits = np.array([[True, True, False], [False, False, False]])
    relevant = np.array([2, 5])
    for metric in (ndcg, average_precision, hit_rate):
        assert metric(hits, relevant).tolist() == [1.0, 0.0]


def test_ndcg_counts_more_relevant_items_than_places() -> None:
    assert ndcg(np.array([[True, True]]), np.array([9])).tolist() == [1.0]


def test_user_without_relevant_items_scores_0() -> None:
    assert ndcg(np.array([[False]]), np.array([0])).tolist() == [0.0]


def test_coverage_ignores_empty_places() -> None:
    assert coverage(np.array([[-1, -1]]), 4) == 0.0
