"""Everyday money: income, homes, shops, bills, cards and saving, month by month.

A month's flows depend on the seed and that month alone (a card's payment also on the spending of
the month before), so any span of days can be made by itself.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from dashboard.bank.demo import flows as money
from dashboard.bank.demo.bills import Bills, bills_of
from dashboard.bank.demo.flows import Flows, bank, parties_of
from dashboard.bank.demo.people import SEGMENTS, Ints, People
from dashboard.bank.demo.plan import DAY_SECONDS, Plan

GROCERIES, DINING = 3, 2
RENT, MORTGAGE, SAVING, FAMILY = 0.22, 0.25, 0.14, 0.06
SHOPPING, SHOPPING_MONTHS = 0.025, {1: 0.05, 2: 0.07, 6: 0.05, 11: 0.08, 12: 0.04}
LAST_SURE_DAY = 28
TRANSPORT, COMMUTERS = 0.012, 0.45
CASH, CASH_USERS, CASH_STEP = 0.03, 0.2, 10_000
RISEN_DAYS_BEFORE = 150
SUBSCRIPTIONS = (
    ("yingxing-video", 0.26, 2_500, 3_000),
    ("qingyin-music", 0.16, 1_500, 1_500),
    ("yunhe-cloud", 0.12, 1_200, 1_200),
    ("huoli-gym", 0.06, 19_900, 19_900),
)
"""Counterparty, share of customers, and its price in fen until and since it rose."""
TENANT, BORROWER, OWNER = range(3)
SAVERS = 2
"""The first personas save every month: their goals move."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What stays the same for each customer over the months; arrays of shape (n,)."""

    payday: Ints
    home: Ints
    party: Ints
    grocer: Ints
    saves: NDArray[np.bool_]
    supports: NDArray[np.bool_]
    commutes: NDArray[np.bool_]
    takes_cash: NDArray[np.bool_]
    subscribes: NDArray[np.bool_]
    billing_days: Ints
    current: Ints
    wallet: Ints


