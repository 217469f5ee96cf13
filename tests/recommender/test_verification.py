import numpy as np
import pytest

from recommender.algorithms.ease import EaseConfig
from recommender.arena import Arena
from recommender.fusion import Member
from recommender.holdout import make_holdouts
from recommender.search import PLAIN_POPULARITY, with_tie_break
from recommender.verification import Fresh, judge_fresh
from tests.support.matrices import grouped

EASE = with_tie_break(Member("ease", EaseConfig(regularisation=20.0)))


def fresh(lengths: list[int], model: list[float]) -> Fresh:
    nothing = np.zeros(len(model))
    rows = np.arange(len(model))
    return Fresh(np.array(model), nothing + 0.1, nothing, rows, np.array(lengths))


def test_group_is_judged_by_its_own_mix() -> None:
    arena = Arena(make_holdouts(grouped(users=300), seed=1).fresh[0], seed=1, k=5)
    said = judge_fresh([arena], EASE, EASE, {"2-5": PLAIN_POPULARITY})
    inside = (said.lengths >= 2) & (said.lengths <= 5)
    assert inside.any()
    np.testing.assert_allclose(said.model[inside], said.popularity[inside])
    np.testing.assert_allclose(said.model[~inside], said.single[~inside])


def test_gain_is_told_for_short_and_longer_histories() -> None:
    verdict = fresh([1, 2, 3, 9], [0.4, 0.2, 0.9, 0.7]).verdict(1, None)
    assert verdict.by_history["1-2"].mean == pytest.approx(0.3)
    assert verdict.by_history["3+"].mean == pytest.approx(0.8)
    assert verdict.gain.mean == pytest.approx(0.55)


def test_group_without_users_has_an_empty_interval() -> None:
    verdict = fresh([4, 5], [0.4, 0.2]).verdict(1, None)
    assert verdict.by_history["1-2"].as_json() == {"mean": 0.0, "low": 0.0, "high": 0.0}


def test_blend_that_gives_way_leaves_the_single_algorithm() -> None:
    said = fresh([4, 5], [0.4, 0.2]).without_blend()
    np.testing.assert_allclose(said.model, said.single)
