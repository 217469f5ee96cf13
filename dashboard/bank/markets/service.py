"""What the bank quotes: public figures, each with its own day and source."""

from datetime import UTC, date, datetime, time, timedelta

from dashboard.bank.markets.repository import MarketRepository
from dashboard.bank.service import MAIN_CURRENCY
from recommender.ports import Actor, Clock
from widgets.errors import NotConnected
from widgets.ports.markets import Exchange, PriceLine

GOLD = "AU-GRAM"
CLOSE_UTC = time(8, 30)
"""Quotes are the close of the day at 16:30 in Shanghai."""

SOURCE = {"zh-Hans": "演示收盘价", "en": "Demo close"}


class MarketService:
    """Rates and prices; they are the same for everybody, signed in or not."""

    def __init__(self, store: MarketRepository, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def exchange(self, _actor: Actor, days: int) -> list[Exchange]:
        """List the rates against the main currency, by currency.

        Raises:
            NotConnected: There is no rate at all.
        """
        today = self._clock.today()
        found = await self._store.rates(MAIN_CURRENCY, today - timedelta(days=days), today)
        if not found:
            raise NotConnected
        return [
            Exchange(
                base=base,
                quote=MAIN_CURRENCY,
                days=tuple(rates),
                as_of=_close(rates[-1].on, self._clock.now()),
                source=SOURCE,
            )
            for base, rates in found.items()
        ]

    async def gold(self, _actor: Actor, days: int) -> PriceLine:
        """Return the price of a gram of gold.

        Raises:
            NotConnected: There is no quote at all.
        """
        today = self._clock.today()
        found = await self._store.quotes(GOLD, today - timedelta(days=days), today)
        if not found:
            raise NotConnected
        as_of = _close(found[-1].on, self._clock.now())
        return PriceLine(
            symbol=GOLD, currency=MAIN_CURRENCY, days=tuple(found), as_of=as_of, source=SOURCE
        )


def _close(day: date, now: datetime) -> datetime:
    """Return when a day's quote was made, never later than now."""
    return min(datetime.combine(day, CLOSE_UTC, UTC), now)
