"""What the customers own while the story is told: cash to spend, positions, dated deposits."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from dashboard.bank.demo import flows as money
from dashboard.bank.demo import sheets
from dashboard.bank.demo import shelf as shelves
from dashboard.bank.demo.flows import Flows, bank, own
from dashboard.bank.demo.people import SEGMENTS, Ints, People
from dashboard.bank.demo.plan import Plan

SPENDABLE_OF_CASH = 0.8
SURPLUS_OF_INCOME = 0.10
RENEWAL_SHARE = 0.45
REDEMPTION_A_MONTH = 0.02
HUNDRED_YUAN = 10_000
BY_PLAN = (
    "index-csi300",
    "index-dividend",
    "index-global",
    "gold-savings",
    "fund-balanced",
    "fund-target-steady",
    "fund-short-bond",
    "cash-wealth-daily",
)
MORNING, OPENING = 9 * 3600 + 1800, 6 * 3600


@dataclass(frozen=True, slots=True)
class Order:
    """A purchase or a redemption, in minor units of the product's currency."""

    at: int
    customer: int
    product: int
    amount_minor: int
    is_purchase: bool = True
    automatic: bool = False


@dataclass(frozen=True, slots=True)
class Trade:
    """A change of a position held in units; negative when sold."""

    day: date
    customer: int
    product: int
    units_e6: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Deposit:
    """A dated holding."""

    customer: int
    product: int
    principal_minor: int
    opened: date
    matures: date
    renews: bool


