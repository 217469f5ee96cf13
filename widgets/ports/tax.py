"""The income tax of a year, as far as the bank can tell."""

from typing import Protocol

from pydantic import Field

from recommender.money import Money
from widgets.ports.facts import Fact, Texts


class Deduction(Fact):
    """A special deduction of the law, and whether the customer claims it."""

    code: str
    name: Texts
    monthly: Money
    is_claimed: bool


class MonthOfIncome(Fact):
    """What came as salary in a month, 1 to 12."""

    month: int
    income: Money


class TaxYear(Fact):
    """The year so far; the tax is an estimate on a stated assumption."""

    year: int
    months: list[MonthOfIncome]
    income: Money
    deducted: Money
    taxable: Money
    tax: Money
    rate: float = Field(description="Of the highest bracket that is reached.")
    deductions: list[Deduction]


class Tax(Protocol):
    """Income tax."""

    async def tax_year(self, customer_id: str) -> TaxYear | None:
        """Return the year so far; None where no salary came in."""
        ...

    async def toggle_deduction(self, customer_id: str, code: str) -> None:
        """Claim a deduction, or claim it no more."""
        ...
