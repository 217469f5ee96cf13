"""The goals of one account with their projection, as they are told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dashboard.clock import last_months
from dashboard.goals.model import StoredGoal
from dashboard.goals.projection import Projected, changes_of, filled, pace, project
from dashboard.goals.sources import MEASURED_MONTHS
from recommender.money import Money
from widgets.ports.bank import Account
from widgets.ports.goals import Goal

LINE_MONTHS = 6


@dataclass(frozen=True, slots=True)
class Told:
    """The goals of one account, the months of their lines, and over how many the pace is."""

    goals: list[Goal]
    months: tuple[date, ...]
    months_measured: int


def tell(
    goals: Sequence[StoredGoal],
    account: Account,
    lines: Sequence[tuple[date, int]],
    today: date,
) -> Told:
    """Tell the goals of one account.

    Args:
        goals: The nearest date first.
        account: With its balance now.
        lines: Days and minor units of everything that ever came or went.
        today: The day of the projection.
    """
    changes = changes_of(lines, today, MEASURED_MONTHS)
    rate = pace([minor for _, minor in changes])
    found = project(goals, account.balance.minor, rate, today)
    firsts = last_months(today, LINE_MONTHS)
    targets = [goal.target.minor for goal in goals]
    past = [filled(_until(lines, first), targets) for first in firsts]
    told = [
        _goal(goal, one, (rate, account), tuple(month[place] for month in past))
        for place, (goal, one) in enumerate(zip(goals, found, strict=True))
    ]
    return Told(told, tuple(first - timedelta(days=1) for first in firsts), len(changes))


def _until(lines: Sequence[tuple[date, int]], first: date) -> int:
    return sum(minor for day, minor in lines if day < first)


def _goal(
    goal: StoredGoal, found: Projected, of: tuple[int, Account], line: tuple[int, ...]
) -> Goal:
    rate, account = of
    currency = goal.target.currency
    return Goal(
        id=goal.id,
        kind=goal.kind,
        title=goal.title,
        target=goal.target,
        target_on=goal.target_on,
        saved=Money(minor=found.saved_minor, currency=currency),
        rate=Money(minor=rate, currency=currency),
        reached_on=found.reached_on,
        needed=Money(minor=found.needed_minor, currency=currency),
        account=account.name,
        line=line,
    )
