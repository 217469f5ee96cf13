"""Money calendar: pay days, bills, regular payments, maturities and appointments, day by day."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from pydantic import Field

from recommender.money import Money
from widgets import base, face
from widgets.errors import NoData
from widgets.ports import Due, Pay, Regular
from widgets.ports.places import Diary

Kind = Literal["pay", "bill", "regular", "maturity", "appointment"]
ICONS: dict[Kind, str] = {
    "pay": "banknote",
    "bill": "receipt",
    "regular": "repeat",
    "maturity": "landmark",
    "appointment": "user-round",
}
NAMES: dict[Kind, str] = {
    "pay": "Pay day",
    "bill": "Bill",
    "regular": "Regular payment",
    "maturity": "Comes back",
    "appointment": "Appointment",
}
COMES: frozenset[Kind] = frozenset({"pay", "maturity"})
NEVER_SUMMED: frozenset[Kind] = frozenset({"maturity", "appointment"})
"""A maturity is the customer's own money: it is no income."""


class Config(base.Config):
    """How far ahead the card looks."""

    days: int = Field(31, ge=7, le=92, description="Days ahead.")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something on a day; `amount` is None for an appointment."""

    on: date
    kind: Kind
    title: face.Text
    amount: Money | None = None
    is_expected: bool = False
    is_overdue: bool = False


async def load(context: base.Context, config: Config) -> face.Face:
    """Gather what is due, expected and booked in the next days."""
    ports, customer = context.ports, context.customer_id
    dues, pay, regular, diary = await asyncio.gather(
        ports.bank.dues(customer, config.days),
        ports.spending.pay(customer),
        ports.spending.regular(customer),
        ports.places.diary(customer),
    )
    until = context.today + timedelta(days=config.days)
    entries = _entries(dues, context.today) + _expected(pay, regular) + _booked(diary)
    shown = [one for one in entries if one.is_overdue or context.today <= one.on <= until]
    if not shown:
        raise NoData("Nothing is due or expected in the next weeks.")
    return _face(sorted(shown, key=lambda one: one.on), config.days, context.now)


def _entries(dues: list[Due], today: date) -> list[Entry]:
    return [
        Entry(one.on, one.kind, one.name, one.amount, is_overdue=_is_late(one, today))
        for one in dues
        if one.state != "paid"
    ]


def _is_late(due: Due, today: date) -> bool:
    return due.kind == "bill" and due.on < today


def _expected(pay: Pay | None, regular: list[Regular]) -> list[Entry]:
    """Return pay day and payments that came back every month so far: expected, not promised."""
    found = [
        Entry(one.next_on, "regular", one.party, one.amount, is_expected=True) for one in regular
    ]
    if pay is not None:
        found.append(Entry(pay.next_on, "pay", pay.party, pay.usual, is_expected=True))
    return found


def _booked(diary: Diary | None) -> list[Entry]:
    booked = diary.booked if diary else []
    return [Entry(one.starts_at.date(), "appointment", one.place) for one in booked]


def _face(entries: list[Entry], days: int, now: datetime) -> face.Face:
    return face.Face(
        as_of=now,
        source=face.said("Your postings"),
        blocks=[
            *_sums(entries, days),
            face.Rows(
                rows=[_row(n, one) for n, one in enumerate(entries)][: face.MOST_ROWS], until="L"
            ),
            face.Note(
                text=face.said(
                    "Expected: from what came back every month so far. Bills are what was sent."
                ),
                since="L",
            ),
            _table(entries),
        ],
    )


def _sums(entries: list[Entry], days: int) -> list[face.Drawn]:
    """Show what goes and what comes in the main currency, maturities left out."""
    amounts = [
        (one.kind in COMES, one.amount.minor)
        for one in entries
        if one.amount and one.kind not in NEVER_SUMMED and one.amount.currency == "CNY"
    ]
    goes = sum(minor for comes, minor in amounts if not comes)
    comes_in = sum(minor for comes, minor in amounts if comes)
    to_go = face.Figure(
        label=face.said("Goes out in {n} days", n=days), value=face.amount(Money(minor=goes))
    )
    to_come = face.Figure(
        label=face.said("Comes in"), value=face.amount(Money(minor=comes_in)), since="XL"
    )
    return [to_go, to_come] if comes_in else [to_go]


def _row(number: int, one: Entry) -> face.Row:
    chip = face.said("Overdue") if one.is_overdue else face.said("Expected")
    return face.Row(
        id=f"{number}",
        title=one.title,
        note=face.said(NAMES[one.kind]),
        icon=ICONS[one.kind],
        value=_amount(one),
        delta=face.Day(on=one.on),
        chip=chip if one.is_overdue or one.is_expected else "",
        chip_tone="bad" if one.is_overdue else "plain",
    )


def _amount(one: Entry) -> face.Amount | None:
    if one.amount is None:
        return None
    if one.kind in COMES:
        return face.amount(one.amount, signed=True)
    return face.amount(Money(minor=-one.amount.minor, currency=one.amount.currency))


def _table(entries: list[Entry]) -> face.Table:
    return face.Table(
        columns=[
            face.Column(title=face.said("Day")),
            face.Column(title=face.said("What")),
            face.Column(title=face.said("Kind")),
            face.Column(title=face.said("Amount"), is_number=True),
        ],
        rows=[
            [
                face.Day(on=one.on),
                face.Words(text=one.title),
                face.Words(text=face.said(NAMES[one.kind])),
                _amount(one) or face.Words(text="–"),
            ]
            for one in entries[: face.MOST_ROWS]
        ],
    )


_SAMPLE = [
    Entry(
        date(2026, 11, 25), "bill", {"zh-Hans": "电费", "en": "Electricity"}, Money(minor=38_640)
    ),
    Entry(
        date(2026, 11, 27),
        "appointment",
        {"zh-Hans": "徐汇支行，王经理", "en": "Xuhui branch, Ms Wang"},
    ),
    Entry(
        date(2026, 12, 2),
        "maturity",
        {"zh-Hans": "一年期定期存款", "en": "1-year deposit"},
        Money(minor=20_000_000),
    ),
    Entry(
        date(2026, 12, 3),
        "regular",
        {"zh-Hans": "影星视频会员", "en": "Yingxing Video"},
        Money(minor=3_000),
        is_expected=True,
    ),
    Entry(
        date(2026, 12, 10),
        "pay",
        {"zh-Hans": "华信软件", "en": "Huaxin Software"},
        Money(minor=3_800_000),
        is_expected=True,
    ),
]

WIDGET = base.Widget(
    kind="calendar",
    title="Money calendar",
    summary="Pay days, bills, maturities and appointments, day by day.",
    icon="calendar",
    category="money",
    sizes=("L", "M", "S", "XL"),
    needs=("bank", "spending", "places"),
    config=Config,
    data=face.Face,
    load=load,
    view=face.view,
    sample=_face(_SAMPLE, 31, datetime(2026, 11, 20, 1, 30, tzinfo=UTC)),
)
