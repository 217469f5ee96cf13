import pytest

from recommender.algorithms import algorithms, named
from recommender.algorithms.ease import EaseConfig
from recommender.algorithms.popularity import PopularityConfig
from recommender.algorithms.rp3beta import Rp3betaConfig
from recommender.dataset import Dataset, Shape
from recommender.fusion import Member
from recommender.search import (
    LARGEST_SHARE,
    MOST_BUDGET_SECONDS,
    SEARCH_SHARE,
    SECOND_SHARE,
    Budget,
    cost_seconds,
    default_budget_seconds,
    fair_parts,
    going_on,
    narrowing_users,
    plan,
    seasoned,
    with_tie_break,
)
from tests.support.matrices import dataset_of, grouped

LARGE = Shape(users=30_000, items=41_000, pairs=1_000_000, walks=80_000_000)


def wide(items: int) -> Dataset:
    return dataset_of([(user, user % items) for user in range(50)], items=items)


def test_every_algorithm_is_tried_even_on_a_small_budget() -> None:
    assert set(plan(grouped(), Budget(1.0, 100))) == set(algorithms())


def test_larger_budget_tries_more() -> None:
    few, many = (plan(grouped(), Budget(seconds, 100)) for seconds in (0.2, 100.0))
    count = [sum(len(space.members) for space in one.values()) for one in (few, many)]
    assert count[0] < count[1]


def test_fit_that_is_too_long_or_too_large_is_not_tried() -> None:
    assert "ease" not in plan(wide(8_000), Budget(30, 10_000))
    assert "ease" not in plan(wide(3_000), Budget(1_000, 100))
    assert "ease" in plan(wide(3_000), Budget(1_000, 1_000))


def test_one_algorithm_can_be_asked_for_and_popularity_goes_along() -> None:
    assert set(plan(grouped(), Budget(10, 100), only="als")) == {"als", "popularity"}


@pytest.mark.parametrize("seconds", [1.0, 5.0, 100.0])
@pytest.mark.parametrize("name", sorted(algorithms()))
def test_auto_searches_each_algorithm_as_deeply_as_alone(name: str, seconds: float) -> None:
    budget = Budget(seconds, 100)
    within, alone = plan(grouped(), budget)[name], plan(grouped(), budget, only=name)[name]
    assert within == alone
    leaders = within.members[::-1]
    assert within.next_round(grouped(), leaders, budget) == alone.next_round(
        grouped(), leaders, budget
    )


def test_next_round_is_near_the_best_and_stays_within_the_part() -> None:
    budget = Budget(100.0, 100)
    space = plan(grouped(), budget, only="rp3beta")["rp3beta"]
    near = space.next_round(grouped(), space.members, budget)
    assert near
    assert not set(near) & set(space.members)
    spent = sum(cost_seconds(one, grouped().shape) for one in (*space.members, *near))
    assert spent <= space.seconds
    assert not set(space.next_round(grouped(), (*space.members, *near), budget)) & set(near)


def test_what_one_algorithm_does_not_need_goes_to_the_others() -> None:
    parts = fair_parts({"a": 1.0, "b": 50.0, "c": 9.0}, 30.0)
    assert parts == {"a": 1.0, "b": 20.0, "c": 9.0}
    assert sum(parts.values()) == 30.0


def test_default_budget_grows_with_the_data_up_to_ten_minutes() -> None:
    small = default_budget_seconds(Shape(100, 50, 1_000, 10_000))
    assert small < default_budget_seconds(LARGE) == MOST_BUDGET_SECONDS == 600.0


def test_search_of_a_large_shape_fits_ten_minutes_by_estimate() -> None:
    """Estimates only: 1 M pairs x 41,000 items; an algorithm without a fit that short is out."""
    budget = Budget(default_budget_seconds(LARGE), 1_500)
    for name in algorithms():
        members = [Member(name, config) for config in named(name).grid(grouped())]
        affordable = [one for one in members if budget.affords(one, LARGE)]
        assert bool(affordable) == (name != "ease"), name
        longest = max((cost_seconds(one, LARGE) for one in affordable), default=0.0)
        assert longest <= LARGEST_SHARE * budget.seconds
    assert narrowing_users(LARGE.items) * LARGE.items <= 40_000_000
    assert SEARCH_SHARE * budget.seconds <= 300.0


def test_fits_side_by_side_share_the_memory_of_one() -> None:
    ease = Member("ease", EaseConfig())
    shape = Shape(users=5_000, items=5_000, pairs=500_000, walks=50_000_000)
    needed = named("ease")(ease.config).memory_mb(shape)
    assert Budget(60.0, 1.5 * needed).lanes([ease], shape, 2) == 1
    assert Budget(60.0, 2.5 * needed).lanes([ease], shape, 2) == 2


def test_second_best_goes_on_only_where_it_costs_little() -> None:
    walks = [Member("rp3beta", Rp3betaConfig(alpha=alpha)) for alpha in (1.0, 0.7)]
    cost = cost_seconds(walks[1], LARGE)
    assert going_on(walks, LARGE, Budget(cost / SECOND_SHARE * 0.9, 1_500)) == walks[:1]
    assert going_on(walks, LARGE, Budget(cost / SECOND_SHARE * 1.1, 1_500)) == walks


def test_cost_grows_with_the_data() -> None:
    member = Member("ease", EaseConfig())
    small, large = (cost_seconds(member, wide(items).shape) for items in (100, 4_000))
    assert 0 < small < large


def test_member_goes_on_with_more_popularity_of_all_times_and_recent() -> None:
    ease = Member("ease", EaseConfig())
    recent = Member("popularity", PopularityConfig(half_life_days=30))
    mixes = seasoned(ease, recent)
    assert mixes[0] == with_tie_break(ease)
    assert all(mix[0] == ease and mix[-1].algorithm == "popularity" for mix in mixes)
    assert {mix[-1].config for mix in mixes} == {PopularityConfig(), recent.config}
    assert len(mixes) == len(set(mixes)) > len(seasoned(ease, None))
