"""What services of the bank stand on in tests: a clock, consents, an audit that remembers."""

from datetime import UTC, date, datetime

from recommender.ports import RM_SHARING, Scope

TODAY = date(2026, 6, 15)


class Noon:
    """A clock that stands still."""

    def __init__(self, today: date = TODAY) -> None:
        self._today = today

    def now(self) -> datetime:
        return datetime(self._today.year, self._today.month, self._today.day, 4, tzinfo=UTC)

    def today(self) -> date:
        return self._today


class Consents:
    """What every customer allows."""

    def __init__(self, *purposes: str) -> None:
        self.purposes = frozenset(purposes)

    async def of(self, _customer_id: str) -> Scope:
        return Scope(self.purposes, 1)


class Remembering:
    """An audit sink that remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []

    async def record(self, _actor, action, subject, _detail) -> None:
        self.told.append((action, subject))


SHARING = Consents(RM_SHARING)
