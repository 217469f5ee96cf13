from recommender.algorithms import algorithms
from recommender.algorithms.ease import EaseConfig
from recommender.algorithms.popularity import PopularityConfig
from recommender.algorithms.rp3beta import Rp3betaConfig
from recommender.dataset import Dataset
from recommender.fusion import Member
from recommender.search import PLAIN_POPULARITY, cost_seconds, finalists, plan, with_tie_break
from tests.support.matrices import dataset_of, grouped


def wide(items: int) -> Dataset:
    return dataset_of([(user, user % items) for user in range(50)], items=items)


def test_every_algorithm_is_tried_even_on_a_small_budget() -> None:
    assert set(plan(grouped(), budget_seconds=1.0, memory_mb=100)) == set(algorithms())


def test_larger_budget_tries_more() -> None:
    few, many = (plan(grouped(), budget_seconds=b, memory_mb=100) for b in (0.2, 100.0))
    assert sum(map(len, few.values())) < sum(map(len, many.values()))


def test_fit_that_is_too_long_or_too_large_is_not_tried() -> None:
    assert "ease" not in plan(wide(8_000), budget_seconds=30, memory_mb=10_000)
    assert "ease" not in plan(wide(3_000), budget_seconds=1_000, memory_mb=100)
    assert "ease" in plan(wide(3_000), budget_seconds=1_000, memory_mb=1_000)


def test_one_algorithm_can_be_asked_for() -> None:
    assert set(plan(grouped(), budget_seconds=10, memory_mb=100, only="als")) == {"als"}


def test_cost_grows_with_the_data() -> None:
    member = Member("ease", EaseConfig())
    small, large = (cost_seconds(member, wide(items).shape) for items in (100, 4_000))
    assert 0 < small < large


def test_finalists_hold_each_member_with_popularity_and_each_pair() -> None:
    ease, walk = Member("ease", EaseConfig()), Member("rp3beta", Rp3betaConfig())
    recent = Member("popularity", PopularityConfig(half_life_days=30))
    mixes = finalists({"ease": [ease], "rp3beta": [walk]}, recent=recent)
    assert with_tie_break(ease) in mixes
    assert with_tie_break(walk) in mixes
    assert any(recent.config in [member.config for member in mix] for mix in mixes)
    pairs = [mix for mix in mixes if {"ease", "rp3beta"} <= {one.algorithm for one in mix}]
    assert {round(mix[0].weight + mix[1].weight, 6) for mix in pairs} == {1.0}
    assert len(mixes) == len(set(mixes))


def test_every_mix_ends_in_popularity_for_ties_and_cold_customers() -> None:
    mixes = finalists({"ease": [Member("ease", EaseConfig())]}, recent=None)
    assert all(mix[-1].algorithm == PLAIN_POPULARITY[0].algorithm for mix in mixes)
