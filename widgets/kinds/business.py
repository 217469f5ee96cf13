"""My business: who owes the firm, whom it owes, and the next payroll."""

from datetime import UTC, date, datetime

from recommender.money import Money
from widgets import base, face
from widgets.errors import NoData
from widgets.ports import Firm, Invoice, Payroll

REMIND = "remind"


class Config(base.Config):
    """Nothing to choose: 45 days are looked ahead."""


async def load(context: base.Context, _config: Config) -> face.Face:
    """Ask for the firm's open items."""
    firm = await context.ports.business.firm(context.customer_id)
    if firm is None:
        raise NoData(
            "This card is for firms. A branch opens a business account for you.",
            label="Choose another card",
            href="/gallery",
        )
    return _face(firm, context.now)


async def act(context: base.Context, _config: Config, deed: base.Deed) -> None:
    """Send a reminder of an invoice."""
    await context.ports.business.remind_debtor(context.customer_id, deed.item)


def _face(firm: Firm, now: datetime) -> face.Face:
    return face.Face(
        as_of=now,
        source=face.said("Invoices and accounts of your firm"),
        blocks=[
            _left(firm),
            *_payroll(firm),
            _sums(firm),
            _all(firm),
            _invoices(face.said("Owed to you"), firm, "out"),
            _invoices(face.said("You owe"), firm, "in"),
        ],
    )


def _left(firm: Firm) -> face.Figure:
    """Show what is left after 45 days, when everybody pays."""
    payroll = firm.payroll.amount.minor if firm.payroll else 0
    minor = firm.cash.minor + firm.receivable.minor - firm.payable.minor - payroll
    return face.Figure(
        label=face.said("Cash in 45 days"),
        value=face.amount(Money(minor=minor)),
        note=face.said("{amount} now; if everybody pays in time", amount=firm.cash.told()),
        tone="bad" if minor < 0 else "plain",
    )


def _payroll(firm: Firm) -> list[face.Drawn]:
    if firm.payroll is None:
        return []
    text = face.said(
        "Payroll on {day}: {n} people, {amount}.",
        day=firm.payroll.pay_on,
        n=firm.payroll.people,
        amount=firm.payroll.amount.told(),
    )
    is_short = firm.payroll.amount.minor > firm.cash.minor
    return [
        face.Note(text=text, icon="users-round", tone="warn" if is_short else "info", since="M")
    ]


def _sums(firm: Firm) -> face.Rows:
    return face.Rows(
        rows=[
            face.Row(
                title=face.said("Owed to you"),
                icon="arrow-down-left",
                value=face.amount(firm.receivable),
            ),
            face.Row(
                title=face.said("You owe"), icon="arrow-up-right", value=face.amount(firm.payable)
            ),
        ],
        since="M",
        until="M",
    )


def _all(firm: Firm) -> face.Rows:
    """Show what is open by its day, whoever owes it."""
    return face.Rows(rows=[_invoice(one) for one in firm.invoices], since="L", until="L")


def _invoices(label: face.Text, firm: Firm, direction: str) -> face.Rows:
    rows = [_invoice(one) for one in firm.invoices if one.direction == direction]
    return face.Rows(label=label, rows=rows, since="XL")


def _invoice(invoice: Invoice) -> face.Row:
    remind = face.Act(
        label=face.said("Remind"),
        name=REMIND,
        item=invoice.id,
        confirm=face.said("Send a reminder to {name}?", name=invoice.party),
    )
    due = face.said("Due {day}", day=invoice.due_on)
    note = due
    if invoice.reminded_on:
        note = face.said("{due}, reminded {day}", due=due, day=invoice.reminded_on)
    is_owed = invoice.direction == "out" and invoice.reminded_on is None
    return face.Row(
        id=invoice.id,
        title=invoice.party,
        note=note,
        icon="arrow-down-left" if invoice.direction == "out" else "arrow-up-right",
        value=face.amount(invoice.amount),
        chip=face.said("Late") if invoice.is_late else "",
        chip_tone="bad",
        acts=[remind] if is_owed and invoice.is_late else [],
    )


_SAMPLE = Firm(
    receivable=Money(minor=48_620_000),
    payable=Money(minor=17_340_000),
    cash=Money(minor=61_250_000),
    invoices=[
        Invoice(
            id="i1",
            direction="out",
            party={"zh-Hans": "安达连锁超市", "en": "Anda Retail"},
            amount=Money(minor=21_600_000),
            due_on=date(2026, 11, 16),
            is_late=True,
        ),
        Invoice(
            id="i2",
            direction="out",
            party={"zh-Hans": "民升酒店", "en": "Minsheng Hotels"},
            amount=Money(minor=27_020_000),
            due_on=date(2026, 12, 8),
        ),
        Invoice(
            id="i3",
            direction="in",
            party={"zh-Hans": "腾飞网购", "en": "Tengfei Online"},
            amount=Money(minor=17_340_000),
            due_on=date(2026, 11, 30),
        ),
    ],
    payroll=Payroll(pay_on=date(2026, 12, 5), people=12, amount=Money(minor=9_840_000)),
)

WIDGET = base.Widget(
    kind="business",
    title="My business",
    summary="Who owes your firm, whom it owes, and whether the next payroll is covered.",
    icon="briefcase",
    category="business",
    sizes=("M", "L", "XL", "S"),
    needs=("business",),
    config=Config,
    data=face.Face,
    load=load,
    view=face.view,
    acts=(REMIND,),
    act=act,
    sample=_face(_SAMPLE, datetime(2026, 11, 20, 1, 30, tzinfo=UTC)),
)
