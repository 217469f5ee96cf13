"""Billers and the bills that they send: searched by everybody, paid by their customer."""

from datetime import date
from typing import Protocol

from pydantic import Field

from recommender.money import Money
from widgets.ports.facts import Fact, Texts


class Biller(Fact):
    """Somebody whose bills can be paid here."""

    id: str
    category: str
    name: Texts
    city: Texts
    region: Texts


class BillerPage(Fact):
    """What a search found."""

    found: list[Biller]
    total: int = Field(description="How many fit, also those that are not in the list.")
    known: int = Field(description="How many billers there are at all; 0: none is connected.")


class BillToPay(Fact):
    """One bill of a customer that is not paid."""

    id: str
    category: str
    name: Texts
    amount: Money
    due_on: date
    is_overdue: bool = False


class Receipt(Fact):
    """A bill that is paid."""

    bill_id: str
    name: Texts
    amount: Money
    paid_on: date
    is_new: bool = Field(True, description="False: it had been paid before.")


class Billers(Protocol):
    """Everybody who sends bills, and one customer's bills."""

    async def search_billers(self, query: str, region: str, limit: int) -> BillerPage:
        """Find billers by words in Chinese, pinyin or English; an empty region is everywhere."""
        ...

    async def bills_to_pay(self, customer_id: str) -> list[BillToPay]:
        """List the bills that are open, the earliest first."""
        ...

    async def receipts(self, customer_id: str, limit: int) -> list[Receipt]:
        """List what was paid last, the newest first."""
        ...

    async def pay_bill(self, customer_id: str, bill_id: str) -> Receipt:
        """Pay a bill from the customer's current account; paying again changes nothing."""
        ...
