"""The bank's clock."""

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