class Routine:
    """Makes the months' flows.

    Args:
        settled: Ids of bills that are paid already: nobody pays them again.
    """

    def __init__(self, plan: Plan, people: People, settled: Collection[bytes] = ()) -> None:
        self.plan, self.people, self._settled = plan, people, settled
        self.habits = _habits(plan, people)
        opened = [max(plan.start, day) for day in people.since]
        self._opened: Ints = np.array([plan.midnight(day) for day in opened])

    def month(self, month: date) -> tuple[Flows, Bills]:
        """Return the flows and bills that begin in a month; some are paid in the next one."""
        flows = Flows()
        self._income(month, flows)
        self._home(month, flows)
        self._spend(month, flows)
        self._draw_cash(month, flows)
        bills = bills_of(self.plan, self.people, month, self._card_debt(month))
        bills.pay(self.plan, flows, self._settled)
        return flows, bills

    def _income(self, month: date, flows: Flows) -> None:
        """Pay salaries, pensions and receipts; January brings a bonus to employees."""
        dice, habits = self.plan.dice(7, month.toordinal()), self.habits
        income = self.people.income_minor
        paid = income * dice.uniform(0.98, 1.02, len(income))
        employed = ~np.isin(self.people.segment, [SEGMENTS.index("senior"), SEGMENTS.index("sme")])
        paid = np.where(employed & (month.month == 1), paid * 1.8, paid)
        outside = np.full(len(income), bank(money.OUTSIDE))
        at = self._at(month, habits.payday, 9.5)
        amounts = np.round(paid).astype(np.int64) * (at >= self._opened)
        flows.add_many(at, "income", (outside, habits.current), amounts, habits.party)
        saved = np.round(income * SAVING).astype(np.int64) * (at >= self._opened)
        saved = saved[habits.saves]
        way = (habits.current[habits.saves], habits.current[habits.saves] + money.SAVINGS)
        own_bank = np.full(len(saved), money.party_of("bank"))
        flows.add_many(at[habits.saves] + 3600, "saving", way, saved, own_bank)

    def _home(self, month: date, flows: Flows) -> None:
        """Pay rent or the housing loan, and help the family."""
        habits, outside = self.habits, bank(money.OUTSIDE)
        parts = (
            ("rent", habits.home == TENANT, RENT, "landlord"),
            ("mortgage", habits.home == BORROWER, MORTGAGE, "housing-loan"),
            ("family", habits.supports, FAMILY, "family"),
        )
        for kind, who, share, party in parts:
            amount = (self.people.income_minor[who] * share / 1000).astype(np.int64) * 1000
            at = self._at(month, np.minimum(habits.payday[who] + 3, LAST_SURE_DAY), 10.2)
            amount *= at >= self._opened[who]
            way = (habits.current[who], np.full(len(at), outside))
            number = np.full(len(at), money.party_of(party))
            flows.add_many(at, kind, way, amount, number)

    def _spend(self, month: date, flows: Flows) -> None:
        for kind, days, amounts, parties in self._shopping(month):
            at = self._at(month, days, 11.0) + amounts % 30_000
            way = (self.habits.wallet, np.full(len(at), bank(money.OUTSIDE)))
            flows.add_many(at, kind, way, amounts * (at >= self._opened), parties)

    def _draw_cash(self, month: date, flows: Flows) -> None:
        """Let some draw cash once a month, in whole hundreds of yuan."""
        who, n = self.habits.takes_cash, int(self.habits.takes_cash.sum())
        dice = self.plan.dice(17, month.toordinal())
        at = self._at(month, dice.integers(1, LAST_SURE_DAY + 1, n), 17.0)
        wanted = np.minimum(self.people.income_minor[who], 2_000_000) * CASH
        amounts = (np.ceil(wanted / CASH_STEP) * CASH_STEP).astype(np.int64)
        amounts *= at >= self._opened[who]
        way = (self.habits.current[who], np.full(n, bank(money.OUTSIDE)))
        flows.add_many(at, "cash", way, amounts, np.full(n, money.party_of("cash-machine")))

    def _shopping(self, month: date) -> list[tuple[str, Ints, Ints, Ints]]:
        """Return (kind, days, amounts, parties) of each purchase of the month, for everybody."""
        dice, income = self.plan.dice(8, month.toordinal()), self.people.income_minor
        base, n = np.minimum(income, 4_000_000), len(income)
        bought = []
        for turn in range(GROCERIES + DINING + 1):
            days = dice.integers(1, LAST_SURE_DAY + 1, n)
            draws, share = dice.uniform(0.6, 1.4, n), 0.022
            kind, party = "groceries", self.habits.grocer
            if turn >= GROCERIES:
                kind, share = "dining", 0.009
                party = dice.choice(parties_of("restaurant"), n)
            if turn == GROCERIES + DINING:
                kind, share = "shopping", SHOPPING_MONTHS.get(month.month, SHOPPING)
                party = dice.choice(parties_of("shop"), n)
            amounts = np.round(base * share * draws).astype(np.int64)
            bought.append((kind, days, amounts, party))
        return bought + self._standing(month)

    def _standing(self, month: date) -> list[tuple[str, Ints, Ints, Ints]]:
        """Return subscriptions, the same each month but for one rise in price, and transport."""
        n, habits = self.plan.customers, self.habits
        risen = month >= self.plan.anchor.replace(day=1) - timedelta(days=RISEN_DAYS_BEFORE)
        bought = []
        for place, (party, _, price, later) in enumerate(SUBSCRIPTIONS):
            amounts = habits.subscribes[:, place] * (later if risen else price)
            number = np.full(n, money.party_of(party))
            bought.append(("subscription", habits.billing_days[:, place], amounts, number))
        dice = self.plan.dice(13, month.toordinal())
        usual = np.minimum(self.people.income_minor, 4_000_000) * TRANSPORT
        fares = np.round(usual * dice.uniform(0.6, 1.4, n)).astype(np.int64) * habits.commutes
        days = dice.integers(1, LAST_SURE_DAY + 1, n)
        bought.append(("transport", days, fares, dice.choice(parties_of("transport"), n)))
        return bought

    def _card_debt(self, month: date) -> Ints:
        """Return what was spent by card in the month before; 0 in the demo's first month."""
        before = (month - timedelta(days=1)).replace(day=1)
        debt = np.zeros(self.plan.customers, dtype=np.int64)
        for _, days, amounts, _ in self._shopping(before):
            when = np.array([(before + timedelta(days=int(d) - 1)) for d in range(1, 29)])
            lived = np.array([day >= self.plan.start for day in when])
            debt += amounts * lived[days - 1]
        return np.where(self.people.has_card, debt, 0)

    def _at(self, month: date, days: Ints, hour: float) -> Ints:
        """Return seconds since 1970 of an hour on given days of the month, scattered a little."""
        first = self.plan.midnight(month) + int(hour * 3600)
        return first + (days - 1) * DAY_SECONDS + (days * 977) % 3000


def _habits(plan: Plan, people: People) -> Habits:
    dice, n = plan.dice(9), plan.customers
    senior, firm = SEGMENTS.index("senior"), SEGMENTS.index("sme")
    segment, draws = people.segment, dice.random(n)
    home = np.where(draws < 0.32, TENANT, np.where(draws < 0.52, BORROWER, OWNER))
    party = dice.choice(parties_of("employer"), n)
    party = np.where(segment == senior, money.party_of("social-insurance"), party)
    party = np.where(segment == firm, dice.choice(parties_of("buyer"), n), party)
    current = np.arange(n) * len(money.SLOTS)
    standing = plan.dice(18)
    subscribes = standing.random((n, len(SUBSCRIPTIONS))) < [one[1] for one in SUBSCRIPTIONS]
    subscribes[0] = True
    payday, grocer = dice.choice((5, 8, 10, 12, 15, 18), n), dice.choice(parties_of("grocer"), n)
    saves, home = dice.random(n) < 0.6, np.where(segment == senior, OWNER, home)
    saves[:SAVERS], home[0] = True, BORROWER
    return Habits(
        payday=payday,
        home=home,
        party=party,
        grocer=grocer,
        saves=saves,
        supports=(dice.random(n) < 0.3) & (segment != senior),
        commutes=standing.random(n) < COMMUTERS,
        takes_cash=standing.random(n) < CASH_USERS,
        subscribes=subscribes,
        billing_days=standing.integers(1, LAST_SURE_DAY + 1, subscribes.shape),
        current=current,
        wallet=current + np.where(people.has_card, money.CARD, money.CURRENT),
    )
