"""Exchange rates and the price of gold, each with its own day and source."""

from datetime import date, datetime
from typing import Protocol

from pydantic import Field

from widgets.ports.facts import Fact, Texts

RATE_SCALE = 10**8
PRICE_SCALE = 10**6


class DayRate(Fact):
    """What one unit of a currency cost on a day, scaled by 10^8."""

    on: date
    rate_e8: int


class Exchange(Fact):
    """One currency against the main one; the last of the days is the newest."""

    base: str
    quote: str
    days: tuple[DayRate, ...] = Field(min_length=1)
    as_of: datetime
    source: Texts

    @property
    def rate_e8(self) -> int:
        """The newest rate."""
        return self.days[-1].rate_e8

    @property
    def change(self) -> float | None:
        """Share by which the newest rate differs from the one before; None without one."""
        return self.rate_e8 / self.days[-2].rate_e8 - 1 if len(self.days) > 1 else None


class DayPrice(Fact):
    """A price on a day, scaled by 10^6."""

    on: date
    price_e6: int


class PriceLine(Fact):
    """A price over time; the last of the days is the newest."""

    symbol: str
    currency: str
    days: tuple[DayPrice, ...] = Field(min_length=1)
    as_of: datetime
    source: Texts


class Markets(Protocol):
    """What the bank quotes."""

    async def exchange(self, days: int) -> list[Exchange]:
        """List the rates against the main currency with the quotes of the last days."""
        ...

    async def gold(self, days: int) -> PriceLine:
        """Return the price of a gram of gold on each day of quotes."""
        ...
