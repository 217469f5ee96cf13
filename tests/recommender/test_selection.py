import numpy as np
import pytest

from recommender.algorithms.als import AlsConfig
from recommender.algorithms.ease import EaseConfig
from recommender.blending import GroupGain, Tried
from recommender.bootstrap import Interval, mean_per_user
from recommender.dataset import Dataset
from recommender.fusion import Member
from recommender.search import PLAIN_POPULARITY, with_tie_break
from recommender.selection import (
    Choice,
    Contest,
    SelectionSettings,
    Verdict,
    paired_gain,
    publish,
    select,
)
from tests.support.matrices import dataset_of, grouped

SETTINGS = SelectionSettings(k=5, budget_seconds=5.0)
EASE = with_tie_break(Member("ease", EaseConfig()))
ALS = with_tie_break(Member("als", AlsConfig()))


def noise(seed: int) -> Dataset:
    chance = np.random.default_rng(seed)
    odds = 1.0 / np.arange(1, 31)
    pairs = [
        (user, int(item))
        for user in range(300)
        for item in chance.choice(30, 5, replace=False, p=odds / odds.sum())
    ]
    return dataset_of(pairs, items=30)


@pytest.fixture(scope="module")
def auto() -> Choice:
    return select(grouped(users=300), SETTINGS)


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
    contest = Contest(tried, tried, [tried])
    assert publish(contest, verdict(low=0.01)).mix == EASE
    refused = publish(contest, verdict(low=-0.01))
    assert refused.mix == PLAIN_POPULARITY
    assert refused.best == tried
    assert "not significantly above" in refused.reason


def test_group_has_its_own_mix_only_if_it_surely_gains() -> None:
    tried = Tried(EASE, (0.6, 0.6))
    sure = GroupGain(ALS, Interval(0.02, 0.01, 0.03), users=500)
    unsure = GroupGain(ALS, Interval(0.02, -0.01, 0.05), users=500)
    contest = Contest(tried, tried, [tried], {"1": sure, "2-5": unsure})
    choice = publish(contest, verdict(low=0.01))
    assert choice.groups == {"1": ALS}
    assert set(choice.as_json()["groups"]) == {"1", "2-5"}
    assert publish(contest, verdict(low=-0.01)).groups == {}


def test_report_tells_what_was_tried_and_how_sure_it_is() -> None:
    told = select(grouped(users=300), SETTINGS).as_json()
    assert told["verdict"]["ndcg_gain"]["low"] > 0
    assert set(told["verdict"]["by_history"]) == {"1-2", "3+"}
    means = [np.mean(one["ndcg"]) for one in told["tried"]]
    assert means == sorted(means, reverse=True)


@pytest.mark.parametrize("name", ["als", "ease", "item_item", "popularity", "rp3beta"])
def test_auto_is_at_least_as_good_as_any_algorithm_alone(name: str, auto: Choice) -> None:
    """On the hold-outs of the choice, by construction."""
    alone = select(grouped(users=300), SETTINGS.model_copy(update={"algorithm": name}))
    assert auto.best is not None
    assert alone.best is not None
    assert auto.best.mean >= alone.best.mean


def test_lanes_change_no_choice() -> None:
    alone, beside = (
        select(grouped(users=300), SETTINGS.model_copy(update={"lanes": lanes})) for lanes in (1, 2)
    )
    assert alone == beside


def test_gain_is_paired_by_user() -> None:
    baseline = np.random.default_rng(1).random(500)
    gain = paired_gain(baseline + 0.01, baseline, seed=1)
    assert gain.low == pytest.approx(0.01)
    assert gain.high == pytest.approx(0.01)


def test_users_of_several_holdouts_count_once() -> None:
    values = mean_per_user(np.array([1.0, 3.0, 5.0]), np.array([8, 8, 2]))
    assert sorted(values.tolist()) == [2.0, 5.0]
