"""When a card is there: every condition judged by a clock that is passed in."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.home.visibility import Moment, asks_the_bank, is_met, is_there, shown, situations
from dashboard.layouts import geometry
from dashboard.layouts.conditions import (
    Condition,
    DayOfMonth,
    InSituation,
    OnDevice,
    TimeOfDay,
)
from dashboard.layouts.defaults import default_layout
from dashboard.layouts.model import BREAKPOINTS, Tile
from widgets.registry import catalogue

SHANGHAI = ZoneInfo("Asia/Shanghai")


def _at(day: int = 20, hour: int = 12, minute: int = 0) -> Moment:
    return Moment(datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI))


@pytest.mark.parametrize(
    ("since", "until", "hour", "met"),
    [
        (9, 18, 9, True),
        (9, 18, 17, True),
        (9, 18, 18, False),
        (9, 18, 8, False),
        (22, 6, 23, True),
        (22, 6, 5, True),
        (22, 6, 6, False),
        (7, 7, 3, True),
    ],
)
def test_hours_end_before_their_last_and_may_pass_midnight(
    since: int, until: int, hour: int, met: bool
) -> None:
    rule = TimeOfDay(since=time(since), until=time(until))
    assert is_met(rule, _at(hour=hour), "phone") is met


@pytest.mark.parametrize(
    ("first", "last", "day", "met"),
    [
        (25, 31, 25, True),
        (25, 31, 24, False),
        (28, 3, 30, True),
        (28, 3, 2, True),
        (28, 3, 4, False),
    ],
)
def test_days_of_the_month_may_pass_its_end(first: int, last: int, day: int, met: bool) -> None:
    assert is_met(DayOfMonth(first=first, last=last), _at(day), "phone") is met


def test_the_banks_zone_decides_the_day() -> None:
    late = datetime(2026, 11, 24, 17, 0, tzinfo=UTC).astimezone(SHANGHAI)
    assert is_met(DayOfMonth(first=25, last=25), Moment(late), "phone")


def test_a_time_with_a_zone_is_read_as_the_banks() -> None:
    rule = TimeOfDay(since=time(9, tzinfo=UTC), until=time(18, tzinfo=UTC))
    assert is_met(rule, _at(hour=10), "phone")


def test_a_device_is_judged_for_each_arrangement() -> None:
    rule = OnDevice(devices=("phone", "tablet"))
    assert [is_met(rule, _at(), one) for one in BREAKPOINTS] == [False, True, True]


def test_situations_of_day_edition_and_dues() -> None:
    friday, saturday = _at(20).now, _at(21).now
    assert situations(friday, is_senior=True, has_dues=True) == {"weekday", "senior", "has_dues"}
    assert situations(saturday, is_senior=False, has_dues=False) == {"weekend", "no_dues"}


def test_unknown_dues_meet_neither_condition() -> None:
    moment = Moment(_at().now, situations(_at().now, is_senior=False, has_dues=None))
    assert not is_met(InSituation(state="has_dues"), moment, "phone")
    assert not is_met(InSituation(state="no_dues"), moment, "phone")


def test_all_conditions_must_hold() -> None:
    rules: tuple[Condition, ...] = (DayOfMonth(first=1, last=31), OnDevice(devices=("phone",)))
    tile = Tile(kind="dues", show=rules)
    assert is_there(tile, _at(), "phone")
    assert not is_there(tile, _at(), "desktop")


def test_the_bank_is_asked_only_where_a_condition_rests_on_it() -> None:
    rests = Tile(kind="dues", show=(InSituation(state="no_dues"),))
    assert asks_the_bank([rests])
    assert not asks_the_bank([Tile(kind="dues", show=(InSituation(state="weekend"),))])


@given(gone=st.sets(st.sampled_from(["balances", "dues", "feed", "products", "allocation"])))
def test_the_cards_that_stay_close_the_gaps_soundly(gone: set[str]) -> None:
    layout = default_layout("", catalogue())
    seen = shown(layout, lambda tile, _: tile.kind not in gone)
    assert not gone & {tile.kind for tile in seen.tiles.values()}
    for breakpoint_, places in seen.places.items():
        assert not list(geometry.faults(breakpoint_, places))
        assert geometry.compact(places) == places
        assert {one.tile for one in places} <= seen.tiles.keys()
