import numpy as np
import pytest
from implicit.cpu.als import AlternatingLeastSquares
from threadpoolctl import threadpool_limits

from recommender.algorithms.als import Als, AlsConfig
from tests.support.matrices import grouped, rows_of

CONFIG = AlsConfig(factors=8, regularisation=3.0, alpha=4.0, iterations=5)


def test_fold_in_is_the_solve_of_implicit() -> None:
    dataset = grouped()
    with threadpool_limits(limits=1):
        reference = AlternatingLeastSquares(
            factors=8, regularization=3.0, alpha=4.0, iterations=5, num_threads=1, random_state=2
        )
        ones = dataset.user_items.copy()
        ones.data[:] = 1.0
        reference.fit(ones, show_progress=False)
        folded = reference.recalculate_user(np.arange(5), ones[:5])
    expected = folded @ reference.item_factors.T
    scores = Als(CONFIG).fit(dataset, seed=2).score(dataset.user_items[:5])
    np.testing.assert_allclose(scores, expected, atol=2e-3)


def test_more_interest_weighs_more_with_power() -> None:
    model = Als(CONFIG.model_copy(update={"power": 1.0})).fit(grouped(), seed=1)
    weak, strong = model.score(rows_of({0: 1.0, 7: 1.0}, {0: 5.0, 7: 1.0}, items=12))
    assert strong[1:6].sum() > weak[1:6].sum()


def test_cost_grows_with_the_factors() -> None:
    shape = grouped().shape
    few, many = (Als(AlsConfig(factors=f)).cost_seconds(shape) for f in (8, 64))
    assert 0 < few < many


def test_contributions_of_a_lone_item_are_the_whole_score() -> None:
    model = Als(CONFIG).fit(grouped(), seed=1)
    history = rows_of({3: 1.0}, items=12)
    parts = model.contributions(history, 4)
    assert parts.shares[0, 0] == pytest.approx(float(model.score(history)[0, 4]), rel=1e-4)
