"""Accounts, holdings and dues: what the core bank knows of a customer."""

from datetime import date, datetime
from typing import Literal, Protocol

from pydantic import Field

from recommender.money import Money
from widgets.ports.facts import Fact, Texts


class Account(Fact):
    """One account with its balance; a debt is negative."""

    id: str
    name: Texts
    kind: Literal["current", "savings", "card", "investment"]
    balance: Money
    as_of: datetime


class Holding(Fact):
    """One product held, at its last price."""

    product_id: str
    name: Texts
    product_type: str
    grade: int | None = Field(description="R1..R5, None where the law asks for none.")
    value: Money
    cost: Money
    as_of: datetime


class Due(Fact):
    """Money that is due (a bill) or comes back (a maturity) on a day."""

    id: str
    kind: Literal["bill", "maturity"]
    name: Texts
    amount: Money
    on: date
    state: Literal["open", "paid", "overdue"] = "open"


class Bank(Protocol):
    """What the core bank knows of a customer."""

    async def accounts(self, customer_id: str) -> list[Account]:
        """List the accounts."""
        ...

    async def holdings(self, customer_id: str) -> list[Holding]:
        """List the products held."""
        ...

    async def dues(self, customer_id: str, days: int) -> list[Due]:
        """List bills and maturities of the next `days`, and bills overdue, earliest first."""
        ...
