"""Which times a place offers: half hours of the mornings and afternoons of working days."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from widgets.ports import Mode, Texts

SLOT_MINUTES, LUNCH = 30, (12 * 60, 13 * 60 + 30)
DAYS_AHEAD, SATURDAY = 10, 5
NOTICE = timedelta(hours=1)
MINUTE_SECONDS = 60
_SLOT = re.compile(r"([a-z0-9-]{1,32})\.(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Place:
    """A place as the bank has it; minutes count from midnight of the bank's day."""

    id: str
    mode: Mode
    region: str
    names: Texts
    address: Texts
    opens_minute: int
    closes_minute: int
    queue: tuple[int, ...]


def slot_id(place_id: str, starts_at: datetime) -> str:
    """Name a time at a place."""
    return f"{place_id}.{int(starts_at.timestamp()) // MINUTE_SECONDS}"


def read_slot(slot: str) -> tuple[str, datetime] | None:
    """Return the place's id and the time that a slot's id names; None for no such id.

    >>> read_slot("remote.29000000")[0]
    'remote'
    """
    found = _SLOT.fullmatch(slot)
    if found is None:
        return None
    return found[1], datetime.fromtimestamp(int(found[2]) * MINUTE_SECONDS, UTC)


def times(place: Place, now: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """Yield the times that a place offers from an hour from now on, the earliest first."""
    today = now.astimezone(zone).date()
    for ahead in range(DAYS_AHEAD):
        day = today + timedelta(days=ahead)
        if day.weekday() < SATURDAY:
            yield from (at for at in _of_day(place, day, zone) if at >= now + NOTICE)


def is_open(place: Place, now: datetime, zone: ZoneInfo) -> bool:
    """Say whether a place is open now."""
    here = now.astimezone(zone)
    minute = here.hour * 60 + here.minute
    return here.weekday() < SATURDAY and place.opens_minute <= minute < place.closes_minute


def _of_day(place: Place, day: date, zone: ZoneInfo) -> Iterator[datetime]:
    for minute in range(place.opens_minute, place.closes_minute - SLOT_MINUTES + 1, SLOT_MINUTES):
        if not LUNCH[0] <= minute < LUNCH[1]:
            yield datetime.combine(day, time(minute // 60, minute % 60), zone)
