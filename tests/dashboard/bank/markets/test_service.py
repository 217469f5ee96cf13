"""Quotes: the newest that are not later than today, with their own age."""

from datetime import UTC, date, datetime

import pytest

from dashboard.bank.markets.repository import MarketRepository
from dashboard.bank.markets.service import GOLD, MarketService
from dashboard.bank.markets.tables import QuoteRow
from dashboard.bank.tables import RateRow
from tests.dashboard.bank.arrange import put
from tests.dashboard.bank.standing import Noon
from tests.support.arrange import a_customer, a_visitor
from widgets.errors import NotConnected


@pytest.fixture
def markets(session) -> MarketService:
    return MarketService(MarketRepository(session), Noon())


def a_rate(day: date, rate_e8: int, base: str = "USD") -> RateRow:
    return RateRow(base=base, quote="CNY", rated_on=day, rate_e8=rate_e8)


def a_quote(day: date, price_e6: int) -> QuoteRow:
    return QuoteRow(symbol=GOLD, quoted_on=day, currency="CNY", price_e6=price_e6)


@pytest.mark.parametrize("actor", [a_visitor(), a_customer("c2")], ids=["visitor", "customer"])
async def test_quotes_are_public(session, markets, actor):
    await put(session, a_rate(date(2026, 6, 12), 700_000_000))
    assert len(await markets.exchange(actor, 30)) == 1


async def test_nothing_connected_is_said_and_nothing_made_up(markets):
    with pytest.raises(NotConnected):
        await markets.exchange(a_customer("c1"), 30)
    with pytest.raises(NotConnected):
        await markets.gold(a_customer("c1"), 30)


async def test_rates_of_the_span_up_to_today_with_the_change_of_a_day(session, markets):
    for day, rate in ((date(2026, 5, 1), 1), (date(2026, 6, 11), 700), (date(2026, 6, 12), 707)):
        await put(session, a_rate(day, rate * 10**6))
    await put(session, a_rate(date(2026, 6, 16), 9))
    (dollar,) = await markets.exchange(a_customer("c1"), 30)
    assert [one.on.day for one in dollar.days] == [11, 12]
    assert dollar.change == pytest.approx(0.01)
    assert dollar.as_of == datetime(2026, 6, 12, 8, 30, tzinfo=UTC)


async def test_a_quote_of_today_is_never_from_the_future(session, markets):
    await put(session, a_quote(date(2026, 6, 15), 700_000_000))
    line = await markets.gold(a_customer("c1"), 30)
    assert line.as_of == datetime(2026, 6, 15, 4, tzinfo=UTC)
