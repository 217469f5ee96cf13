import numpy as np
import pytest
from implicit.cpu.als import AlternatingLeastSquares
from threadpoolctl import threadpool_limits

from recommender.algorithms.als import Als, AlsConfig
from tests.support.matrices import dataset_of, grouped, rows_of

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


def test_frequency_pulls_who_has_more_stronger() -> None:
    dataset = grouped()
    plain, pulled = (
        Als(CONFIG.model_copy(update={"frequency": at})).fit(dataset, seed=2) for at in (0.0, 1.0)
    )
    lengths = np.diff(dataset.user_items.indptr)
    ratio = [
        np.linalg.norm(pulled.score(rows)) / np.linalg.norm(plain.score(rows))
        for rows in (dataset.user_items[lengths == 3], dataset.user_items[lengths == 5])
    ]
    assert ratio[1] < ratio[0]


def test_rounds_by_groups_of_pulls_are_those_of_implicit() -> None:
    """With next to no frequency all rows are one group; implicit's own loop must agree."""
    own = Als(CONFIG.model_copy(update={"frequency": 1e-9})).fit(grouped(), seed=2)
    whole = Als(CONFIG).fit(grouped(), seed=2)
    history = grouped().user_items
    np.testing.assert_allclose(own.score(history), whole.score(history), atol=1e-5)


def test_degree_weights_lift_what_few_have() -> None:
    pairs = [(user, 0) for user in range(30)] + [(user, 1 + user % 3) for user in range(30)]
    dataset = dataset_of(pairs, items=4)
    level = Als(CONFIG.model_copy(update={"item_exponent": 1.0})).fit(dataset)
    assert level.item_weights[1] == pytest.approx(3 * level.item_weights[0])


def test_search_starts_with_pulls_in_proportion_to_the_noise_of_the_data() -> None:
    few = [config.model_dump()["regularisation"] for config in Als.grid(grouped(users=60))]
    many = [config.model_dump()["regularisation"] for config in Als.grid(grouped(users=960))]
    assert all(3 < large / small < 5 for small, large in zip(few, many, strict=True))


def test_refinement_steps_off_the_best_in_every_direction() -> None:
    best = AlsConfig(factors=16, item_exponent=0.5)
    steps = Als.refine(dataset_of([(0, 0)], items=100), best)
    assert best not in steps
    for field in ("factors", "regularisation", "alpha", "item_exponent", "frequency"):
        assert any(getattr(step, field) != getattr(best, field) for step in steps), field
    assert all(AlsConfig.model_validate(step.model_dump()) == step for step in steps), (
        "only settings that the form would take"
    )
