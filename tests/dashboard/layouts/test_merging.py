"""Three layouts become one."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.layouts import edits, geometry
from dashboard.layouts.merging import merge
from dashboard.layouts.model import Layout, Tile, TileChange
from tests.dashboard.layouts.builders import a_layout, at, moved_to, resized_to

BASE = a_layout({"a": "M", "b": "M", "c": "M", "d": "M", "e": "M", "f": "M"})
names = st.sampled_from(["a", "b", "c", "d", "e", "f"])
changes = st.lists(
    st.tuples(
        st.sampled_from(["move", "resize", "remove", "title", "phone"]),
        names,
        st.integers(0, 1),
        st.integers(0, 8),
    ),
    max_size=4,
)


def _changed(layout: Layout, steps: list) -> Layout:
    for what, tile, half, row in steps:
        if tile not in layout.tiles:
            continue
        if what == "move":
            layout = moved_to(layout, tile, (half * 6, row))
        elif what == "resize":
            layout = resized_to(layout, tile, "SMLX"[row % 3])
        elif what == "remove":
            layout = edits.remove(layout, tile)
        elif what == "title":
            layout = edits.configure(layout, tile, TileChange(title=f"{tile}{row}"))
        else:
            layout = moved_to(layout, tile, (0, row), on="phone")
    return layout


def _titled(title: str) -> Layout:
    return edits.configure(BASE, "a", TileChange(title=title))


@given(changes)
def test_what_only_one_side_changed_is_that_side(steps: list) -> None:
    changed = _changed(BASE, steps)
    assert merge(BASE, BASE, changed).layout == changed
    assert merge(BASE, changed, BASE).layout == changed


@given(changes, changes)
def test_whatever_both_did_the_result_is_sound(mine: list, theirs: list) -> None:
    merged = merge(BASE, _changed(BASE, theirs), _changed(BASE, mine)).layout
    for breakpoint_, places in merged.places.items():
        assert not list(geometry.faults(breakpoint_, places))
        assert geometry.compact(places) == places
        assert {place.tile for place in places} <= set(merged.tiles)
        assert not any(geometry.overlap(a, b) for a, b in itertools.combinations(places, 2))


@given(changes, changes)
def test_the_same_three_give_the_same_one(mine: list, theirs: list) -> None:
    three = BASE, _changed(BASE, theirs), _changed(BASE, mine)
    assert merge(*three) == merge(*three)


def test_a_move_here_and_a_removal_there_are_both_kept() -> None:
    merged = merge(BASE, edits.remove(BASE, "b"), moved_to(BASE, "f", (0, 0))).layout
    assert "b" not in merged.tiles
    assert at(merged, "f") == (0, 0)


def test_my_removal_does_not_undo_their_move() -> None:
    theirs = moved_to(BASE, "f", (0, 0))
    merged = merge(BASE, theirs, edits.remove(BASE, "a")).layout
    assert at(merged, "f") == (0, 0)


def test_a_move_here_and_a_size_there_of_one_card_are_both_kept() -> None:
    merged = merge(BASE, resized_to(BASE, "f", "S"), moved_to(BASE, "f", (0, 0))).layout
    place = next(one for one in merged.places["desktop"] if one.tile == "f")
    assert (place.x, place.y, place.w) == (0, 0, 3)


def test_where_both_moved_one_card_mine_counts() -> None:
    merged = merge(BASE, moved_to(BASE, "f", (0, 0)), moved_to(BASE, "f", (6, 2)))
    assert at(merged.layout, "f")[0] == 6
    assert [(one.counts, one.mine.tile) for one in merged.clashes] == [("mine", "f")]


def test_both_add_and_both_cards_are_there() -> None:
    mine = edits.add(BASE, "mine", Tile(kind="balances"), "L")
    theirs = edits.add(BASE, "theirs", Tile(kind="balances"), "L")
    merged = merge(BASE, theirs, mine)
    assert {"mine", "theirs"} < set(merged.layout.tiles)
    assert merged.clashes == []


def test_settings_here_and_a_removal_there_keep_the_card() -> None:
    merged = merge(BASE, edits.remove(BASE, "a"), _titled("Mine"))
    assert merged.layout.tiles["a"].title == "Mine"
    assert merged.clashes[0].counts == "mine"


def test_a_move_here_and_a_removal_there_take_the_card_away() -> None:
    merged = merge(BASE, edits.remove(BASE, "f"), moved_to(BASE, "f", (0, 0)))
    assert "f" not in merged.layout.tiles
    assert [one.counts for one in merged.clashes] == ["theirs"]


@pytest.mark.parametrize(("mine", "theirs", "title"), [("I", "You", "I"), ("", "You", "You")])
def test_of_one_field_mine_counts_where_i_set_it(mine: str, theirs: str, title: str) -> None:
    assert merge(BASE, _titled(theirs), _titled(mine)).layout.tiles["a"].title == title


def test_different_settings_of_one_card_are_both_kept() -> None:
    mine = edits.configure(BASE, "a", TileChange(config={"show_cards": False}))
    merged = merge(BASE, _titled("Theirs"), mine)
    assert merged.layout.tiles["a"] == Tile(
        kind="balances", config={"show_cards": False}, title="Theirs"
    )
    assert merged.clashes == []


def test_a_phone_taken_over_there_stays_theirs_while_i_move_on_the_desktop() -> None:
    theirs = moved_to(BASE, "f", (0, 0), on="phone")
    merged = merge(BASE, theirs, moved_to(BASE, "c", (0, 0))).layout
    assert merged.own["phone"]
    assert merged.places["phone"] == theirs.places["phone"]
    assert at(merged, "c") == (0, 0)


def test_both_sides_are_told_of() -> None:
    merged = merge(BASE, edits.remove(BASE, "b"), moved_to(BASE, "f", (0, 0)))
    assert [(one.what, one.tile) for one in merged.mine] == [("moved", "f")]
    assert [(one.what, one.tile) for one in merged.theirs] == [("removed", "b")]
