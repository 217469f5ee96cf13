"""The ledger: what does not balance is not posted, and a balance is the sum of postings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from dashboard.bank.ledger import Ledger, imbalance
from dashboard.bank.model import Line
from dashboard.bank.repository import BankRepository
from dashboard.bank.tables import PostingRow, TransactionRow
from dashboard.errors import Invalid, NotAllowed, NotFound
from recommender.money import Money
from recommender.ports import SYSTEM_ACTOR
from tests.dashboard.bank.arrange import a_draft, an_account, put
from tests.support.arrange import a_compliance_officer, a_customer, an_rm

AMOUNTS = st.lists(
    st.tuples(st.sampled_from(["CNY", "USD"]), st.integers(-(10**12), 10**12)), max_size=10
)


class Silent:
    """An audit sink that remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []

    async def record(self, _actor, action, subject, _detail) -> None:
        self.told.append((action, subject))


def lines(amounts: list[tuple[str, int]]) -> list[Line]:
    return [Line(account_id="a", amount=Money(minor=m, currency=c)) for c, m in amounts]


@given(AMOUNTS)
def test_balance_is_judged_by_currency(amounts: list[tuple[str, int]]):
    wrong = imbalance(lines(amounts))
    for currency in ("CNY", "USD"):
        total = sum(minor for name, minor in amounts if name == currency)
        assert wrong.get(currency, 0) == total


@given(AMOUNTS)
def test_every_line_with_its_opposite_balances(amounts: list[tuple[str, int]]):
    opposite = [(currency, -minor) for currency, minor in amounts]
    assert imbalance(lines(amounts + opposite)) == {}


@pytest.fixture
def audit() -> Silent:
    return Silent()


@pytest.fixture
async def ledger(session, audit: Silent) -> Ledger:
    accounts = [an_account("c1-cur"), an_account("c1-usd", currency="USD")]
    await put(session, *accounts, an_account("bank-outside-cny", None, kind="bank"))
    return Ledger(BankRepository(session), audit)


async def test_a_posted_transaction_moves_both_balances(session, ledger, audit):
    posted = await ledger.post(SYSTEM_ACTOR, a_draft(("c1-cur", 700), ("bank-outside-cny", -700)))
    (balance,) = [one for one in await BankRepository(session).balances("c1") if one.id == "c1-cur"]
    assert balance.balance == Money(minor=700, currency="CNY")
    assert await session.scalar(select(func.sum(PostingRow.amount_minor))) == 0
    assert audit.told == [("ledger.post", f"transaction:{posted}")]


async def test_what_does_not_balance_leaves_nothing(session, ledger):
    with pytest.raises(Invalid, match="sum to zero"):
        await ledger.post(SYSTEM_ACTOR, a_draft(("c1-cur", 700), ("bank-outside-cny", -699)))
    assert await session.scalar(select(func.count()).select_from(TransactionRow)) == 0


async def test_currencies_do_not_make_up_for_one_another(ledger):
    with pytest.raises(Invalid, match="sum to zero"):
        await ledger.post(SYSTEM_ACTOR, a_draft(("c1-usd", 100, "USD"), ("c1-cur", -100)))


async def test_a_line_keeps_to_its_accounts_currency(ledger):
    with pytest.raises(Invalid, match="currency of its account"):
        await ledger.post(SYSTEM_ACTOR, a_draft(("c1-usd", 5), ("c1-cur", -5)))


async def test_an_unknown_account_takes_no_money(ledger):
    with pytest.raises(NotFound):
        await ledger.post(SYSTEM_ACTOR, a_draft(("nobody", 5), ("c1-cur", -5)))


@pytest.mark.parametrize("actor", [a_customer("c1"), an_rm("c1"), a_compliance_officer()])
async def test_nobody_but_the_bank_itself_posts(ledger, actor):
    with pytest.raises(NotAllowed):
        await ledger.post(actor, a_draft(("c1-cur", 5), ("bank-outside-cny", -5)))
