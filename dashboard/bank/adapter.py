"""The widgets' Bank port, answered by our own ledger; each call opens its own unit of work."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from dashboard.bank.service import BankService
from recommender.ports import SYSTEM_ACTOR, Actor
from widgets.ports import Account, Due, Holding


class Unit(Protocol):
    """What the adapter needs of a unit of work."""

    @property
    def bank(self) -> BankService:
        """The bank."""
        ...


Opener = Callable[[], AbstractAsyncContextManager[Unit]]


class BankAdapter:
    """Implements `widgets.ports.Bank` for one actor; `seen_by` binds it to who is looking."""

    def __init__(self, opened: Opener, actor: Actor = SYSTEM_ACTOR) -> None:
        self._opened = opened
        self._actor = actor

    def seen_by(self, actor: Actor) -> "BankAdapter":
        """Return the same bank as this actor may see it."""
        return BankAdapter(self._opened, actor)

    async def accounts(self, customer_id: str) -> list[Account]:
        """List the accounts."""
        async with self._opened() as app:
            return await app.bank.accounts(self._actor, customer_id)

    async def holdings(self, customer_id: str) -> list[Holding]:
        """List the products held."""
        async with self._opened() as app:
            return await app.bank.holdings(self._actor, customer_id)

    async def dues(self, customer_id: str, days: int) -> list[Due]:
        """List bills and maturities of the next days, and overdue bills, earliest first."""
        async with self._opened() as app:
            return await app.bank.dues(self._actor, customer_id, days)
