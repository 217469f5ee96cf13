"""Spending: what the customer's own postings say of income, categories and regular payments."""

from datetime import date, datetime
from typing import Literal, Protocol

from pydantic import Field

from recommender.money import Money
from widgets.ports.facts import Fact, Texts

Category = Literal[
    "housing", "groceries", "dining", "shopping", "transport", "home_bills",
    "subscriptions", "insurance", "family", "health", "travel", "other",
]  # fmt: skip

CATEGORY_NAMES: dict[str, str] = {
    "housing": "Rent and home loan",
    "groceries": "Groceries",
    "dining": "Eating out",
    "shopping": "Shopping",
    "transport": "Getting around",
    "home_bills": "Bills at home",
    "subscriptions": "Subscriptions",
    "insurance": "Insurance",
    "family": "Family",
    "health": "Health",
    "travel": "Travel",
    "other": "Everything else",
}
"""English msgids."""

CATEGORY_ICONS: dict[str, str] = {
    "housing": "house",
    "groceries": "shopping-cart",
    "dining": "utensils",
    "shopping": "shopping-bag",
    "transport": "bus",
    "home_bills": "zap",
    "subscriptions": "repeat",
    "insurance": "umbrella",
    "family": "users",
    "health": "stethoscope",
    "travel": "plane",
    "other": "receipt",
}


class CategorySpending(Fact):
    """What one category cost in each month.

    Attributes:
        by_month: Minor units in the order of the months asked for; the last month is not over.
        usual_minor: Median of the full months before up to the same day; None with too few.
        above: Share above the usual where that is unusual (0.62 is 62 % more), None otherwise.
    """

    category: Category
    by_month: tuple[int, ...]
    usual_minor: int | None = None
    above: float | None = None
    is_new: bool = Field(False, description="Usually nothing is spent on it by this day.")


class Spent(Fact):
    """Spending by category; the categories with the most of it this month first."""

    months: tuple[date, ...] = Field(description="First days; the last one is the month we are in.")
    through: date = Field(description="Last day that is counted.")
    currency: str
    categories: tuple[CategorySpending, ...]
    as_of: datetime

    @property
    def so_far_minor(self) -> int:
        """Sum of the month we are in."""
        return sum(one.by_month[-1] for one in self.categories)


class MonthFlow(Fact):
    """What came and went in one month, moves between own accounts left out."""

    month: date
    came: Money
    went: Money
    is_whole: bool = Field(description="The month is over.")

    @property
    def left(self) -> Money:
        """What was left over; negative when more went than came."""
        return Money(minor=self.came.minor - self.went.minor, currency=self.came.currency)


class Regular(Fact):
    """A payment that comes back about every month.

    Attributes:
        before: What it was before its last change; None when it never changed.
    """

    party_id: str
    party: Texts
    category: Category
    amount: Money
    last_on: date
    next_on: date
    times: int
    before: Money | None = None


class Pay(Fact):
    """One regular income: a salary or a pension."""

    party_id: str
    party: Texts
    amount: Money
    on: date
    next_on: date
    usual: Money = Field(description="Median of the past payments.")
    past: tuple[Money, ...] = Field(description="The past payments, the oldest first.")
    days: tuple[date, ...] = Field(description="Their days.")


class Spending(Protocol):
    """What the postings say."""

    async def by_category(self, customer_id: str, months: int) -> Spent:
        """Return the spending of this month and the full months before it, by category."""
        ...

    async def flows(self, customer_id: str, months: int) -> list[MonthFlow]:
        """Return what came and went in each month, the oldest first."""
        ...

    async def regular(self, customer_id: str) -> list[Regular]:
        """List payments that come back every month to one counterparty, the dearest first."""
        ...

    async def pay(self, customer_id: str) -> Pay | None:
        """Return the largest regular income; None when there is none."""
        ...
