"""What the holdings were worth over time, from real trades and prices."""

from datetime import date, datetime
from typing import Protocol

from pydantic import Field

from widgets.ports.facts import Fact


class ValuePoint(Fact):
    """The holdings on one day, in minor units of the main currency.

    Attributes:
        value_minor: What they were worth.
        paid_in_minor: What had been paid for them in all, less what was taken out.
    """

    on: date
    value_minor: int
    paid_in_minor: int


class Performance(Fact):
    """How the holdings did over the days shown.

    Attributes:
        gain_minor: Value at the end less value at the start less what was paid in between.
        yearly: Money-weighted return of a year (the internal rate), None when it has no answer.
        left_out: Holdings in other currencies, which are not counted.
    """

    currency: str
    points: tuple[ValuePoint, ...] = Field(min_length=1)
    gain_minor: int
    yearly: float | None = None
    left_out: int = 0
    as_of: datetime


class Wealth(Protocol):
    """The worth of what is held."""

    async def performance(self, customer_id: str, months: int) -> Performance | None:
        """Return value and gain over the last months; None when nothing was ever held."""
        ...
