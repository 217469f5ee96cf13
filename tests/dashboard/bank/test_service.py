"""The bank's answers: who may ask, and that the figures are right."""

from datetime import UTC, date, datetime

import pytest

from dashboard.bank.repository import BankRepository
from dashboard.bank.service import BankService
from dashboard.bank.tables import CustomerRow, PartyRow, RateRow
from dashboard.errors import NotAllowed, NotFound, Unavailable
from recommender.money import Money
from recommender.ports import RM_SHARING, Scope
from tests.dashboard.bank.arrange import (
    SHEET,
    TEXTS,
    a_bill,
    a_deposit,
    a_draft,
    a_price,
    a_product,
    a_trade,
    an_account,
    put,
)
from tests.support.arrange import a_compliance_officer, a_customer, a_visitor, an_rm

TODAY = date(2026, 6, 15)
OWNER = a_customer("c1")


class Noon:
    """A clock that stands still."""

    def now(self) -> datetime:
        return datetime(2026, 6, 15, 4, tzinfo=UTC)

    def today(self) -> date:
        return TODAY


class Consents:
    """What c1 allows."""

    def __init__(self, *purposes: str) -> None:
        self.purposes = frozenset(purposes)

    async def of(self, _customer_id: str) -> Scope:
        return Scope(self.purposes, 1)


@pytest.fixture
def bank(session) -> BankService:
    return BankService(BankRepository(session), Consents(RM_SHARING), Noon())


READS = [
    lambda bank, actor: bank.accounts(actor, "c1"),
    lambda bank, actor: bank.holdings(actor, "c1"),
    lambda bank, actor: bank.dues(actor, "c1", 30),
    lambda bank, actor: bank.movements(actor, "c1"),
    lambda bank, actor: bank.net_worth(actor, "c1"),
]


async def test_strangers_find_nothing(bank):
    for actor in (a_visitor(), a_customer("c2"), an_rm("c2")):
        for read in READS:
            with pytest.raises(NotFound):
                await read(bank, actor)


async def test_without_consent_the_desk_sees_no_money(session):
    closed = BankService(BankRepository(session), Consents(), Noon())
    for read in READS:
        with pytest.raises(NotAllowed):
            await read(closed, an_rm("c1"))


async def test_owner_consented_desk_and_compliance_may_read(bank):
    for actor in (OWNER, an_rm("c1"), a_compliance_officer()):
        for read in READS:
            assert await read(bank, actor) is not None


async def test_a_balance_is_the_sum_of_its_postings(session, bank):
    await put(session, an_account("c1-cur"), an_account("c1-card", kind="card"))
    await put(session, an_account("c1-dep", kind="deposit"))
    store = BankRepository(session)
    await store.post(a_draft(("c1-cur", 900), ("bank", -900)))
    await store.post(a_draft(("c1-card", -250), ("bank", 250)))
    await store.post(a_draft(("c1-dep", 99), ("c1-cur", -99)))
    found = {one.id: one.balance.minor for one in await bank.accounts(OWNER, "c1")}
    assert found == {"c1-cur": 801, "c1-card": -250}


async def test_an_account_is_named_in_both_languages_with_its_last_digits(session, bank):
    await put(session, an_account("c1-cur"), an_account("c1-usd", currency="USD"))
    names = [one.name for one in await bank.accounts(OWNER, "c1")]
    assert names == [
        {"zh-Hans": "活期账户 1234", "en": "Current account 1234"},
        {"zh-Hans": "美元账户 1234", "en": "US dollar account 1234"},
    ]


async def test_holdings_are_units_at_the_newest_price_that_is_not_later_than_today(session, bank):
    await put(session, a_product("fund-1"))
    await put(session, a_price("fund-1", date(2026, 5, 1), 1_000_000))
    await put(session, a_price("fund-1", date(2026, 6, 1), 1_100_000))
    await put(session, a_price("fund-1", date(2026, 7, 1), 9_000_000))
    await put(session, a_trade("fund-1", 100_000_000, 9_500))
    (held,) = await bank.holdings(OWNER, "c1")
    assert (held.value.minor, held.cost.minor, held.grade) == (11_000, 9_500, 3)


async def test_a_deposit_is_held_until_the_day_it_matures(session, bank):
    await put(session, a_product("dep-1", product_type="deposit"))
    await put(session, a_deposit("dep-1", TODAY), a_deposit("dep-1", date(2026, 6, 14)))
    (held,) = await bank.holdings(OWNER, "c1")
    assert held.value.minor == 500_000


