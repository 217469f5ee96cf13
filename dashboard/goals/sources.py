"""What goals and the journey ask of the bank, the postings, the holdings and the customers."""

from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Protocol

from recommender.customers.model import Facts
from recommender.ports import Actor
from widgets.ports.bank import Account, Holding
from widgets.ports.spending import MonthFlow

MEASURED_MONTHS = 6


class Bank(Protocol):
    """What goals ask of the bank."""

    async def accounts(self, actor: Actor, customer_id: str) -> list[Account]:
        """List the accounts with their balances."""
        ...

    async def holdings(self, actor: Actor, customer_id: str) -> list[Holding]:
        """List the products held."""
        ...


class Spending(Protocol):
    """What goals ask of the postings."""

    async def flows(self, actor: Actor, customer_id: str, months: int) -> list[MonthFlow]:
        """Return what came and went month by month."""
        ...

    async def of_account(
        self, actor: Actor, customer_id: str, account_id: str
    ) -> list[tuple[date, int]]:
        """Return the day and minor units of each line of one of the customer's accounts."""
        ...


class Wealth(Protocol):
    """What the journey asks of the holdings."""

    async def worth_line(
        self, actor: Actor, customer_id: str, months: int
    ) -> list[tuple[date, int]]:
        """Return the wealth at the ends of months."""
        ...


class Customers(Protocol):
    """Customers as decisions know them."""

    async def facts(self, customer_id: str) -> Facts:
        """Return what a decision may know of a customer."""
        ...


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the figures come from."""

    bank: Bank
    spending: Spending
    wealth: Wealth
    customers: Customers


async def usual_spending(sources: Sources, actor: Actor, customer_id: str) -> int:
    """Return what the customer usually spends in a month: the median of the last full ones."""
    flows = await sources.spending.flows(actor, customer_id, MEASURED_MONTHS + 1)
    whole = [one.went.minor for one in flows if one.is_whole]
    return round(median(whole)) if whole else 0
