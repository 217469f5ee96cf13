"""The contract of every algorithm; a new file in recommender/algorithms is tested by itself."""

from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from recommender.algorithms import algorithms, named
from recommender.algorithms.base import Algorithm, Config, Model
from recommender.algorithms.single import History
from recommender.dataset import Dataset
from recommender.errors import Invalid
from recommender.fusion import inverse_spread
from recommender.metrics import top_items
from tests.support.matrices import dataset_of, grouped, rows_of

ITEMS = 12
WEIGHTED = 0.5


@pytest.fixture(params=list(algorithms()), scope="module")
def algorithm(request: pytest.FixtureRequest) -> type[Algorithm]:
    return algorithms()[request.param]


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return grouped()


def configs(algorithm: type[Algorithm], dataset: Dataset) -> list[Config]:
    """Return the defaults, a weighted one, and all that a search would try in two rounds."""
    grid = algorithm.grid(dataset)
    weighted = grid[0].model_copy(update={"power": WEIGHTED})
    return [algorithm.config_type(), weighted, *grid, *algorithm.refine(dataset, *grid[:2])]


def some_histories() -> csr_matrix:
    return rows_of({0: 1.0, 2: 5.0}, {7: 2.0}, {}, items=ITEMS)


def test_known_algorithms_are_found_by_their_place() -> None:
    assert {"als", "ease", "item_item", "popularity", "rp3beta"} <= set(algorithms())


def test_unknown_name_is_refused_with_the_choices() -> None:
    with pytest.raises(Invalid, match="choose one of auto, als"):
        named("magic")


def test_every_config_field_says_what_it_does(algorithm: type[Algorithm]) -> None:
    assert all(field.description for field in algorithm.config_type.model_fields.values())


def test_config_survives_json(algorithm: type[Algorithm], dataset: Dataset) -> None:
    for config in configs(algorithm, dataset):
        assert algorithm.config_type.model_validate_json(config.model_dump_json()) == config


def test_scores_have_one_row_a_history_and_one_column_an_item(
    algorithm: type[Algorithm], dataset: Dataset
) -> None:
    scores = algorithm().fit(dataset).score(some_histories())
    assert scores.shape == (3, ITEMS)
    assert scores.dtype == np.float32
    assert np.isfinite(scores).all()


def test_same_seed_gives_the_same_scores(algorithm: type[Algorithm], dataset: Dataset) -> None:
    first, second = (algorithm().fit(dataset, seed=5).score(some_histories()) for _ in range(2))
    np.testing.assert_array_equal(first, second)


def test_parts_sum_to_the_score(algorithm: type[Algorithm], dataset: Dataset) -> None:
    for config in configs(algorithm, dataset):
        model = algorithm(config).fit(dataset)
        for row in range(3):
            history = some_histories()[row]
            parts = model.parts(history, np.arange(ITEMS))
            summed = parts.base + parts.shares.sum(axis=0)
            np.testing.assert_allclose(summed, model.score(history)[0], rtol=2e-4, atol=1e-5)


def test_folding_one_history_in_says_the_same(algorithm: type[Algorithm], dataset: Dataset) -> None:
    asked = np.arange(1, ITEMS)
    for config in configs(algorithm, dataset):
        model = algorithm(config).fit(dataset)
        row = some_histories()[0]
        folded = model.fold(History(row.indices, row.data, ITEMS))
        np.testing.assert_allclose(folded.scores, model.score(row)[0], rtol=2e-4, atol=1e-5)
        np.testing.assert_array_equal(folded.at(asked), folded.scores[asked])
        np.testing.assert_allclose(folded.at(asked[:1]), folded.scores[asked[:1]], rtol=1e-5)
        spread = float(inverse_spread(folded.scores[None, :])[0, 0])
        assert folded.inverse_spread == pytest.approx(spread, rel=1e-4)
        parts, known = folded.parts(asked), model.parts(row, asked)
        np.testing.assert_allclose(parts.shares, known.shares, rtol=2e-4, atol=1e-6)
        np.testing.assert_array_equal(parts.base, known.base)


def test_contributions_name_every_history_item_once(
    algorithm: type[Algorithm], dataset: Dataset
) -> None:
    contributions = algorithm().fit(dataset).contributions(some_histories()[0], 4)
    assert contributions.base.shape == (1,)
    assert contributions.shares.shape == (2, 1)