class Books:
    """Keeps cash, units and deposits, and writes each movement down as a flow."""

    def __init__(self, plan: Plan, people: People, prices: shelves.Prices) -> None:
        self.plan, self.people, self.prices = plan, people, prices
        self.shelf = shelves.shelf()
        self.flows, self.trades, self.deposits = Flows(), list[Trade](), list[Deposit]()
        self.units_e6: Ints = np.zeros((plan.customers, len(self.shelf.grades)), dtype=np.int64)
        self.cost: Ints = np.zeros_like(self.units_e6)
        self.maturing: dict[date, list[Deposit]] = defaultdict(list)
        self.booked: dict[date, list[tuple[int, int, int]]] = defaultdict(list)
        self.monthly: dict[int, tuple[int, int]] = {}
        self.spendable = np.stack([people.cash_minor * 0.6, people.dollars_minor], axis=1)
        self.spendable = (self.spendable * SPENDABLE_OF_CASH).astype(np.int64)
        self.qualified: NDArray[np.bool_] = np.array(
            [d is not None for d in people.qualified_until]
        )

    def suitable(self, customers: Ints) -> NDArray[np.bool_]:
        """Say which products lie within each customer's capacity; shape (customers, P)."""
        capacity = np.maximum(self.people.capacity[customers], 1)
        return np.asarray(self.shelf.grades <= capacity[:, None])

    def may_buy(self, day: date, customer: int, product: int) -> bool:
        """Say whether the bank would sell this product to this customer on this day."""
        sheet, people = sheets.products()[product], self.people
        ends = people.assessed_until[customer]
        capacity = int(people.capacity[customer]) if ends is not None and ends >= day else 0
        if sheet.type != "deposit" and (sheet.grade or 0) > capacity:
            return False
        if sheet.single_hold and self.units_e6[customer, product]:
            return False
        proof = people.qualified_until[customer]
        if sheet.private and (proof is None or proof < day):
            return False
        if sheet.segments and SEGMENTS[people.segment[customer]] not in sheet.segments:
            return False
        age = (day - people.births[customer]).days / 365.25
        return (sheet.min_age or 0) <= age < (sheet.max_age or 150) + 1

    def buy(
        self, dice: np.random.Generator, day: date, customer: int, product: int, at: int
    ) -> Order | None:
        """Buy with part of the spendable money; None where rules or money forbid it."""
        purse = self.spendable[customer, int(self.shelf.in_dollars[product])]
        minimum, part = int(self.shelf.minimums[product]), dice.uniform(0.08, 0.4)
        sells = shelves.on_sale(self.plan, day)[product]
        if purse < minimum or not sells or not self.may_buy(day, customer, product):
            return None
        amount = max(minimum, int(purse * part) // HUNDRED_YUAN * HUNDRED_YUAN)
        amount = min(amount, int(self.shelf.mosts[product]))
        if self.shelf.covers[product]:
            amount = minimum
        return self.take(day, Order(at, customer, product, amount), spends=True)

    def take(self, day: date, order: Order, *, spends: bool) -> Order:
        """Book a purchase: cash becomes a position, a deposit or a premium."""
        dollars = bool(self.shelf.in_dollars[order.product])
        if spends:
            self.spendable[order.customer, int(dollars)] -= order.amount_minor
        cash = own(order.customer, money.DOLLARS if dollars else money.CURRENT)
        if self.shelf.dated[order.product]:
            self._open_deposit(day, order, renews=False)
            target = self.home(order.customer, order.product)
        elif self.shelf.covers[order.product]:
            self.trade(day, order, 10**6)
            target = bank(money.OUTSIDE)
        else:
            self.trade(day, order, self.units_for(day, order))
            target = self.home(order.customer, order.product)
        kind = "premium" if self.shelf.covers[order.product] else "purchase"
        self.flows.add(order.at, kind, (cash, target), order.amount_minor)
        return order

    def open_day(self, day: date, dice: np.random.Generator) -> list[Order]:
        """Do what the bank does before customers come; return the customers' own orders."""
        at, orders = self.plan.midnight(day) + MORNING, list[Order]()
        for deposit in self.maturing.pop(day, ()):
            self._mature(dice, day, at, deposit)
        for customer, product, amount in self.booked.pop(day, ()):
            orders.append(self.take(day, Order(at + 3600, customer, product, amount), spends=False))
        if day.day == 1:
            self.spendable[:, 0] += (self.people.income_minor * SURPLUS_OF_INCOME).astype(np.int64)
            orders += self._redeem(dice, day, at)
            orders += self._save_monthly(day, at)
        return orders

    def hold_deposit(self, deposit: Deposit) -> None:
        """Remember a dated holding until it matures."""
        self.deposits.append(deposit)
        self.maturing[deposit.matures].append(deposit)

    def _open_deposit(self, day: date, order: Order, *, renews: bool) -> None:
        days = sheets.products()[order.product].term_days or 0
        ends = day + timedelta(days=days)
        self.hold_deposit(
            Deposit(order.customer, order.product, order.amount_minor, day, ends, renews)
        )

    def _mature(self, dice: np.random.Generator, day: date, at: int, deposit: Deposit) -> None:
        """Pay principal and interest; renew by itself where the customer wished so."""
        dollars = bool(self.shelf.in_dollars[deposit.product])
        cash = own(deposit.customer, money.DOLLARS if dollars else money.CURRENT)
        rate = sheets.products()[deposit.product].rate_e8 or 0
        held = (deposit.matures - deposit.opened).days
        interest = deposit.principal_minor * rate * held // (365 * 10**8)
        home = self.home(deposit.customer, deposit.product)
        self.flows.add(at, "maturity", (home, cash), deposit.principal_minor)
        self.flows.add(at, "interest", (bank(money.INTEREST, dollars), cash), interest)
        if not deposit.renews or not self.may_buy(day, deposit.customer, deposit.product):
            self.spendable[deposit.customer, int(dollars)] += deposit.principal_minor
            return
        order = Order(at + 60, deposit.customer, deposit.product, deposit.principal_minor)
        self.flows.add(order.at, "purchase", (cash, home), order.amount_minor)
        self._open_deposit(day, order, renews=dice.random() < RENEWAL_SHARE)

    def _save_monthly(self, day: date, at: int) -> list[Order]:
        orders = []
        for customer, (product, amount) in self.monthly.items():
            able = self.spendable[customer, 0] >= amount
            if able and self.may_buy(day, customer, product):
                order = Order(at + 7200 + customer % 900, customer, product, amount)
                orders.append(self.take(day, order, spends=True))
        return orders

    def _redeem(self, dice: np.random.Generator, day: date, at: int) -> list[Order]:
        """Let a few holders sell part or all of a position."""
        free = (self.units_e6 > 0) & ~self.shelf.single & ~self.shelf.covers & ~self.shelf.private
        held = np.argwhere(free)
        drawn, parts = dice.random(len(held)), dice.choice((0.5, 1.0), len(held))
        orders = []
        for (customer, product), draw, part in zip(held.tolist(), drawn, parts, strict=True):
            if draw < REDEMPTION_A_MONTH and customer >= len(sheets.personas()):
                orders.append(self._sell(day, at + 5400, (customer, product), float(part)))
        return orders

    def _sell(self, day: date, at: int, position: tuple[int, int], part: float) -> Order:
        """Sell a part at today's price; the gain or loss is booked against the market."""
        customer, product = position
        units = int(self.units_e6[position]) if part >= 1 else int(self.units_e6[position]) // 2
        cost = int(self.cost[position]) * units // int(self.units_e6[position])
        value = units * int(self.prices.on(day)[product]) // 10**10
        dollars = bool(self.shelf.in_dollars[product])
        cash = own(customer, money.DOLLARS if dollars else money.CURRENT)
        home, market = self.home(customer, product), bank(money.MARKET, dollars)
        self.flows.add(at, "redemption", (home, cash), min(value, cost))
        self.flows.add(at, "gain", (market, cash), value - cost)
        self.flows.add(at, "loss", (home, market), cost - value)
        self.units_e6[position] -= units
        self.cost[position] -= cost
        self.trades.append(Trade(day, customer, product, -units, -value))
        self.spendable[customer, int(dollars)] += value
        return Order(at, customer, product, value, is_purchase=False)

    def trade(self, day: date, order: Order, units_e6: int) -> None:
        """Add to a position and write the trade down."""
        self.units_e6[order.customer, order.product] += units_e6
        self.cost[order.customer, order.product] += order.amount_minor
        self.trades.append(Trade(day, order.customer, order.product, units_e6, order.amount_minor))

    def units_for(self, day: date, order: Order) -> int:
        """Return how many millionths of a unit the order buys at the day's price."""
        return order.amount_minor * 10**10 // int(self.prices.on(day)[order.product])

    def home(self, customer: int, product: int) -> int:
        """Return the account that holds this kind of product at cost."""
        if self.shelf.in_dollars[product]:
            return own(customer, money.DOLLAR_POSITIONS)
        return own(customer, money.DEPOSITS if self.shelf.dated[product] else money.POSITIONS)
