import numpy as np
import pytest

from recommender import pool as pool_module
from recommender.algorithms.ease import EaseConfig
from recommender.algorithms.popularity import PopularityConfig
from recommender.arena import Arena
from recommender.fusion import Member
from recommender.holdout import make_holdouts
from recommender.pool import make_pool
from tests.support.matrices import grouped

EASE = Member("ease", EaseConfig(regularisation=20.0), 0.7)
POPULAR = Member("popularity", PopularityConfig(), 0.2)
MIX = (EASE, POPULAR)


@pytest.fixture(scope="module")
def arena() -> Arena:
    return Arena(make_holdouts(grouped(users=300), seed=1).choice[0], seed=1, k=5)


def test_mix_is_judged_in_the_pool_as_in_the_arena(arena: Arena) -> None:
    pool = make_pool(arena, MIX)
    np.testing.assert_allclose(pool.judge(MIX), arena.judge([MIX])[0])


def test_pool_of_the_best_items_alone_judges_the_same(
    arena: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool_module, "ALL_BELOW_ITEMS", 0)
    monkeypatch.setattr(pool_module, "TOP_OF_EACH", 6)
    pool = make_pool(arena, MIX)
    assert pool.labels.shape[1] < 12
    np.testing.assert_allclose(pool.judge(MIX), arena.judge([MIX])[0])


def test_lanes_change_no_score(arena: Arena) -> None:
    beside = Arena(arena.holdout, seed=1, k=5, lanes=2)
    np.testing.assert_array_equal(
        make_pool(beside, MIX).judge(MIX), make_pool(arena, MIX).judge(MIX)
    )


def test_pool_of_some_users_holds_their_values(arena: Arena) -> None:
    pool = make_pool(arena, MIX)
    chosen = pool.lengths >= 3
    np.testing.assert_allclose(pool.only(chosen).judge(MIX), pool.judge(MIX)[chosen])
    assert (pool.only(chosen).lengths >= 3).all()
