"""From scores to a list: best first, a few chances for others, always the same."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from recommender.dataset import ItemKey
from recommender.ranking import Pick, Popularity, Variety, choose, merge, newest, shares_of
from tests.support.arrange import a_content, a_product

NOW = datetime(2026, 6, 15, 4, tzinfo=UTC)


def key(number: int, kind: str = "product") -> ItemKey:
    return ItemKey(kind, f"p{number:02d}")


KEYS = [key(number) for number in range(30)]
FALLING = Popularity(KEYS, {one: 100 - at for at, one in enumerate(KEYS)})


def ids(picks: list[Pick]) -> list[str]:
    return [one.key.id for one in picks]


def test_without_variety_the_best_are_chosen_best_first() -> None:
    assert ids(choose(FALLING, 3)) == ["p00", "p01", "p02"]


def test_equal_scores_are_ordered_by_id() -> None:
    equal = Popularity([key(3), key(1), key(2)], {})
    assert ids(choose(equal, 3)) == ["p01", "p02", "p03"]


def test_variety_takes_the_last_place_only_and_the_list_stays_by_score() -> None:
    picks = choose(FALLING, 10, Variety("c1", {}))
    assert ids(picks)[:9] == ids(choose(FALLING, 9))
    assert [one.placed for one in picks].count("variety") == 1
    assert [one.score for one in picks] == sorted((one.score for one in picks), reverse=True)


def test_variety_prefers_a_type_that_the_list_lacks() -> None:
    types = dict.fromkeys(KEYS, "fund") | {key(25): "gold"}
    assert ids(choose(FALLING, 10, Variety("anyone", types)))[-1] == "p25"


def test_customers_rotate_through_all_others_and_each_keeps_their_own() -> None:
    places = [ids(choose(FALLING, 10, Variety(f"c{n}", {})))[-1] for n in range(400)]
    again = [ids(choose(FALLING, 10, Variety(f"c{n}", {})))[-1] for n in range(400)]
    assert set(places) == {f"p{number:02d}" for number in range(9, 30)}
    assert places == again


def test_a_short_list_is_all_merit() -> None:
    assert ids(choose(FALLING, 4, Variety("c1", {}))) == ids(choose(FALLING, 4))


def test_nothing_is_rotated_when_everything_fits() -> None:
    assert ids(choose(FALLING, 30, Variety("c1", {}))) == ids(choose(FALLING, 30))


def test_a_new_content_gets_a_place_whatever_its_score() -> None:
    new = (key(28), key(29))
    assert "p28" in ids(choose(FALLING, 3, Variety("c1", {}, new)))
    placed = {one.key.id: one.placed for one in choose(FALLING, 10, Variety("c1", {}, new))}
    assert placed["p28"] == placed["p29"] == "new"


def test_only_contents_of_the_last_days_are_new_the_newest_first() -> None:
    ages = {"a1": 1, "a2": 6, "a3": 8, "a4": -1}
    items = [a_content(one, available_from=NOW - timedelta(days=n)) for one, n in ages.items()]
    items.append(a_product(available_from=NOW))
    assert [one.id for one in newest(items, NOW)] == ["a1", "a2"]


@given(st.integers(1, 30), st.lists(st.integers(0, 30), min_size=1, max_size=3))
def test_shares_fill_the_list_as_far_as_there_are_items(limit: int, sizes: list[int]) -> None:
    shares = shares_of(limit, sizes)
    assert sum(shares) == min(limit, sum(sizes))
    assert all(share <= size for share, size in zip(shares, sizes, strict=True))


def test_lists_of_several_kinds_are_merged_by_score() -> None:
    product, content = Pick(key(1), 1.0, ()), Pick(key(2, "content"), 2.0, ())
    assert merge([[product], [content]]) == [content, product]


def test_an_empty_pile_gives_an_empty_list() -> None:
    assert choose(Popularity([], {}), 5, Variety("c1", {})) == []
