"""A firm's own business: who owes it, whom it owes, and the next payroll."""

from datetime import date
from typing import Literal, Protocol

from pydantic import Field

from recommender.money import Money
from widgets.ports.facts import Fact, Texts


class Invoice(Fact):
    """One invoice that is not settled."""

    id: str
    direction: Literal["in", "out"] = Field(description="in: the firm pays; out: it is paid.")
    party: Texts
    amount: Money
    due_on: date
    is_late: bool = False
    reminded_on: date | None = None


class Payroll(Fact):
    """The next payday."""

    pay_on: date
    people: int
    amount: Money


class Firm(Fact):
    """The firm's open items."""

    receivable: Money
    payable: Money
    cash: Money = Field(description="On the current accounts now.")
    invoices: list[Invoice]
    payroll: Payroll | None = None


class Business(Protocol):
    """A firm's business."""

    async def firm(self, customer_id: str) -> Firm | None:
        """Return the open items; None for who runs no firm."""
        ...

    async def remind_debtor(self, customer_id: str, invoice_id: str) -> None:
        """Send a reminder of an invoice, at most once a week."""
        ...
