"""What every customer already owned on the first day of the demo's year."""

from datetime import date, timedelta

import numpy as np

from dashboard.bank.demo import flows as money
from dashboard.bank.demo import sheets
from dashboard.bank.demo import shelf as shelves
from dashboard.bank.demo.books import (
    BY_PLAN,
    HUNDRED_YUAN,
    OPENING,
    RENEWAL_SHARE,
    Books,
    Deposit,
    Order,
)
from dashboard.bank.demo.flows import bank, own
from dashboard.bank.demo.people import TOPICS

POSITIONS_OF_CASH = 1.2
CURRENT_OF_CASH = 0.6
LEAST_CASH_OF_INCOME = 1.5
PLAN_SHARE = 0.12
PLAN_OF_INCOME = 0.03
# Per segment: chances of 0, 1, 2, 3, 4 products held before the first day.
HELD = (
    (0.30, 0.35, 0.22, 0.10, 0.03),
    (0.08, 0.22, 0.30, 0.24, 0.16),
    (0.00, 0.08, 0.22, 0.34, 0.36),
    (0.55, 0.30, 0.12, 0.03, 0.00),
    (0.12, 0.40, 0.32, 0.13, 0.03),
    (0.15, 0.35, 0.30, 0.15, 0.05),
)


def open_books(books: Books) -> None:
    """Enter opening balances: cash, positions, deposits and monthly plans."""
    dice = books.plan.dice(6)
    pull = np.sqrt(books.people.tastes) @ np.sqrt(books.shelf.product_topics).T * 4
    pull += np.sqrt(books.people.lives) @ np.sqrt(books.shelf.product_situations).T * 2.5
    wishes = pull + books.shelf.product_weights + dice.gumbel(size=pull.shape)
    for customer in range(books.plan.customers):
        extra = [0, 0]
        if customer < len(sheets.personas()):
            extra = _persona(books, customer, sheets.personas()[customer])
        else:
            _crowd(books, dice, customer, np.argsort(-wishes[customer]))
        _cash(books, customer, extra)
    _plans(books, dice)


def _cash(books: Books, customer: int, extra: list[int]) -> None:
    first = max(books.plan.start, books.people.since[customer])
    at = books.plan.midnight(first) + OPENING
    cash = int(books.people.cash_minor[customer])
    if customer >= len(sheets.personas()):
        cash = max(cash, int(books.people.income_minor[customer] * LEAST_CASH_OF_INCOME))
    current = int(cash * CURRENT_OF_CASH)
    equity, dollars = bank(money.EQUITY), int(books.people.dollars_minor[customer])
    add = books.flows.add
    add(at, "opening", (equity, own(customer, money.CURRENT)), current + extra[0])
    add(at, "opening", (equity, own(customer, money.SAVINGS)), cash - current)
    dollar_cash = own(customer, money.DOLLARS)
    add(at, "opening", (bank(money.EQUITY, True), dollar_cash), dollars + extra[1])


def _crowd(
    books: Books,
    dice: np.random.Generator,
    customer: int,
    ranked: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> None:
    count = int(dice.choice(5, p=HELD[books.people.segment[customer]]))
    budget = int(books.people.cash_minor[customer]) * POSITIONS_OF_CASH
    parts = dice.dirichlet(np.ones(count)) if count else np.zeros(0)
    ages = dice.random(count)
    day = books.plan.start
    sold = ~(books.shelf.in_dollars | books.shelf.applied)
    able = [
        product
        for product in ranked.tolist()
        if sold[product] and books.may_buy(day, customer, product)
    ]
    for product, part, age in zip(able, parts, ages, strict=False):
        amount = int(budget * part) // HUNDRED_YUAN * HUNDRED_YUAN
        amount = min(amount, int(books.shelf.mosts[product]))
        if books.shelf.covers[product]:
            amount = int(books.shelf.minimums[product])
        if amount >= books.shelf.minimums[product]:
            renews = bool(dice.random() < RENEWAL_SHARE)
            _had(books, (customer, product, amount), float(age), renews=renews)


def _had(books: Books, had: tuple[int, int, int], age: float, *, renews: bool = False) -> None:
    """Enter one old holding; `age` 0..1 says how long ago it began."""
    customer, product, amount = had
    term, start = sheets.products()[product].term_days, books.plan.start
    if term is not None:
        opened = start - timedelta(days=1 + int(age * (term - 2)))
        ends = opened + timedelta(days=term)
        books.hold_deposit(Deposit(customer, product, amount, opened, ends, renews))
        _fund(books, customer, product, amount)
        return
    day = start - timedelta(days=5 + int(age * 360))
    order = Order(0, customer, product, amount)
    covers = bool(books.shelf.covers[product])
    books.trade(day, order, 10**6 if covers else books.units_for(day, order))
    if not covers:
        _fund(books, customer, product, amount)


def _fund(books: Books, customer: int, product: int, amount: int) -> None:
    at = books.plan.midnight(books.plan.start) + OPENING
    dollars = bool(books.shelf.in_dollars[product])
    home = books.home(customer, product)
    books.flows.add(at, "opening", (bank(money.EQUITY, dollars), home), amount)


def _persona(books: Books, customer: int, persona: sheets.Persona) -> list[int]:
    """Enter a persona's holdings; return the cash (CNY, USD) that later ones still need."""
    extra, column = [0, 0], shelves.place_of()
    for name, amount in persona.positions.items():
        _had(books, (customer, column[name], amount * 100), 0.5)
    for name, amount, ahead in persona.dated:
        product, ends = column[name], books.plan.anchor + timedelta(days=ahead)
        opened = ends - timedelta(days=sheets.products()[product].term_days or 0)
        if opened >= books.plan.start:
            books.booked[opened].append((customer, product, amount * 100))
            extra[int(books.shelf.in_dollars[product])] += amount * 100
        else:
            books.hold_deposit(_begun(customer, product, amount * 100, (opened, ends)))
            _fund(books, customer, product, amount * 100)
    return extra


def _begun(customer: int, product: int, amount: int, span: tuple[date, date]) -> Deposit:
    return Deposit(customer, product, amount, *span, renews=False)


def _plans(books: Books, dice: np.random.Generator) -> None:
    """Let some customers of the crowd buy a little of one product each month."""
    column = [shelves.place_of()[name] for name in BY_PLAN]
    keen = books.people.tastes[:, [TOPICS.index(t) for t in ("index", "funds", "gold")]].sum(axis=1)
    draws = dice.random(books.plan.customers)
    choices = dice.integers(len(column), size=books.plan.customers)
    for customer in np.flatnonzero(draws < PLAN_SHARE * (0.4 + 3 * keen)).tolist():
        income = int(books.people.income_minor[customer])
        amount = max(HUNDRED_YUAN, int(income * PLAN_OF_INCOME) // HUNDRED_YUAN * HUNDRED_YUAN)
        product = column[int(choices[customer])]
        fits = amount >= books.shelf.minimums[product] and customer >= len(sheets.personas())
        if fits and books.may_buy(books.plan.start, customer, product):
            books.monthly[customer] = (product, amount)
