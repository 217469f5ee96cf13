from pathlib import Path

import numpy as np
import pytest

from recommender.algorithms.als import AlsConfig
from recommender.algorithms.ease import EaseConfig
from recommender.algorithms.popularity import PopularityConfig
from recommender.fusion import Fusion, Member, Mix, fit_fusion, scaled
from tests.support.matrices import grouped, rows_of

MEMBERS = (
    Member("ease", EaseConfig(regularisation=20.0), 0.6),
    Member("als", AlsConfig(factors=4), 0.4),
    Member("popularity", PopularityConfig(), 0.1),
)


@pytest.fixture(scope="module")
def fusion() -> Fusion:
    return fit_fusion(MEMBERS, grouped(), seed=3)


def test_rows_are_brought_to_one_spread() -> None:
    rows = scaled(np.array([[0.0, 10.0, 20.0], [5.0, 5.0, 5.0]], np.float32))
    assert rows[0].std() == pytest.approx(1.0)
    assert rows[1].tolist() == [0.0, 0.0, 0.0]


def test_score_is_the_weighted_sum_of_scaled_members(fusion: Fusion) -> None:
    history = rows_of({1: 1.0, 3: 1.0}, items=12)
    expected = sum(
        member.weight * scaled(model.score(history))
        for member, model in zip(fusion.members, fusion.models, strict=True)
    )
    np.testing.assert_allclose(fusion.score(history), expected, rtol=1e-6)


def test_parts_sum_to_the_score(fusion: Fusion) -> None:
    for history in (rows_of({1: 1.0, 3: 2.0}, items=12), rows_of({}, items=12)):
        parts = fusion.parts(history, np.arange(12))
        summed = parts.base + parts.shares.sum(axis=0)
        np.testing.assert_allclose(summed, fusion.score(history)[0], rtol=1e-4, atol=1e-5)


def test_unknown_customer_is_ranked_by_popularity(fusion: Fusion) -> None:
    nobody = rows_of({}, items=12)
    order = np.argsort(-fusion.score(nobody)[0], kind="stable")
    popular = np.argsort(-fusion.models[2].score(nobody)[0], kind="stable")
    assert order.tolist() == popular.tolist()


def test_name_lists_algorithms_by_weight(fusion: Fusion) -> None:
    assert fusion.name == "ease+als+popularity"


EASE, ALS, POPULAR = MEMBERS
SHORT: Mix = (Member("ease", EASE.config, 0.2), POPULAR)
HISTORIES = rows_of({1: 1.0}, {1: 1.0, 3: 2.0}, dict.fromkeys(range(7), 1.0), {}, items=12)


@pytest.fixture(scope="module")
def grouped_fusion() -> Fusion:
    return fit_fusion(MEMBERS, grouped(), seed=3, groups={"1": SHORT, "6+": (ALS,)})


def test_history_group_is_ranked_by_its_own_weights(fusion: Fusion, grouped_fusion: Fusion) -> None:
    short, only_als = (fit_fusion(mix, grouped(), seed=3) for mix in (SHORT, (ALS,)))
    scores = grouped_fusion.score(HISTORIES)
    np.testing.assert_allclose(scores[0], short.score(HISTORIES)[0], rtol=1e-5)
    np.testing.assert_allclose(scores[1], fusion.score(HISTORIES)[1], rtol=1e-5)
    np.testing.assert_allclose(scores[2], only_als.score(HISTORIES)[2], rtol=1e-5)
    np.testing.assert_allclose(scores[3], fusion.score(HISTORIES)[3], rtol=1e-5)


def test_parts_sum_to_the_score_in_every_history_group(grouped_fusion: Fusion) -> None:
    for row in range(HISTORIES.shape[0]):
        history = HISTORIES[row]
        parts = grouped_fusion.parts(history, np.arange(12))
        summed = parts.base + parts.shares.sum(axis=0)
        np.testing.assert_allclose(summed, grouped_fusion.score(history)[0], rtol=1e-4, atol=1e-5)


def test_groups_survive_storage(grouped_fusion: Fusion, tmp_path: Path) -> None:
    grouped_fusion.save(tmp_path / "g")
    opened = Fusion.load(tmp_path / "g")
    assert opened.groups == grouped_fusion.groups
    np.testing.assert_array_equal(opened.score(HISTORIES), grouped_fusion.score(HISTORIES))


def test_member_of_a_group_alone_is_fitted_once_and_weighs_nothing_elsewhere() -> None:
    fusion = fit_fusion((EASE,), grouped(), seed=3, groups={"1": (ALS,), "6+": (ALS, EASE)})
    assert [one.algorithm for one in fusion.members] == ["ease", "als"]
    assert fusion.members[1].weight == 0.0


def test_lanes_fit_the_same_models() -> None:
    alone, beside = (fit_fusion(MEMBERS, grouped(), seed=3, lanes=lanes) for lanes in (1, 2))
    np.testing.assert_array_equal(alone.score(HISTORIES), beside.score(HISTORIES))


def test_fusion_survives_storage(fusion: Fusion, tmp_path: Path) -> None:
    fusion.save(tmp_path / "f")
    opened = Fusion.load(tmp_path / "f")
    history = rows_of({5: 1.0}, items=12)
    assert opened.members == fusion.members
    np.testing.assert_array_equal(opened.score(history), fusion.score(history))
