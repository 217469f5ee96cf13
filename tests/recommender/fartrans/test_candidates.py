import numpy as np
import pytest

from recommender.fartrans.candidates import (
    MODELS,
    POPULAR,
    RANK_CONSTANT,
    Candidate,
    Task,
    all_candidates,
    judge,
    reciprocal_ranks,
)
from recommender.metrics import hits_of, ndcg, top_items
from tests.support.matrices import dataset_of, rows_of


def task() -> Task:
    chance = np.random.default_rng(1)
    pairs = [(user, int(item)) for user in range(60) for item in chance.permutation(8)[:3]]
    dataset = dataset_of(pairs, items=8, ages=chance.uniform(0, 90, len(pairs)).tolist())
    labels = rows_of(*[{user % 8: 1.0} for user in range(60)], items=8)
    labels = labels - labels.multiply(dataset.user_items)
    labels.eliminate_zeros()
    rows = np.flatnonzero(np.diff(labels.tocsr().indptr) > 0)
    return Task(dataset, rows, np.arange(7), labels.tocsr())


def test_best_rank_gives_the_greatest_reciprocal() -> None:
    ranks = 1 / reciprocal_ranks(np.array([[0.1, 0.9, 0.5]], np.float32)) - RANK_CONSTANT
    np.testing.assert_allclose(ranks, [[2, 0, 1]], atol=1e-4)


def test_ties_are_ranked_by_column() -> None:
    reciprocals = reciprocal_ranks(np.zeros((1, 3), np.float32))[0]
    assert reciprocals[0] > reciprocals[1] > reciprocals[2]


def test_every_candidate_is_judged_and_named_once() -> None:
    values = judge(task())
    assert list(values) == all_candidates() or set(values) == set(all_candidates())
    names = [candidate.name for candidate in all_candidates()]
    assert len(names) == len(set(names))
    assert {POPULAR.name, *MODELS} <= set(names)


def test_popularity_is_judged_as_the_protocol_says() -> None:
    """Only eligible assets that are not held are ranked; all that was bought is relevant."""
    asked = task()
    counts = np.bincount(asked.dataset.user_items.indices, minlength=8).astype(np.float32)
    scores = np.tile(counts, (len(asked.rows), 1))
    scores[:, 7] = -np.inf
    labels = asked.labels[asked.rows]
    hits = hits_of(top_items(scores, asked.histories, 10), labels)
    expected = ndcg(hits, np.diff(labels.indptr))
    np.testing.assert_allclose(judge(asked)[POPULAR], expected, rtol=1e-5)


def test_fused_candidate_says_so_in_its_name() -> None:
    assert Candidate("edlae 0.9", 14.0, 0.5).name == "edlae 0.9 + 0.5 x recent 14 d"
    assert Candidate("edlae 0.9").name == "edlae 0.9"


@pytest.mark.parametrize("model", list(MODELS))
def test_fusion_without_weight_is_the_model_itself(model: str) -> None:
    values = judge(task())
    assert values[Candidate(model)].shape == (len(task().rows),)
