"""The statistics of spending, all robust: one odd month changes neither what is usual nor a pace.

Amounts are minor units. A usual value is a median; a spread is the median absolute deviation,
times 1.4826 to compare with a standard deviation (Source: Rousseeuw and Croux, "Alternatives to
the median absolute deviation", JASA 1993).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from statistics import median

from dashboard.bank.spending.model import OWN_MOVES, Entry
from dashboard.clock import month_after
from widgets.ports.spending import Category

NORMAL = 1.4826
SPREADS, LEAST_SHARE, LEAST_MINOR = 3.0, 0.25, 10_000
"""Unusual is what lies above the median by three spreads, a quarter and 100 yuan."""

NEW_FROM_MINOR = 50_000
"""500 yuan: less is not worth a note."""

LEAST_MONTHS, MOST_MONTHS = 3, 6
LEAST_TIMES, MOST_AMOUNTS = 3, 2
SHORTEST_GAP, LONGEST_GAP = 25, 36


def is_own_move(entry: Entry) -> bool:
    """Say whether money only moved between the customer's own accounts and investments."""
    return entry.kind in OWN_MOVES


def by_category(entries: Iterable[Entry], until_day: int = 31) -> dict[tuple[Category, date], int]:
    """Sum spending (positive minor units) by category and month, up to a day of the month."""
    sums: defaultdict[tuple[Category, date], int] = defaultdict(int)
    for one in entries:
        if one.minor < 0 and not is_own_move(one) and one.on.day <= until_day:
            sums[one.category, one.month] -= one.minor
    return dict(sums)


def usual(past: Sequence[int]) -> int | None:
    """Return the median of the last full months; None with fewer than three.

    >>> usual([100, 90, 5000])
    100
    """
    counted = past[-MOST_MONTHS:]
    return round(median(counted)) if len(counted) >= LEAST_MONTHS else None


def unusual(amount: int, past: Sequence[int]) -> float | None:
    """Return by which share an amount lies above the usual, None where that is nothing unusual.

    >>> unusual(16_200, [10_000, 10_000, 10_000]), unusual(11_000, [10_000, 10_000, 10_000])
    (None, None)
    >>> unusual(162_000, [100_000, 99_000, 101_000])
    0.62
    """
    middle = usual(past)
    if not middle:
        return None
    spread = NORMAL * median(abs(one - middle) for one in past[-MOST_MONTHS:])
    needed = max(SPREADS * spread, LEAST_SHARE * middle, LEAST_MINOR)
    return (amount - middle) / middle if amount - middle > needed else None


def is_new(amount: int, past: Sequence[int]) -> bool:
    """Say whether something worth naming is spent on what usually costs nothing.

    >>> is_new(60_000, [0, 0, 300]), is_new(9_000, [0, 0, 0])
    (True, False)
    """
    return usual(past) == 0 and amount >= NEW_FROM_MINOR


def whole_months(entries: Sequence[Entry], this_month: date) -> list[date]:
    """Return the full months before this one of which everything is known, the oldest first.

    The month of the very first entry is left out: the account may have been opened in its middle.
    """
    if not entries:
        return []
    month, found = month_after(min(one.month for one in entries)), list[date]()
    while month < this_month:
        found.append(month)
        month = month_after(month)
    return found


def steady(entries: Sequence[Entry], today: date) -> bool:
    """Say whether payments to one counterparty come back every month with a steady amount.

    At least three of them, about a month apart, the last one not longer ago than that, and
    at most one change of the amount.
    """
    if len(entries) < LEAST_TIMES or len({one.minor for one in entries}) > MOST_AMOUNTS:
        return False
    days = [one.on for one in entries] + [max(today, entries[-1].on)]
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    return all(SHORTEST_GAP <= gap <= LONGEST_GAP for gap in gaps[:-1]) and gaps[-1] <= LONGEST_GAP


def grouped(entries: Iterable[Entry]) -> Mapping[str, list[Entry]]:
    """Return the entries of each counterparty, the oldest first."""
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for one in sorted(entries, key=lambda entry: entry.on):
        found[one.party_id].append(one)
    return found
