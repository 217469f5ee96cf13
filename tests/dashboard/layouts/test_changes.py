"""What differs between two layouts."""

from dashboard.layouts import edits
from dashboard.layouts.changes import differences, moved
from dashboard.layouts.model import Tile, TileChange
from tests.dashboard.layouts.builders import a_layout, moved_to, resized_to

FOUR = a_layout({"a": "M", "b": "M", "c": "M", "d": "M"})


def _told(before, after) -> list[tuple]:
    return [(one.what, one.tile, one.breakpoint) for one in differences(before, after)]


def test_nothing_differs_from_itself() -> None:
    assert differences(FOUR, FOUR) == []


def test_a_card_that_made_room_was_not_moved() -> None:
    after = moved_to(FOUR, "d", (0, 0))
    assert moved(FOUR.places["desktop"], after.places["desktop"]) == ["d"]


def test_a_card_that_rose_was_not_moved() -> None:
    after = edits.remove(FOUR, "a")
    assert _told(FOUR, after) == [("removed", "a", None)]


def test_a_card_that_changed_sides_with_two_others_is_the_one_that_moved() -> None:
    column = a_layout({"a": "XL", "b": "XL", "c": "XL"})
    after = moved_to(column, "c", (0, 0))
    assert moved(column.places["desktop"], after.places["desktop"]) == ["c"]


def test_moves_tell_the_place_in_reading_order() -> None:
    (change,) = differences(FOUR, moved_to(FOUR, "c", (0, 0)))
    assert (change.before.rank, change.after.rank) == (3, 1)


def test_a_new_size_is_told_for_the_breakpoint_that_was_arranged() -> None:
    after = resized_to(FOUR, "d", "L")
    assert _told(FOUR, after) == [("resized", "d", "desktop")]
    (change,) = differences(FOUR, after)
    assert (change.before.size, change.after.size) == ("M", "L")


def test_settings_are_named() -> None:
    change = TileChange(config={"show_cards": False}, title="Mine")
    (told,) = differences(FOUR, edits.configure(FOUR, "a", change))
    assert (told.what, told.fields) == ("configured", ("show_cards", "title"))


def test_a_breakpoint_that_follows_is_not_told_twice() -> None:
    after = edits.add(FOUR, "e", Tile(kind="balances"), "M")
    assert _told(FOUR, after) == [("added", "e", None)]


def test_taking_over_and_giving_back_are_told() -> None:
    own = moved_to(FOUR, "d", (0, 0), on="phone")
    assert _told(FOUR, own) == [("taken_over", "", "phone")]
    assert _told(own, edits.give_back(own, "phone")) == [("given_back", "", "phone")]


def test_a_card_hidden_on_one_breakpoint_is_told_there() -> None:
    own = moved_to(FOUR, "d", (0, 0), on="phone")
    kept = tuple(place for place in own.places["phone"] if place.tile != "a")
    assert _told(own, edits.arrange(own, "phone", kept)) == [("hidden", "a", "phone")]
