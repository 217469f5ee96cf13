"""What the personas save for, each in the savings account."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from dashboard.bank.demo import flows as money
from dashboard.bank.demo import sheets
from dashboard.bank.demo.people import People
from dashboard.bank.demo.plan import Plan

MADE_DAYS_BEFORE = 200


def goals(plan: Plan, people: People) -> Iterator[tuple[Any, ...]]:
    """Yield (customer, id, kind, title, target, currency, wanted on, account, made at)."""
    made = datetime.combine(plan.anchor - timedelta(days=MADE_DAYS_BEFORE), time(), plan.zone)
    for customer, persona in zip(people.ids, sheets.personas(), strict=False):
        account = f"{customer}-{money.SLOTS[money.SAVINGS]}"
        for number, (kind, amount, ahead) in enumerate(persona.goals, 1):
            wanted = plan.anchor + timedelta(days=ahead)
            minor = amount * 100
            yield customer, f"goal-{number}", kind, "", minor, "CNY", wanted, account, made
