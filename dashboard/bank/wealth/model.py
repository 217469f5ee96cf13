"""What is needed to value holdings on any day, and the money-weighted return.

Amounts are minor units, units and prices are scaled by 10^6.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from dashboard.bank.positions import worth

YEAR_DAYS = 365.0
LOWEST_RATE, HIGHEST_RATE, STEPS = -0.99, 10.0, 80
LEAST_DAYS = 90
"""Below a quarter of a year a yearly rate says more about chance than about the investment."""


@dataclass(frozen=True, slots=True)
class Traded:
    """A purchase (positive) or sale (negative) of units for an amount."""

    product_id: str
    on: date
    units_e6: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A deposit from the day it was opened until it matures."""

    principal_minor: int
    opened_on: date
    matures_on: date


@dataclass(frozen=True, slots=True)
class Path:
    """The prices of one product from days on, both lists in the order of the days."""

    days: Sequence[date] = field(default=())
    prices_e6: Sequence[int] = field(default=())

    def on(self, day: date) -> int:
        """Return the newest price up to a day; before the first one, the first."""
        place = bisect_right(self.days, day)
        return self.prices_e6[max(0, place - 1)] if self.prices_e6 else 0


def value_on(day: date, trades: Sequence[Traded], paths: Mapping[str, Path]) -> int:
    """Return what everything bought up to a day was worth on that day."""
    units: dict[str, int] = {}
    for one in trades:
        if one.on <= day:
            units[one.product_id] = units.get(one.product_id, 0) + one.units_e6
    return sum(worth(max(0, held), paths[product].on(day)) for product, held in units.items())


def paid_in_until(day: date, trades: Sequence[Traded]) -> int:
    """Return what had been paid for purchases up to a day, less what sales brought."""
    return sum(one.amount_minor for one in trades if one.on <= day)


def kept_on(day: date, deposits: Sequence[Kept]) -> int:
    """Return the principal of the deposits that were open on a day."""
    return sum(one.principal_minor for one in deposits if one.opened_on <= day < one.matures_on)


def money_weighted(flows: Sequence[tuple[date, int]]) -> float | None:
    """Return the yearly rate at which all flows together are worth nothing (internal rate).

    Args:
        flows: Days and minor units: what is paid in is negative, what comes out (and the
            value at the end) positive.

    Returns:
        A share of a year, None where no rate between -99 % and 1000 % fits or the span is short.

    Source: CFA Institute, Global Investment Performance Standards 2020, money-weighted returns.

    >>> round(money_weighted([(date(2025, 1, 1), -100_000), (date(2026, 1, 1), 105_000)]), 4)
    0.05
    """
    if len(flows) < 2:
        return None
    start, end = min(day for day, _ in flows), max(day for day, _ in flows)
    if (end - start).days < LEAST_DAYS:
        return None
    low, high = LOWEST_RATE, HIGHEST_RATE
    if _present(flows, start, low) < 0 or _present(flows, start, high) > 0:
        return None
    for _ in range(STEPS):
        middle = (low + high) / 2
        if _present(flows, start, middle) > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _present(flows: Sequence[tuple[date, int]], start: date, rate: float) -> float:
    """Return what the flows are worth on the first day at a yearly rate."""
    return sum(
        minor / float((1 + rate) ** ((day - start).days / YEAR_DAYS)) for day, minor in flows
    )
