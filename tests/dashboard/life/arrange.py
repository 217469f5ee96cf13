"""Builders of everyday life: a bank with two customers, and what the demo offers."""

from datetime import date
from typing import Any

from dashboard.bank.tables import CustomerRow, PartyRow
from dashboard.wiring import Root
from recommender.bulk import add_rows
from recommender.customers.model import CustomerIn
from recommender.ports import SYSTEM_ACTOR
from tests.dashboard.bank.arrange import a_bill, a_draft, an_account, put

NAMES = {"zh-Hans": "名字", "en": "Name"}


async def a_bank(root: Root, *, minor: int = 100_000, **customers: str) -> None:
    """Store customers c1 and c2 with an account each; c1's holds an amount.

    Args:
        root: The process.
        minor: What lies on c1's current account.
        customers: Segment by customer; c1 and c2 are `mass` where nothing is said.
    """
    segments = {"c1": "mass", "c2": "mass"} | customers
    async with root.writing() as app:
        accounts = [an_account(f"{one}-cur", one) for one in segments]
        people = [
            CustomerRow(
                id=one, names=NAMES, segment=kind, region="Shanghai", since=date(2020, 1, 1)
            )
            for one, kind in segments.items()
        ]
        power = PartyRow(id="city-power", kind="electricity", names=NAMES)
        outside = an_account("bank-outside-cny", None, kind="bank")
        await put(app.session, power, outside, *people, *accounts)
        await app.ledger.post(
            SYSTEM_ACTOR, a_draft(("c1-cur", minor), ("bank-outside-cny", -minor))
        )
        known = {one: CustomerIn(segment=kind, region="Shanghai") for one, kind in segments.items()}
        await app.customers.put_many(SYSTEM_ACTOR, known)


async def owed(root: Root, *, minor: int = 12_345, **fields: Any) -> str:
    """Give c1 a bill, and return its id."""
    bill = a_bill(date(2026, 6, 20), amount_minor=minor, **fields)
    async with root.writing() as app:
        await put(app.session, bill)
    return bill.id


async def stock(root: Root, table: Any, rows: list[dict[str, Any]]) -> None:
    """Store rows of a table in bulk."""
    async with root.writing() as app:
        await add_rows(app.session, table, rows)


async def balance(root: Root, customer_id: str = "c1") -> int:
    """Return what lies on a customer's current account, in minor units."""
    async with root.reading() as app:
        accounts = await app.bank.accounts(SYSTEM_ACTOR, customer_id)
    return sum(one.balance.minor for one in accounts if one.kind == "current")
