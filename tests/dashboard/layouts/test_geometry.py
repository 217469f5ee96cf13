"""The grid's arithmetic."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.layouts import geometry
from dashboard.layouts.model import BREAKPOINTS, COLUMNS, FORMS, Breakpoint, Place, Places

SIZES = ("S", "M", "L", "XL")
sized = st.lists(st.sampled_from(SIZES), min_size=1, max_size=14)
breakpoints = st.sampled_from(BREAKPOINTS)


def _flow(breakpoint_: Breakpoint, sizes: list) -> Places:
    return geometry.flow(breakpoint_, [(f"t{n}", size) for n, size in enumerate(sizes)])


def _is_sound(breakpoint_: Breakpoint, places: Places) -> bool:
    apart = not any(geometry.overlap(a, b) for a, b in itertools.combinations(places, 2))
    inside = all(place.x + place.w <= COLUMNS[breakpoint_] for place in places)
    return apart and inside


@given(breakpoints, sized)
def test_flow_places_every_tile_without_overlap(breakpoint_: Breakpoint, sizes: list) -> None:
    places = _flow(breakpoint_, sizes)
    assert len(places) == len(sizes)
    assert _is_sound(breakpoint_, places)


@given(breakpoints, sized)
def test_flow_leaves_nothing_hanging(breakpoint_: Breakpoint, sizes: list) -> None:
    places = _flow(breakpoint_, sizes)
    assert geometry.compact(places) == places


@given(breakpoints, sized, st.data())
def test_a_moved_tile_pushes_the_others_away(
    breakpoint_: Breakpoint, sizes: list, data: st.DataObject
) -> None:
    places = _flow(breakpoint_, sizes)
    mover = data.draw(st.sampled_from(places))
    x = data.draw(st.integers(0, COLUMNS[breakpoint_] - mover.w))
    y = data.draw(st.integers(0, 30))
    settled = geometry.settle(places, mover.model_copy(update={"x": x, "y": y}))
    assert {place.tile for place in settled} == {place.tile for place in places}
    assert _is_sound(breakpoint_, settled)
    assert next(place.x for place in settled if place.tile == mover.tile) == x


@given(sized)
def test_derived_breakpoints_keep_sizes_in_their_own_form(sizes: list) -> None:
    desktop = _flow("desktop", sizes)
    phone = geometry.derive("phone", "desktop", desktop)
    size_there = {place.tile: geometry.size_of("phone", place) for place in phone}
    assert size_there == {f"t{n}": size for n, size in enumerate(sizes)}
    assert _is_sound("phone", phone)


def test_small_tiles_share_a_row_of_the_phone() -> None:
    first, second = _flow("phone", ["S", "S"])
    assert (first.x, first.y, second.x, second.y) == (0, 0, 1, 0)


def test_a_new_tile_fills_the_first_gap() -> None:
    places = _flow("desktop", ["S", "M", "L"])
    widened = geometry.insert("desktop", places, "new", "S")
    new = next(place for place in widened if place.tile == "new")
    assert (new.x, new.y) == (9, 0)


@pytest.mark.parametrize(
    ("place", "error"),
    [
        (Place(tile="b", x=10, y=4, w=3, h=2), "It leaves the grid of 12 columns."),
        (Place(tile="b", x=3, y=0, w=6, h=2), "It overlaps a."),
        (Place(tile="a", x=6, y=6, w=6, h=2), "It has two places."),
        (Place(tile="b", x=0, y=2, w=5, h=2), "5 x 2 is no size here"),
    ],
)
def test_each_fault_is_named(place: Place, error: str) -> None:
    first = Place(tile="a", x=0, y=0, w=6, h=2)
    faults = list(geometry.faults("desktop", [first, place]))
    assert [fault["tile"] for fault in faults] == [place.tile]
    assert faults[0]["error"].startswith(error)


def test_sound_places_have_no_fault() -> None:
    assert not list(geometry.faults("desktop", _flow("desktop", list(FORMS["desktop"]))))
