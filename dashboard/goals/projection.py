"""How far goals have come and when they are reached at the customer's real pace.

The goals on one account are filled from its balance in the order of their dates: the next one
begins where the one before is full. The pace is the median by which the account really grew in
the last full months; the projection assumes that this goes on, without interest and without
withdrawals.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from dashboard.clock import month_after, same_day_after
from dashboard.goals.model import StoredGoal

MOST_MONTHS_AHEAD = 600
"""Fifty years: what takes longer is not reached at this pace."""


@dataclass(frozen=True, slots=True)
class Projected:
    """One goal's standing, in minor units.

    Attributes:
        reached_on: None when it is not reached at this pace.
        needed_minor: What a month must bring, for this goal and those before it, to be on time.
    """

    saved_minor: int
    reached_on: date | None
    needed_minor: int


def pace(changes: Sequence[int]) -> int:
    """Return the median change of a month; 0 where the account does not grow.

    >>> pace([5_000, 5_000, -90_000, 5_200]), pace([-5, -5, 10]), pace([])
    (5000, 0, 0)
    """
    return max(0, round(median(changes))) if changes else 0


def filled(balance_minor: int, targets: Sequence[int]) -> list[int]:
    """Return what of a balance counts for each target, the first one being filled first.

    >>> filled(700, [500, 500, 100])
    [500, 200, 0]
    """
    left, found = max(0, balance_minor), []
    for target in targets:
        found.append(min(left, target))
        left -= found[-1]
    return found


def project(
    goals: Sequence[StoredGoal], balance_minor: int, rate_minor: int, today: date
) -> list[Projected]:
    """Project the goals of one account, in the order of their dates.

    Args:
        goals: Of one account, the nearest date first.
        balance_minor: What is in the account now.
        rate_minor: What a month brings, see `pace`.
        today: The day from which months are counted.
    """
    saved = filled(balance_minor, [goal.target.minor for goal in goals])
    found, total = [], 0
    for goal, own in zip(goals, saved, strict=True):
        total += goal.target.minor
        missing = max(0, total - balance_minor)
        months = months_between(today, goal.target_on)
        reached = _reached(missing, rate_minor, today)
        found.append(Projected(own, reached, -(-missing // months)))
    return found


def months_between(today: date, day: date) -> int:
    """Return the whole months until a day, at least 1.

    >>> months_between(date(2026, 11, 23), date(2027, 2, 1))
    2
    """
    months = (day.year - today.year) * 12 + day.month - today.month - (day.day < today.day)
    return max(1, months)


def _reached(missing_minor: int, rate_minor: int, today: date) -> date | None:
    """Return the day on which what is missing has been saved."""
    if missing_minor == 0:
        return today
    if rate_minor <= 0:
        return None
    months = -(-missing_minor // rate_minor)
    return same_day_after(today, months) if months <= MOST_MONTHS_AHEAD else None


def changes_of(
    movements: Sequence[tuple[date, int]], today: date, months: int
) -> list[tuple[date, int]]:
    """Return by how much an account changed in each of the last full months.

    Args:
        movements: Days and minor units, any order.
        today: Its month is not over and not counted; neither is the month of the first movement.
        months: How many months at most.

    Returns:
        (first day of the month, minor units), the oldest first.
    """
    if not movements:
        return []
    month, this_month = month_after(min(day for day, _ in movements)), today.replace(day=1)
    found = []
    while month < this_month:
        after = month_after(month)
        found.append((month, sum(minor for day, minor in movements if month <= day < after)))
        month = after
    return found[-months:]
