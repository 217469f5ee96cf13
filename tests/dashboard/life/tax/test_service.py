"""Income tax: brackets, deductions, and what counts as salary."""

from datetime import UTC, datetime

import pytest

from dashboard.bank.model import Draft, Line
from dashboard.bank.tables import PartyRow
from dashboard.errors import NotFound
from dashboard.life.tax.law import tax_of
from dashboard.wiring import Root
from recommender.money import Money
from recommender.ports import SYSTEM_ACTOR
from tests.dashboard.bank.arrange import put
from tests.dashboard.life.arrange import NAMES, a_bank
from tests.support.arrange import a_customer, a_visitor

ME = a_customer("c1")


async def paid(root: Root, month: int, yuan: int, party: str = "firm") -> None:
    at = datetime(2026, month, 10, 2, tzinfo=UTC)
    into, out = Money(minor=yuan * 100), Money(minor=-yuan * 100)
    lines = (
        Line(account_id="c1-cur", amount=into),
        Line(account_id="bank-outside-cny", amount=out),
    )
    draft = Draft(kind="income", party_id=party, at=at, business_on=at.date(), lines=lines)
    async with root.writing() as app:
        await app.ledger.post(SYSTEM_ACTOR, draft)


@pytest.fixture
async def employed(root: Root) -> Root:
    """Give a process in which c1 earned 20,000 yuan in each of two months, and a pension."""
    await a_bank(root)
    async with root.writing() as app:
        firm = PartyRow(id="firm", kind="employer", names=NAMES)
        await put(app.session, firm, PartyRow(id="fund", kind="pension", names=NAMES))
    for month in (1, 2):
        await paid(root, month, 20_000)
    await paid(root, 2, 9_000, "fund")
    return root


async def year(root: Root, actor=ME):
    async with root.reading() as app:
        return await app.life.tax.year(actor, "c1")


@pytest.mark.parametrize("actor", [a_visitor(), a_customer("c2")])
async def test_nobody_else_sees_the_year(employed: Root, actor) -> None:
    with pytest.raises(NotFound):
        await year(employed, actor)


async def test_salaries_count_and_pensions_do_not(employed: Root) -> None:
    found = await year(employed)
    assert [(one.month, one.income.minor) for one in found.months] == [(1, 2e6), (2, 2e6)]
    assert (found.taxable.minor, found.tax.minor, found.rate) == (3_000_000, 90_000, 0.03)


async def test_a_claimed_deduction_lowers_the_tax_and_can_be_taken_back(employed: Root) -> None:
    for expected in (30_000 * 100 - 2 * 300_000, 3_000_000):
        async with employed.writing() as app:
            await app.life.tax.toggle(ME, "c1", "parents")
        assert (await year(employed)).taxable.minor == expected


async def test_an_unknown_deduction_is_refused(employed: Root) -> None:
    async with employed.writing() as app:
        with pytest.raises(NotFound):
            await app.life.tax.toggle(ME, "c1", "yacht")


async def test_without_salary_there_is_no_estimate(root: Root) -> None:
    await a_bank(root)
    assert await year(root) is None


@pytest.mark.parametrize(
    ("yuan", "tax"),
    [(0, 0), (36_000, 1_080), (36_001, 1_080.1), (144_000, 11_880), (1_000_000, 268_080)],
)
def test_brackets_are_the_laws(yuan: int, tax: float) -> None:
    """The law's own quick deduction: 1,000,000 x 45 % - 181,920 = 268,080."""
    assert tax_of(yuan * 100)[0] == round(tax * 100)
