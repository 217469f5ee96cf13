"""Movements of money as columns: who, when, from which account to which, how much."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from dashboard.bank.demo import sheets
from dashboard.bank.demo.people import Ints

CURRENT, SAVINGS, CARD, DEPOSITS, POSITIONS, DOLLARS, DOLLAR_POSITIONS = range(7)
SLOTS = ("cur", "sav", "card", "dep", "pos", "usd", "usdp")
KINDS_OF_ACCOUNT = ("current", "savings", "card", "deposit", "position", "current", "position")
CONTRA = ("outside", "equity", "interest", "market")
OUTSIDE, EQUITY, INTEREST, MARKET = range(len(CONTRA))
CURRENCIES = ("CNY", "USD")

KINDS = (
    "opening", "income", "rent", "mortgage", "groceries", "dining", "shopping", "transport",
    "family", "bill", "card_payment", "saving", "purchase", "redemption", "gain", "loss",
    "maturity", "interest", "premium", "subscription", "cash",
)  # fmt: skip
KIND = {name: code for code, name in enumerate(KINDS)}


@dataclass(slots=True)
class Flows:
    """Two-sided movements; each list is one column.

    An account is an int: customer * 7 + slot, or -1 - (4 * currency + contra) of the bank itself.
    """

    at: list[int] = field(default_factory=list)
    kind: list[int] = field(default_factory=list)
    party: list[int] = field(default_factory=list)
    source: list[int] = field(default_factory=list)
    target: list[int] = field(default_factory=list)
    amount: list[int] = field(default_factory=list)

    def add(
        self, at: int, kind: str, way: tuple[int, int], amount: int, party: str = "bank"
    ) -> None:
        """Move a positive amount from one account to another; nothing moves for 0."""
        if amount <= 0:
            return
        self.at.append(at)
        self.kind.append(KIND[kind])
        self.party.append(party_of(party))
        self.source.append(way[0])
        self.target.append(way[1])
        self.amount.append(amount)

    def add_many(
        self, at: Ints, kind: str, way: tuple[Ints, Ints], amount: Ints, party: Ints
    ) -> None:
        """Move many amounts of one kind; arrays of one length; 0 moves nothing."""
        some = amount > 0
        self.at += at[some].tolist()
        self.kind += [KIND[kind]] * int(some.sum())
        self.party += party[some].tolist()
        self.source += way[0][some].tolist()
        self.target += way[1][some].tolist()
        self.amount += amount[some].tolist()


def own(customer: int, slot: int) -> int:
    """Return a customer's account."""
    return customer * len(SLOTS) + slot


def bank(contra: int, dollars: bool = False) -> int:
    """Return one of the bank's own accounts."""
    return -1 - (len(CONTRA) * int(dollars) + contra)


@cache
def party_of(name: str) -> int:
    """Return the number of a counterparty."""
    return [one.id for one in sheets.parties()].index(name)


@cache
def parties_of(kind: str) -> Ints:
    """Return the numbers of all counterparties of a kind."""
    return np.array([n for n, one in enumerate(sheets.parties()) if one.kind == kind])


def account_ids(customer_ids: Iterable[str]) -> dict[int, str]:
    """Name every account that a flow may touch."""
    names = {
        own(n, slot): f"{customer}-{suffix}"
        for n, customer in enumerate(customer_ids)
        for slot, suffix in enumerate(SLOTS)
    }
    for dollars, currency in enumerate(CURRENCIES):
        for contra, name in enumerate(CONTRA):
            names[bank(contra, bool(dollars))] = f"bank-{name}-{currency.lower()}"
    return names
