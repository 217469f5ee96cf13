"""Bills of a month: who owes whom, until when, and when it is paid."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from dashboard.bank.demo import flows as money
from dashboard.bank.demo import sheets
from dashboard.bank.demo.flows import Flows, bank, own
from dashboard.bank.demo.people import Ints, People
from dashboard.bank.demo.plan import Plan, packed_id

BILLERS = ("electricity", "water", "gas", "broadband", "mobile", "property", "card")
BILLER_IDS = tuple(next(one.id for one in sheets.parties() if one.kind == kind) for kind in BILLERS)
SHARES = (0.62, 0.30, 0.26, 0.48, 0.62, 0.22)
YUAN = (190, 55, 80, 99, 88, 320)
WINTER, SUMMER = (12, 1, 2), (7, 8, 9)
DAYS_TO_PAY, FIRM_FACTOR = 14, 6
PERSONA_DAYS = (1, 5, 9, 13, 17, 21, 25)
NOON = 12 * 3600
STREAM = 4


@dataclass(frozen=True, slots=True)
class Bill:
    """One bill; `paid` may lie in the future of whoever looks."""

    customer: int
    biller: int
    amount_minor: int
    issued: date
    due: date
    paid: date


@dataclass(frozen=True, slots=True)
class Bills:
    """The bills that are issued in one month."""

    month: date
    rows: list[Bill]

    def key(self, plan: Plan, place: int) -> bytes:
        """Return the id of a bill as 16 bytes."""
        number = ((self.month.year * 12 + self.month.month) << 24) + place
        return packed_id(plan.midnight(self.rows[place].issued), STREAM, number)

    def pay(self, plan: Plan, flows: Flows, settled: Collection[bytes]) -> None:
        """Write each payment down on its day, but those of bills that are settled already."""
        outside = bank(money.OUTSIDE)
        for place, bill in enumerate(self.rows):
            if settled and self.key(plan, place) in settled:
                continue
            at = plan.midnight(bill.paid) + NOON + bill.customer % 7200
            is_card = BILLERS[bill.biller] == "card"
            kind = "card_payment" if is_card else "bill"
            target = own(bill.customer, money.CARD) if is_card else outside
            way = (own(bill.customer, money.CURRENT), target)
            flows.add(at, kind, way, bill.amount_minor, BILLER_IDS[bill.biller])


def bills_of(plan: Plan, people: People, month: date, card_debt: Ints) -> Bills:
    """Make the month's bills: services by habit, and the card's statement."""
    rows: list[Bill] = []
    fixed = plan.dice(10)
    dice = plan.dice(11, month.toordinal())
    n = plan.customers
    pays_by_itself = fixed.random(n) < 0.5
    for biller in range(len(BILLERS)):
        has = fixed.random(n) < (*SHARES, 1.0)[biller]
        days = fixed.integers(1, 29, n)
        amounts = card_debt if BILLERS[biller] == "card" else _amounts(dice, people, month, biller)
        lags = _lags(dice, pays_by_itself)
        has[0], days[0], lags[0] = True, PERSONA_DAYS[biller], DAYS_TO_PAY
        for customer in np.flatnonzero(has & (amounts > 0)).tolist():
            issued = month + timedelta(days=int(days[customer]) - 1)
            if issued >= max(plan.start, people.since[customer]):
                due = issued + timedelta(days=DAYS_TO_PAY)
                paid = issued + timedelta(days=int(lags[customer]))
                rows.append(Bill(customer, biller, int(amounts[customer]), issued, due, paid))
    return Bills(month, rows)


def _amounts(dice: np.random.Generator, people: People, month: date, biller: int) -> Ints:
    factor = np.where(people.segment == 5, FIRM_FACTOR, 1) * dice.uniform(0.7, 1.3, len(people.ids))
    if BILLERS[biller] == "electricity" and month.month in SUMMER:
        factor = factor * 1.7
    if BILLERS[biller] == "gas" and month.month in WINTER:
        factor = factor * 1.9
    most = people.income_minor * 0.03
    amounts: Ints = np.minimum(YUAN[biller] * 100 * factor, most).astype(np.int64)
    return amounts


def _lags(dice: np.random.Generator, pays_by_itself: NDArray[np.bool_]) -> Ints:
    """Return days from issue to payment: standing orders on day 11, others 1-14, a few late."""
    n = len(pays_by_itself)
    lags = np.where(pays_by_itself, DAYS_TO_PAY - 3, dice.integers(1, DAYS_TO_PAY + 1, n))
    late = (dice.random(n) < 0.04) & ~pays_by_itself
    return np.where(late, DAYS_TO_PAY + dice.integers(2, 8, n), lags)