async def test_what_was_sold_is_not_held(session, bank):
    await put(session, a_product("fund-1"), a_price("fund-1", date(2026, 5, 1), 1_000_000))
    await put(session, a_trade("fund-1", 100, 10))
    await put(session, a_trade("fund-1", -100, -12, traded_on=date(2026, 2, 1)))
    assert await bank.holdings(OWNER, "c1") == []


async def test_the_main_currency_comes_first_then_the_largest(session, bank):
    for product, currency in (("a", "USD"), ("b", "CNY"), ("c", "CNY")):
        await put(session, a_product(product, currency=currency))
    await put(session, a_deposit("a", TODAY, currency="USD", principal_minor=9_000_000))
    await put(session, a_deposit("b", TODAY, principal_minor=1))
    await put(session, a_deposit("c", TODAY, principal_minor=2))
    assert [one.product_id for one in await bank.holdings(OWNER, "c1")] == ["c", "b", "a"]


async def test_dues_are_open_and_overdue_bills_and_maturities_within_the_days(session, bank):
    power = PartyRow(id="city-power", kind="electricity", names=TEXTS)
    await put(session, power, a_product("dep-1"))
    await put(
        session,
        a_bill(date(2026, 6, 10)),
        a_bill(date(2026, 6, 20)),
        a_bill(date(2026, 6, 18), paid_on=date(2026, 6, 12)),
        a_bill(date(2026, 9, 1)),
        a_deposit("dep-1", date(2026, 6, 18)),
        a_deposit("dep-1", date(2026, 8, 18)),
    )
    found = [(one.kind, one.on, one.state) for one in await bank.dues(OWNER, "c1", 14)]
    assert found == [
        ("bill", date(2026, 6, 10), "overdue"),
        ("maturity", date(2026, 6, 18), "open"),
        ("bill", date(2026, 6, 20), "open"),
    ]


async def test_net_worth_counts_dollars_at_a_dated_rate(session, bank):
    await put(session, an_account("c1-cur"), an_account("c1-usd", currency="USD"))
    store = BankRepository(session)
    await store.post(a_draft(("c1-cur", 1_000), ("bank", -1_000)))
    await store.post(a_draft(("c1-usd", 100, "USD"), ("bank-usd", -100, "USD")))
    with pytest.raises(Unavailable):
        await bank.net_worth(OWNER, "c1")
    for day, rate in ((date(2026, 6, 1), 700_000_000), (date(2026, 7, 1), 1)):
        await put(session, RateRow(base="USD", quote="CNY", rated_on=day, rate_e8=rate))
    worth = await bank.net_worth(OWNER, "c1")
    assert worth.total == Money(minor=1_700, currency="CNY")
    assert worth.rated_on == date(2026, 6, 1)


async def test_movements_come_newest_first_and_go_on_from_where_they_ended(session, bank):
    await put(session, an_account("c1-cur"))
    store = BankRepository(session)
    posted = [await store.post(a_draft(("c1-cur", n), ("bank", -n))) for n in (1, 2, 3)]
    first = await bank.movements(OWNER, "c1", limit=2)
    assert [one.amount.minor for one in first] == [3, 2]
    rest = await bank.movements(OWNER, "c1", before=first[-1].id)
    assert [(one.id, one.amount.minor) for one in rest] == [(posted[0], 1)]


async def test_a_price_tells_the_past_year_where_the_sheet_has_no_rate(session, bank):
    await put(session, a_product("fund-1", sheet=SHEET | {"rate": {"zh-Hans": "", "en": ""}}))
    await put(session, a_price("fund-1", date(2025, 6, 1), 2_000_000))
    await put(session, a_price("fund-1", date(2026, 6, 1), 1_900_000))
    assert (await bank.product("fund-1")).rate["en"] == "-5.00%"


async def test_an_unknown_product_is_not_found(bank):
    with pytest.raises(NotFound):
        await bank.product("none")


async def test_names_are_told_of_those_only_whom_the_actor_may_see(session, bank):
    for id_ in ("c1", "c2"):
        since = date(2020, 1, 1)
        await put(
            session, CustomerRow(id=id_, names=TEXTS, segment="mass", region="X", since=since)
        )
    assert set(await bank.customers(an_rm("c1"), ["c1", "c2"])) == {"c1"}
