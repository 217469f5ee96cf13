"""The bank's clock, and sums with months."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


class BankClock:
    """Tells the time in UTC and the day in the bank's zone.

    A pinned clock (demo mode, tests) starts at the given instant and then runs on.
    """

    def __init__(self, zone: ZoneInfo, pinned: datetime | None = None) -> None:
        self.zone = zone
        self._offset = pinned - datetime.now(UTC) if pinned else timedelta()

    def now(self) -> datetime:
        """Return the instant, aware, in UTC."""
        return datetime.now(UTC) + self._offset

    def today(self) -> date:
        """Return the day in the bank's time zone."""
        return self.now().astimezone(self.zone).date()

    def day_of(self, instant: datetime) -> date:
        """Return the day of an instant in the bank's time zone."""
        return instant.astimezone(self.zone).date()


def month_after(month: date, by: int = 1) -> date:
    """Return the first day of the month some months later (or earlier).

    >>> month_after(date(2026, 11, 1), 2)
    datetime.date(2027, 1, 1)
    """
    place = month.year * 12 + month.month - 1 + by
    return date(place // 12, place % 12 + 1, 1)


def same_day_after(day: date, months: int = 1) -> date:
    """Return the same day some months later, the last one of a shorter month.

    >>> same_day_after(date(2026, 1, 31))
    datetime.date(2026, 2, 28)
    """
    month = month_after(day, months)
    return min(month + timedelta(days=day.day - 1), month_after(month) - timedelta(days=1))


def last_months(day: date, count: int) -> list[date]:
    """Return the first days of the last months up to the one of a day, the oldest first.

    >>> last_months(date(2026, 1, 15), 2)
    [datetime.date(2025, 12, 1), datetime.date(2026, 1, 1)]
    """
    return [month_after(day, -back) for back in range(count - 1, -1, -1)]
