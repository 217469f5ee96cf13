"""My business: what is left when everybody pays, and whom to remind."""

from datetime import date

from tests.widgets.fakes import FakeSource, context
from tests.widgets.life import FakeLife, a_firm, an_invoice, yuan
from widgets.base import Deed
from widgets.kinds import business
from widgets.ports import Payroll


async def _face(firm):
    return await business.load(context(FakeSource(life=FakeLife(firm=firm))), business.Config())


async def test_what_is_left_counts_invoices_and_the_payroll():
    payroll = Payroll(pay_on=date(2026, 7, 5), people=3, amount=yuan(900))
    face = await _face(a_firm(payroll=payroll))
    assert face.blocks[0].value.minor == (1000 + 500 - 200 - 900) * 100


async def test_a_payroll_above_the_cash_is_a_warning():
    payroll = Payroll(pay_on=date(2026, 7, 5), people=3, amount=yuan(1001))
    face = await _face(a_firm(payroll=payroll))
    assert face.blocks[1].tone == "warn"


async def test_only_late_debtors_who_were_not_reminded_can_be():
    invoices = [
        an_invoice("late"),
        an_invoice("told", reminded_on=date(2026, 6, 12)),
        an_invoice("early", is_late=False),
        an_invoice("mine", direction="in"),
    ]
    face = await _face(a_firm(*invoices))
    rows = next(block for block in face.blocks if block.type == "rows" and block.since == "L").rows
    assert [row.id for row in rows if row.acts] == ["late"]


async def test_a_reminder_reaches_the_port():
    source = FakeSource()
    await business.act(context(source), business.Config(), Deed("remind", "i1"))
    assert source.life.done == [("remind_debtor", "i1")]