def test_model_survives_storage_memory_mapped(
    algorithm: type[Algorithm], dataset: Dataset, tmp_path: Path
) -> None:
    model = algorithm().fit(dataset)
    model.save(tmp_path / "model")
    opened = algorithm.model_type.load(tmp_path / "model")
    np.testing.assert_array_equal(opened.score(some_histories()), model.score(some_histories()))
    assert any(isinstance(array, np.memmap) for array in _arrays_of(opened))


def _arrays_of(model: Model) -> list[np.ndarray]:
    # CSR may wrap a mapped array in a view: look at what it is a view of.
    arrays = list(model.arrays().values())
    return arrays + [array.base for array in arrays if isinstance(array.base, np.ndarray)]


def test_empty_history_scores_nothing_personal(
    algorithm: type[Algorithm], dataset: Dataset
) -> None:
    scores = algorithm().fit(dataset).score(rows_of({}, items=ITEMS))
    if algorithm.name == "popularity":
        assert np.ptp(scores) > 0
    else:
        np.testing.assert_array_equal(scores, 0.0)


def test_new_event_changes_the_answer_without_a_fit(
    algorithm: type[Algorithm], dataset: Dataset
) -> None:
    model = algorithm().fit(dataset)
    before, after = model.score(rows_of({0: 1.0}, {0: 1.0, 8: 1.0}, items=ITEMS))
    assert (algorithm.name == "popularity") == np.array_equal(before, after)


@pytest.mark.parametrize("name", [name for name in algorithms() if name != "popularity"])
def test_companions_of_a_group_are_ranked_first(name: str, dataset: Dataset) -> None:
    algorithm = named(name)
    history = rows_of({0: 1.0, 1: 1.0}, items=ITEMS)
    best = algorithm.grid(dataset)[0]
    top = top_items(algorithm(best).fit(dataset).score(history), history, 4)
    assert set(top[0]) == {2, 3, 4, 5}


def test_item_that_nobody_has_is_never_preferred(algorithm: type[Algorithm]) -> None:
    pairs = [(user, item) for user in range(20) for item in (0, 1, 2) if user % 3 != item]
    model = algorithm().fit(dataset_of(pairs, items=5))
    scores = model.score(rows_of({0: 1.0}, items=5))[0]
    assert scores[3] <= scores[1]
    assert scores[4] <= scores[2]


def test_data_without_interactions_gives_equal_scores(algorithm: type[Algorithm]) -> None:
    empty = dataset_of([(0, 0)], items=3).with_events(np.zeros(1, bool))
    assert np.ptp(algorithm().fit(empty).score(rows_of({1: 1.0}, items=3))) == 0


def test_users_scored_together_are_scored_as_alone(
    algorithm: type[Algorithm], dataset: Dataset
) -> None:
    histories = dataset.user_items
    for config in configs(algorithm, dataset):
        model = algorithm(config).fit(dataset)
        alone = np.vstack([model.score(histories[row]) for row in range(20)])
        np.testing.assert_allclose(model.score(histories)[:20], alone, rtol=2e-4, atol=1e-5)


def test_second_round_is_new_and_what_the_form_would_take(
    algorithm: type[Algorithm], dataset: Dataset
) -> None:
    best, second = (*algorithm.grid(dataset), None)[:2]
    near = algorithm.refine(dataset, best, second)
    assert len(near) == len(set(near))
    assert not {best, second} & set(near)
    for config in near:
        assert algorithm.config_type.model_validate(config.model_dump()) == config


def test_fit_leaves_the_data_as_it_was(algorithm: type[Algorithm], dataset: Dataset) -> None:
    before = dataset.data_hash
    values = dataset.user_items.copy()
    for config in configs(algorithm, dataset):
        algorithm(config).fit(dataset).score(dataset.user_items)
    assert (values != dataset.user_items).nnz == 0
    assert dataset.data_hash == before


def test_grid_is_not_empty_and_costs_are_positive(
    algorithm: type[Algorithm], dataset: Dataset
) -> None:
    grid = algorithm.grid(dataset)
    assert len(grid) == len(set(grid)) > 0
    assert all(algorithm(config).cost_seconds(dataset.shape) > 0 for config in grid)
    assert algorithm().memory_mb(dataset.shape) > 0
