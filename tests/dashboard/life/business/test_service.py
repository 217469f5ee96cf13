"""A firm's open items: for firms alone, reminded of once a week."""

from datetime import date, timedelta

import pytest

from dashboard.errors import Conflict, NotFound
from dashboard.life.business.service import next_payday
from dashboard.life.business.tables import InvoiceRow, PayrollRow
from dashboard.wiring import Root
from recommender.database import new_id
from tests.dashboard.life.arrange import NAMES, a_bank, stock
from tests.support.arrange import a_customer, a_visitor

FIRM, TODAY = a_customer("c1"), date(2026, 6, 15)


def an_invoice(days: int, direction: str = "out", **fields) -> dict:
    given = {
        "id": new_id(),
        "customer_id": "c1",
        "direction": direction,
        "party": NAMES,
        "amount_minor": 50_000,
        "currency": "CNY",
        "due_on": TODAY + timedelta(days=days),
        "settled_on": None,
        "reminded_on": None,
    }
    return given | fields


async def open_items(root: Root, actor=FIRM, customer_id: str = "c1"):
    async with root.reading() as app:
        return await app.life.business.firm(actor, customer_id)


async def remind(root: Root, invoice_id: str, actor=FIRM) -> None:
    async with root.writing() as app:
        await app.life.business.remind(actor, actor.customer_id or "c1", invoice_id)


@pytest.mark.parametrize("actor", [a_visitor(), a_customer("c2")])
async def test_nobody_else_sees_a_firm(root: Root, actor) -> None:
    await a_bank(root, c1="sme")
    with pytest.raises(NotFound):
        await open_items(root, actor)


async def test_a_person_has_no_firm(root: Root) -> None:
    await a_bank(root, c1="sme")
    assert await open_items(root, a_customer("c2"), "c2") is None


async def test_open_items_are_summed_by_direction(root: Root) -> None:
    await a_bank(root, minor=90_000, c1="sme")
    rows = [
        an_invoice(-3),
        an_invoice(5, "in"),
        an_invoice(60),
        an_invoice(2, settled_on=TODAY),
        an_invoice(3, settled_on=TODAY + timedelta(days=2)),
    ]
    payroll = {"customer_id": "c1", "day": 10, "people": 3, "amount_minor": 1, "currency": "CNY"}
    await stock(root, InvoiceRow, rows)
    await stock(root, PayrollRow, [payroll])
    firm = await open_items(root)
    assert (firm.receivable.minor, firm.payable.minor, firm.cash.minor) == (100_000, 50_000, 90_000)
    assert [one.is_late for one in firm.invoices] == [True, False, False]
    assert firm.payroll.pay_on == date(2026, 7, 10)


async def test_a_debtor_is_reminded_once_a_week_by_the_firm_itself(root: Root) -> None:
    await a_bank(root, c1="sme", c2="sme")
    row = an_invoice(-3)
    await stock(root, InvoiceRow, [row])
    with pytest.raises(Conflict):
        await remind(root, row["id"], a_customer("c2"))
    await remind(root, row["id"])
    with pytest.raises(Conflict):
        await remind(root, row["id"])
    assert (await open_items(root)).invoices[0].reminded_on == TODAY


async def test_nobody_is_reminded_of_what_the_firm_owes(root: Root) -> None:
    await a_bank(root, c1="sme")
    row = an_invoice(-3, "in")
    await stock(root, InvoiceRow, [row])
    with pytest.raises(Conflict):
        await remind(root, row["id"])


@pytest.mark.parametrize(
    ("today", "day", "payday"),
    [
        (date(2026, 6, 10), 10, date(2026, 6, 10)),
        (date(2026, 6, 11), 10, date(2026, 7, 10)),
        (date(2026, 12, 31), 5, date(2027, 1, 5)),
        (date(2026, 2, 1), 31, date(2026, 2, 28)),
    ],
)
def test_payday_comes_every_month(today: date, day: int, payday: date) -> None:
    assert next_payday(today, day) == payday
