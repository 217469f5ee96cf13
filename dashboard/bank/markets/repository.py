"""Every query over exchange rates and quotes."""

from collections import defaultdict
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.bank.markets.tables import QuoteRow
from dashboard.bank.tables import RateRow
from widgets.ports.markets import DayPrice, DayRate


class MarketRepository:
    """Rates and quotes in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def rates(self, quote: str, since: date, until: date) -> dict[str, list[DayRate]]:
        """Return what each currency cost in `quote` on the days of a span, the oldest first."""
        query = (
            select(RateRow)
            .where(RateRow.quote == quote, RateRow.rated_on.between(since, until))
            .order_by(RateRow.base, RateRow.rated_on)
        )
        found: defaultdict[str, list[DayRate]] = defaultdict(list)
        for row in await self._session.scalars(query):
            found[row.base].append(DayRate(on=row.rated_on, rate_e8=row.rate_e8))
        return dict(found)

    async def quotes(self, symbol: str, since: date, until: date) -> list[DayPrice]:
        """Return the prices of one thing on the days of a span, the oldest first."""
        query = (
            select(QuoteRow)
            .where(QuoteRow.symbol == symbol, QuoteRow.quoted_on.between(since, until))
            .order_by(QuoteRow.quoted_on)
        )
        rows = await self._session.scalars(query)
        return [DayPrice(on=row.quoted_on, price_e6=row.price_e6) for row in rows]
