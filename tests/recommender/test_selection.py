import numpy as np
import pytest

from recommender.algorithms.als import AlsConfig
from recommender.algorithms.ease import EaseConfig
from recommender.arena import Mix
from recommender.bootstrap import Interval
from recommender.dataset import Dataset
from recommender.fusion import Member
from recommender.search import PLAIN_POPULARITY, with_tie_break
from recommender.selection import (
    SelectionSettings,
    Tried,
    Verdict,
    mean_per_user,
    paired_gain,
    publish,
    select,
    steadiest,
)
from tests.support.matrices import dataset_of, grouped

SETTINGS = SelectionSettings(k=5, budget_seconds=5.0)
EASE = with_tie_break(Member("ease", EaseConfig()))
ALS = with_tie_break(Member("als", AlsConfig()))
PAIR: Mix = (Member("ease", EaseConfig(), 0.5), Member("als", AlsConfig(), 0.5))


def noise(seed: int) -> Dataset:
    chance = np.random.default_rng(seed)
    odds = 1.0 / np.arange(1, 31)
    pairs = [
        (user, int(item))
        for user in range(300)
        for item in chance.choice(30, 5, replace=False, p=odds / odds.sum())
    ]
    return dataset_of(pairs, items=30)


def verdict(low: float) -> Verdict:
    some = Interval(0.5, 0.4, 0.6)
    return Verdict(some, some, Interval(low + 0.1, low, low + 0.2), users=100)


def test_structure_is_found_and_published() -> None:
    choice = select(grouped(users=300), SETTINGS)
    assert choice.is_personal
    assert choice.verdict is not None
    assert choice.verdict.gain.is_above_zero
    assert choice.verdict.model.mean > choice.verdict.popularity.mean


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_popularity_is_published_where_there_is_nothing_personal(seed: int) -> None:
    choice = select(noise(seed), SETTINGS)
    assert choice.mix == PLAIN_POPULARITY
    assert not choice.is_personal


def test_too_little_data_is_left_to_popularity() -> None:
    choice = select(dataset_of([(0, 0), (1, 1), (1, 2)], items=3), SETTINGS)
    assert choice.mix == PLAIN_POPULARITY
    assert choice.verdict is None


def test_same_data_and_seed_make_the_same_choice() -> None:
    first, second = (select(grouped(), SETTINGS) for _ in range(2))
    assert first.mix == second.mix
    assert first.verdict == second.verdict
    assert first.tried == second.tried


def test_search_can_be_limited_to_one_algorithm() -> None:
    settings = SETTINGS.model_copy(update={"algorithm": "rp3beta"})
    choice = select(grouped(), settings)
    assert choice.best is not None
    assert "rp3beta" in {member.algorithm for member in choice.best.mix}
    assert "ease" not in {member.algorithm for one in choice.tried for member in one.mix}


def test_progress_is_told_and_rises() -> None:
    told: list[float] = []
    select(grouped(), SETTINGS, lambda _, share: told.append(share))
    assert told == sorted(told)
    assert 0 <= told[0] < told[-1] < 1


def test_model_is_published_only_if_surely_above_popularity() -> None:
    tried = Tried(EASE, (0.6, 0.6))
    assert publish(tried, verdict(low=0.01), [tried]).mix == EASE
    refused = publish(tried, verdict(low=-0.01), [tried])
    assert refused.mix == PLAIN_POPULARITY
    assert refused.best == tried
    assert "not significantly above" in refused.reason


def test_pair_of_models_has_to_win_on_every_holdout() -> None:
    single = Tried(EASE, (0.5, 0.5))
    assert steadiest([single, Tried(PAIR, (0.9, 0.49))]) == single
    winner = Tried(PAIR, (0.52, 0.51))
    assert steadiest([single, Tried(ALS, (0.4, 0.4)), winner]) == winner


def test_gain_is_paired_by_user() -> None:
    baseline = np.random.default_rng(1).random(500)
    gain = paired_gain(baseline + 0.01, baseline, seed=1)
    assert gain.low == pytest.approx(0.01)
    assert gain.high == pytest.approx(0.01)


def test_users_of_several_holdouts_count_once() -> None:
    values = mean_per_user(np.array([1.0, 3.0, 5.0]), np.array([8, 8, 2]))
    assert sorted(values.tolist()) == [2.0, 5.0]
