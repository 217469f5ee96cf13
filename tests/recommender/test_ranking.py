"""From scores to a list: best first, a few chances for others, always the same."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from recommender.dataset import ItemKey
from recommender.decide import newest
from recommender.pile import Pile, pile_of
from recommender.ranking import (
    POOL,
    Chances,
    Pick,
    Popularity,
    Seat,
    best,
    choose,
    merge,
    shares_of,
    slots,
)
from recommender.shelf import Shelf
from tests.support.arrange import a_content, a_product

NOW = datetime(2026, 6, 15, 4, tzinfo=UTC)


def key(number: int, kind: str = "product") -> ItemKey:
    return ItemKey(kind, f"p{number:02d}")


KEYS = [key(number) for number in range(40)]
FALLING = Popularity(pile_of(KEYS), {one: 100 - at for at, one in enumerate(KEYS)})
MIXED = np.arange(len(KEYS))
"""Every candidate is of a type of its own."""


def chances(seed: str = "c1", types: NDArray[np.int64] = MIXED, **fields: object) -> Chances:
    return Chances(seed, types, **fields)


def ids(seats: list[Seat], scores: Popularity = FALLING) -> list[str]:
    return [scores.candidates[one.at].id for one in seats]


def test_without_chances_the_best_are_chosen_best_first() -> None:
    assert ids(choose(FALLING, 3)) == ["p00", "p01", "p02"]


def test_equal_scores_are_ordered_by_id() -> None:
    equal = Popularity(pile_of([key(3), key(1), key(2)]), {})
    assert ids(choose(equal, 3), equal) == ["p01", "p02", "p03"]
    assert ids(choose(equal, 2), equal) == ["p01", "p02"]


@given(st.lists(st.integers(0, 5), min_size=1, max_size=40), st.integers(0, 45))
def test_the_best_are_those_of_a_full_sort(values: list[int], count: int) -> None:
    pile = pile_of([key(99 - number) for number in range(len(values))])
    full = sorted(range(len(values)), key=lambda one: (-values[one], pile[one].id))
    assert best(np.array(values, np.float64), pile, count) == full[:count]


def test_chance_takes_the_last_place_only_and_the_list_stays_by_score() -> None:
    seats = choose(FALLING, 10, chances())
    assert ids(seats)[:9] == ids(choose(FALLING, 9))
    assert [one.placed for one in seats] == ["rank"] * 9 + ["variety"]
    assert [one.propensity for one in seats] == [1.0] * 9 + [1 / POOL]


def test_chance_prefers_a_type_that_the_list_lacks_and_says_with_which_odds() -> None:
    types = np.arange(len(KEYS)) % 2
    types[[20, 21]] = 2
    found = [choose(FALLING, 5, chances(f"c{n}", types))[-1] for n in range(60)]
    assert {one.at for one in found} == {20, 21}
    assert {one.propensity for one in found} == {0.5}


def test_every_runner_up_is_drawn_as_often_as_its_propensity_says() -> None:
    drawn = Counter(ids(choose(FALLING, 10, chances(f"c{n}")))[-1] for n in range(4_000))
    assert set(drawn) == {f"p{number:02d}" for number in range(9, 9 + POOL)}
    assert all(120 < count < 280 for count in drawn.values())


def test_two_drawn_places_never_fall_to_the_same_item() -> None:
    for n in range(50):
        seats = choose(FALLING, 20, chances(f"c{n}", share=0.1))
        assert len({one.at for one in seats}) == 20
        assert [one.placed for one in seats].count("variety") == 2


def test_the_same_seed_draws_the_same() -> None:
    assert choose(FALLING, 10, chances()) == choose(FALLING, 10, chances())


def test_without_a_share_nothing_is_drawn() -> None:
    assert ids(choose(FALLING, 10, chances(share=0.0))) == ids(choose(FALLING, 10))


def test_a_short_list_is_all_merit() -> None:
    assert ids(choose(FALLING, 4, chances())) == ids(choose(FALLING, 4))


def test_nothing_is_drawn_when_everything_fits() -> None:
    assert ids(choose(FALLING, 40, chances())) == ids(choose(FALLING, 40))


def test_one_type_does_not_fill_the_list_while_there_are_others() -> None:
    types = np.zeros(len(KEYS), np.int64)
    types[12:16] = (1, 2, 3, 4)
    shown = ids(choose(FALLING, 10, chances(types=types, share=0.0)))
    assert shown == ["p00", "p01", "p02", "p03", "p04", "p05", "p12", "p13", "p14", "p15"]


def test_one_type_fills_the_list_where_there_is_no_other() -> None:
    types = np.zeros(len(KEYS), np.int64)
    assert ids(choose(FALLING, 10, chances(types=types, share=0.0))) == ids(choose(FALLING, 10))


def test_a_new_content_gets_a_place_whatever_its_score() -> None:
    assert "p38" in ids(choose(FALLING, 3, chances(new=(38, 39))))
    seats = choose(FALLING, 10, chances(new=(38, 39)))
    placed = {FALLING.candidates[one.at].id: one.placed for one in seats}
    assert placed["p38"] == placed["p39"] == "new"


def test_only_contents_of_the_last_days_are_new_the_newest_first() -> None:
    ages = {"a1": 1, "a2": 6, "a3": 8, "a4": -1}
    items = [a_content(one, available_from=NOW - timedelta(days=n)) for one, n in ages.items()]
    shelf = Shelf([*items, a_product(available_from=NOW)])
    contents = Pile(shelf, shelf.kinds["content"])
    assert [contents[one].id for one in newest(shelf, contents, NOW)] == ["a1", "a2"]
    assert newest(shelf, Pile(shelf, shelf.kinds["product"]), NOW) == []


@given(st.integers(1, 30), st.lists(st.integers(0, 30), min_size=1, max_size=3))
def test_shares_fill_the_list_as_far_as_there_are_items(limit: int, sizes: list[int]) -> None:
    shares = shares_of(limit, sizes)
    assert sum(shares) == min(limit, sum(sizes))
    assert all(share <= size for share, size in zip(shares, sizes, strict=True))


def test_lists_of_several_kinds_are_merged_by_score() -> None:
    product, content = Pick(key(1), 1.0, ()), Pick(key(2, "content"), 2.0, ())
    assert merge([[product], [content]]) == [content, product]


def test_what_is_pinned_stays_first() -> None:
    pinned = Pick(key(1), 1.0, (), "pinned")
    assert merge([[Pick(key(2), 3.0, ()), pinned], [Pick(key(3), 2.0, ())]])[0] is pinned


def test_an_empty_pile_gives_an_empty_list() -> None:
    nothing = Popularity(pile_of([]), {})
    assert choose(nothing, 5, chances(types=np.zeros(0, np.int64))) == []


@given(st.integers(0, 100), st.floats(0, 1))
def test_chance_never_gets_more_than_its_share_but_one(limit: int, share: float) -> None:
    assert slots(limit, share) <= max(1, limit * share)
