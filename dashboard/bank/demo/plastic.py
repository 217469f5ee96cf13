"""The demo's cards: a debit card for everybody, a credit card for who has such an account."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np

from dashboard.bank.demo import flows as money
from dashboard.bank.demo.people import People
from dashboard.bank.demo.plan import Plan

LIMIT_OF_INCOME = 2.0
LEAST_LIMIT, MOST_LIMIT, STEP = 500_000, 20_000_000, 100_000
EXPIRY_YEARS = (1, 6)


def cards(plan: Plan, people: People) -> Iterator[tuple[Any, ...]]:
    """Yield (id, customer, account, kind, number, limit, expires on, frozen at)."""
    dice = plan.dice(16)
    n = plan.customers
    years, ends = dice.integers(*EXPIRY_YEARS, n), dice.integers(1, 13, n)
    numbers = dice.integers(0, 10_000, (n, 2))
    limits = np.clip(people.income_minor * LIMIT_OF_INCOME, LEAST_LIMIT, MOST_LIMIT)
    rounded = (limits // STEP * STEP).astype(np.int64)
    for place, customer in enumerate(people.ids):
        expires = date(plan.anchor.year + int(years[place]), int(ends[place]), 28)
        debit, credit = (f"**** {number:04}" for number in numbers[place].tolist())
        current = f"{customer}-{money.SLOTS[money.CURRENT]}"
        yield f"{customer}-debit", customer, current, "debit", debit, None, expires, None
        if people.has_card[place]:
            account = f"{customer}-{money.SLOTS[money.CARD]}"
            limit = int(rounded[place])
            yield f"{customer}-credit", customer, account, "credit", credit, limit, expires, None
