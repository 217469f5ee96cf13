import pytest

from recommender.arena import Arena
from recommender.fusion import Member
from recommender.holdout import make_holdouts
from recommender.narrowing import KEPT_AN_ALGORITHM, narrow
from recommender.search import Budget, plan, with_tie_break
from tests.support.matrices import grouped

DATASET = grouped(users=300)
BUDGET = Budget(20.0, 400.0)


@pytest.fixture(scope="module")
def arena() -> Arena:
    return Arena(make_holdouts(DATASET, seed=1).choice[0], seed=1, k=5)


@pytest.fixture(scope="module")
def leaders(arena: Arena) -> dict[str, list[Member]]:
    return narrow(DATASET, arena, BUDGET, None, lambda message, share: None)


def test_few_of_each_algorithm_go_on(leaders: dict[str, list[Member]]) -> None:
    assert set(leaders) == set(plan(DATASET, BUDGET))
    assert all(1 <= len(members) <= KEPT_AN_ALGORITHM for members in leaders.values())


@pytest.mark.parametrize("name", ["ease", "item_item", "rp3beta"])
def test_nothing_in_the_first_round_is_better_than_the_leader(
    name: str, arena: Arena, leaders: dict[str, list[Member]]
) -> None:
    judged = arena.judge([with_tie_break(one) for one in plan(DATASET, BUDGET)[name].members])
    (best,) = arena.judge([with_tie_break(leaders[name][0])])
    assert best.mean() >= max(values.mean() for values in judged)


def test_one_algorithm_alone_has_the_same_leaders(
    arena: Arena, leaders: dict[str, list[Member]]
) -> None:
    alone = narrow(DATASET, arena, BUDGET, "rp3beta", lambda message, share: None)
    assert alone == {name: leaders[name] for name in ("popularity", "rp3beta")}


def test_lanes_find_the_same_leaders(arena: Arena, leaders: dict[str, list[Member]]) -> None:
    beside = Arena(arena.holdout, seed=1, k=5, lanes=2)
    assert narrow(DATASET, beside, BUDGET, None, lambda message, share: None) == leaders
