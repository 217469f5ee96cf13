"""Commands over places: the order of reading, and the next size."""

from dashboard.commands.moving import moved, resized
from dashboard.layouts import geometry

PLACES = geometry.flow("phone", [("a", "M"), ("b", "M"), ("c", "L")])


def order(places: geometry.Places) -> list[str]:
    return [one.tile for one in geometry.in_order(places)]


def test_a_card_moves_one_step_or_to_an_end() -> None:
    assert order(moved("phone", PLACES, "b", "earlier")) == ["b", "a", "c"]
    assert order(moved("phone", PLACES, "b", "later")) == ["a", "c", "b"]
    assert order(moved("phone", PLACES, "c", "first")) == ["c", "a", "b"]
    assert order(moved("phone", PLACES, "a", "last")) == ["b", "c", "a"]


def test_at_an_end_a_card_stays() -> None:
    assert moved("phone", PLACES, "a", "earlier") == PLACES
    assert moved("phone", PLACES, "c", "later") == PLACES


def test_a_card_grows_to_the_next_size_that_its_kind_has() -> None:
    after = resized("phone", PLACES, "a", sizes=("L", "M", "XL"), step=1)
    assert after is not None
    assert geometry.size_of("phone", next(one for one in after if one.tile == "a")) == "L"
    assert not list(geometry.faults("phone", after))


def test_there_is_nothing_beyond_the_largest_and_the_smallest() -> None:
    assert resized("phone", PLACES, "c", sizes=("M", "L"), step=1) is None
    assert resized("phone", PLACES, "a", sizes=("M", "L"), step=-1) is None
