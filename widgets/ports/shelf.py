"""The bank's shelf as one customer may see it, and the products that the customer watches."""

from datetime import date, datetime
from typing import Protocol

from recommender.money import Money
from widgets.ports.facts import Fact, Texts


class Offer(Fact):
    """One product with what can be compared.

    Attributes:
        rate_e8: Of a year, scaled by 10^8; None where it has no fixed rate.
        rate: The one figure that describes it, ready to show.
        withheld: Why it is not offered to this customer; empty when it may be offered.
        price_e6: Newest price scaled by 10^6; None for what has none.
        change: Share by which the price changed in the past year; None without prices.
    """

    product_id: str
    name: Texts
    product_type: str
    type_name: Texts
    grade: int | None
    rate_e8: int | None = None
    rate: Texts
    rate_label: Texts
    term_days: int | None = None
    minimum: Money
    exit: Texts
    fees: tuple[tuple[Texts, str], ...] = ()
    withheld: str = ""
    price_e6: int | None = None
    priced_on: date | None = None
    change: float | None = None
    is_held: bool = False


class Watched(Fact):
    """A product that the customer watches, and what it was on the day it was put on the list."""

    offer: Offer
    since: date
    rate_then_e8: int | None = None
    price_then_e6: int | None = None


class Shelf(Protocol):
    """Products as one customer may see them."""

    async def deposits(self, customer_id: str) -> list[Offer]:
        """List the deposits that may be offered to the customer, the shortest term first."""
        ...

    async def products(self, customer_id: str, product_ids: list[str]) -> list[Offer]:
        """Return some products in the order of their ids, each with what withholds it."""
        ...

    async def watched(self, customer_id: str) -> list[Watched]:
        """List what the customer watches, the newest first."""
        ...

    async def watch(self, customer_id: str, product_id: str) -> None:
        """Put a product on the watch list."""
        ...

    async def unwatch(self, customer_id: str, product_id: str) -> None:
        """Take a product off the watch list."""
        ...

    async def as_of(self) -> datetime:
        """Return the instant for which the shelf speaks."""
        ...
