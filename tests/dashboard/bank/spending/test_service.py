"""What the postings say, and to whom."""

from datetime import UTC, date, datetime

import pytest

from dashboard.bank.model import Draft, Line
from dashboard.bank.repository import BankRepository
from dashboard.bank.spending.repository import SpendingRepository
from dashboard.bank.spending.service import SpendingService
from dashboard.bank.tables import PartyRow
from dashboard.errors import NotAllowed, NotFound
from recommender.money import Money
from tests.dashboard.bank.arrange import an_account, put
from tests.dashboard.bank.standing import SHARING, Consents, Noon
from tests.support.arrange import a_customer, a_visitor, an_rm

OWNER = a_customer("c1")
PARTIES = {
    "market": ("grocer", "菜场"),
    "works": ("employer", "公司"),
    "video": ("streaming", "视频"),
    "bank": ("bank", "银行"),
}
READS = [
    lambda spending, actor: spending.by_category(actor, "c1", 3),
    lambda spending, actor: spending.flows(actor, "c1", 3),
    lambda spending, actor: spending.regular(actor, "c1"),
    lambda spending, actor: spending.pay(actor, "c1"),
    lambda spending, actor: spending.of_account(actor, "c1", "c1-cur"),
]


@pytest.fixture
async def spending(session) -> SpendingService:
    await put(session, an_account("c1-cur"), an_account("c1-sav", kind="savings"))
    await put(session, an_account("c2-cur", "c2"))
    await put(
        session,
        *(
            PartyRow(id=id_, kind=kind, names={"zh-Hans": name, "en": id_})
            for id_, (kind, name) in PARTIES.items()
        ),
    )
    return SpendingService(SpendingRepository(session), SHARING, Noon())


async def pay(session, on: date, minor: int, kind: str = "groceries", party: str = "market", **to):
    lines = ((to.get("account", "c1-cur"), -minor), (to.get("target", "outside"), minor))
    await BankRepository(session).post(
        Draft(
            kind=kind,
            party_id=party,
            at=datetime(on.year, on.month, on.day, 3, tzinfo=UTC),
            business_on=on,
            lines=tuple(
                Line(account_id=account, amount=Money(minor=amount)) for account, amount in lines
            ),
        )
    )


async def test_strangers_find_nothing(spending):
    for actor in (a_visitor(), a_customer("c2"), an_rm("c2")):
        for read in READS:
            with pytest.raises(NotFound):
                await read(spending, actor)


async def test_without_consent_the_desk_sees_no_postings(session):
    closed = SpendingService(SpendingRepository(session), Consents(), Noon())
    for read in READS:
        with pytest.raises(NotAllowed):
            await read(closed, an_rm("c1"))


async def test_groceries_62_percent_above_the_usual_month_are_unusual(session, spending):
    await pay(session, date(2026, 1, 20), 1)
    for month in (2, 3, 4, 5):
        await pay(session, date(2026, month, 5), 100_000)
        await pay(session, date(2026, month, 25), 700_000)
    await pay(session, date(2026, 6, 8), 162_000)
    found = await spending.by_category(OWNER, "c1", 3)
    (groceries,) = found.categories
    assert groceries.category == "groceries"
    assert groceries.by_month == (800_000, 800_000, 162_000)
    assert (groceries.usual_minor, groceries.above) == (100_000, 0.62)
    assert found.months == (date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1))
    assert found.through == date(2026, 6, 14)


async def test_only_own_accounts_count(session, spending):
    await pay(session, date(2026, 6, 3), 500, account="c2-cur")
    assert (await spending.by_category(OWNER, "c1", 3)).categories == ()


async def test_flows_leave_out_moves_between_own_accounts(session, spending):
    await pay(session, date(2026, 5, 2), -90_000, "income", "works")
    await pay(session, date(2026, 5, 3), 20_000, "saving", "bank", target="c1-sav")
    await pay(session, date(2026, 5, 4), 30_000)
    flows = await spending.flows(OWNER, "c1", 4)
    assert [(one.month, one.came.minor, one.went.minor, one.is_whole) for one in flows] == [
        (date(2026, 5, 1), 90_000, 30_000, True),
        (date(2026, 6, 1), 0, 0, False),
    ]
    assert flows[0].left.minor == 60_000


async def test_a_subscription_is_found_with_its_rise(session, spending):
    for month, minor in ((3, 2_500), (4, 2_500), (5, 3_000), (6, 3_000)):
        await pay(session, date(2026, month, 3), minor, "subscription", "video")
        await pay(session, date(2026, month, 9), 100 * month)
    (video,) = await spending.regular(OWNER, "c1")
    assert (video.party_id, video.amount.minor, video.times) == ("video", 3_000, 4)
    assert video.before is not None
    assert video.before.minor == 2_500
    assert video.next_on == date(2026, 7, 3)


async def test_pay_is_the_largest_regular_income(session, spending):
    for month, minor in ((4, 800_000), (5, 1_500_000), (6, 810_000)):
        await pay(session, date(2026, month, 10), -minor, "income", "works")
    found = await spending.pay(OWNER, "c1")
    assert (found.amount.minor, found.usual.minor) == (810_000, 810_000)
    assert found.next_on == date(2026, 7, 10)


async def test_one_income_is_not_regular(session, spending):
    await pay(session, date(2026, 6, 10), -810_000, "income", "works")
    assert await spending.pay(OWNER, "c1") is None


async def test_lines_of_an_account_of_somebody_else_are_none(session, spending):
    await pay(session, date(2026, 6, 3), 500, account="c2-cur")
    assert await spending.of_account(OWNER, "c1", "c2-cur") == []
