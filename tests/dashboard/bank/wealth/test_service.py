"""Value over time: to whom it is told, and what is counted."""

from datetime import date

import pytest

from dashboard.bank.repository import BankRepository
from dashboard.bank.wealth.repository import WealthRepository
from dashboard.bank.wealth.service import WealthService
from dashboard.errors import NotAllowed, NotFound
from tests.dashboard.bank.arrange import (
    a_deposit,
    a_draft,
    a_price,
    a_trade,
    an_account,
    put,
)
from tests.dashboard.bank.standing import SHARING, TODAY, Consents, Noon
from tests.support.arrange import a_customer, a_visitor, an_rm

OWNER = a_customer("c1")
ONE = 1_000_000


@pytest.fixture
def wealth(session) -> WealthService:
    return WealthService(WealthRepository(session), SHARING, Noon())


async def test_strangers_find_nothing(wealth):
    for actor in (a_visitor(), a_customer("c2"), an_rm("c2")):
        with pytest.raises(NotFound):
            await wealth.performance(actor, "c1", 12)
        with pytest.raises(NotFound):
            await wealth.worth_line(actor, "c1", 12)


async def test_without_consent_the_desk_sees_nothing(session):
    closed = WealthService(WealthRepository(session), Consents(), Noon())
    with pytest.raises(NotAllowed):
        await closed.performance(an_rm("c1"), "c1", 12)


async def test_who_never_held_anything_has_no_performance(wealth):
    assert await wealth.performance(OWNER, "c1", 12) is None


async def test_gain_leaves_out_what_was_paid_in_between(session, wealth):
    await put(session, a_price("f", date(2026, 1, 1), ONE), a_price("f", date(2026, 6, 1), 2 * ONE))
    await put(session, a_trade("f", 10 * ONE, 1_000, traded_on=date(2026, 1, 5)))
    await put(session, a_trade("f", 5 * ONE, 1_000, traded_on=date(2026, 6, 2)))
    found = await wealth.performance(OWNER, "c1", 3)
    assert [(one.on, one.value_minor, one.paid_in_minor) for one in found.points] == [
        (date(2026, 3, 31), 1_000, 1_000),
        (date(2026, 4, 30), 1_000, 1_000),
        (date(2026, 5, 31), 1_000, 1_000),
        (TODAY, 3_000, 2_000),
    ]
    assert found.gain_minor == 1_000


async def test_cover_and_other_currencies_are_left_out(session, wealth):
    await put(session, a_price("f", date(2026, 1, 1), ONE), a_trade("f", ONE, 100))
    await put(session, a_trade("cover", ONE, 18_000), a_trade("us", ONE, 9, currency="USD"))
    found = await wealth.performance(OWNER, "c1", 3)
    assert found.points[-1].paid_in_minor == 100
    assert found.left_out == 1


async def test_worth_is_cash_deposits_and_priced_holdings(session, wealth):
    await put(session, an_account("c1-cur"))
    await BankRepository(session).post(a_draft(("c1-cur", 700), ("bank", -700)))
    await put(session, a_deposit("d", date(2026, 9, 1), principal_minor=5_000))
    await put(session, a_price("f", date(2026, 1, 1), ONE), a_trade("f", ONE, 100))
    assert await wealth.worth_line(OWNER, "c1", 1) == [(TODAY, 700 + 5_000 + 100)]


async def test_without_an_account_there_is_no_line(wealth):
    assert await wealth.worth_line(OWNER, "c1", 12) == []
