"""The frame of the demo world: its seed, its days, its customers' ids and its dice."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np

CUSTOMERS = 2000
HISTORY_DAYS = 365
DAY_SECONDS = 86_400
SEED = 20_260_101


@dataclass(frozen=True, slots=True)
class Plan:
    """From which seed and day the world is made.

    Attributes:
        seed: Same seed and anchor, same world.
        anchor: First day of use; everything relative (maturities soon, assessments) counts from it.
        zone: The bank's time zone.
        customers: How many customers live in it; tests may make a smaller world.
    """

    seed: int
    anchor: date
    zone: ZoneInfo
    customers: int = CUSTOMERS

    @property
    def start(self) -> date:
        """The first day with transactions and events."""
        return self.anchor - timedelta(days=HISTORY_DAYS)

    def dice(self, *keys: int) -> np.random.Generator:
        """Return a generator for one purpose; equal keys give equal chance."""
        return np.random.default_rng([self.seed, *keys])

    def midnight(self, day: date) -> int:
        """Return the day's first second in the bank's zone, in seconds since 1970."""
        return _midnight(day, self.zone)


@cache
def _midnight(day: date, zone: ZoneInfo) -> int:
    return int(datetime.combine(day, time(), zone).timestamp())


def instant(seconds: int) -> datetime:
    """Turn seconds since 1970 into an aware UTC time."""
    return datetime.fromtimestamp(seconds, UTC)


def days(first: date, last: date) -> Iterator[date]:
    """Yield each day from first to last, both included."""
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)


def months(first: date, last: date) -> Iterator[date]:
    """Yield the first day of each month that the span touches."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = next_month(month)


def next_month(month: date) -> date:
    """Return the first day of the month after."""
    return (month + timedelta(days=31)).replace(day=1)


def packed_id(seconds: int, stream: int, number: int) -> bytes:
    """Return a UUIDv7 as 16 bytes, made from its instant, its stream and its number there."""
    head = (seconds * 1000 << 16) | 0x7000 | (stream & 0xFFF)
    return struct.pack(">QQ", head, (2 << 62) | number)
