"""The homes that new customers find."""

import pytest

from dashboard.layouts import geometry
from dashboard.layouts.defaults import ARRANGEMENTS, built_in, default_layout
from dashboard.layouts.standards import SEGMENTS
from widgets.registry import catalogue

segments = pytest.mark.parametrize("segment", sorted(ARRANGEMENTS))


def test_every_segment_has_a_home_of_its_own() -> None:
    assert set(ARRANGEMENTS) == set(SEGMENTS)


@segments
def test_every_card_exists_in_its_size(segment: str) -> None:
    for card in built_in(segment).cards:
        assert card.size in catalogue()[card.kind].sizes


@segments
def test_a_home_is_calm_and_nothing_is_ragged(segment: str) -> None:
    layout = default_layout(segment, catalogue())
    assert 8 <= len(layout.tiles) <= 10
    places = layout.places["desktop"]
    halves = [sum(one.h for one in places if one.x == x) for x in (0, 6)]
    assert halves[0] == halves[1]
    assert geometry.compact(places) == places


def test_a_segment_that_is_not_known_has_the_common_home() -> None:
    assert built_in("") == built_in("mass")


def test_the_senior_home_shows_what_a_senior_edition_may() -> None:
    assert all(catalogue()[card.kind].senior for card in built_in("senior").cards)
