"""What the demo stands on: the process it is made in, and its units of work."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.bank.demo.people import People as Crowd
from dashboard.bank.demo.plan import Plan
from dashboard.clock import BankClock
from dashboard.notices.service import Notices
from dashboard.people.passwords import Passwords
from dashboard.people.service import People
from dashboard.preferences.service import PreferenceService
from dashboard.settings import Settings
from recommender.ports import AuditSink


class Unit(Protocol):
    """One transaction with the services that own what the demo fills."""

    session: AsyncSession

    @property
    def clock(self) -> BankClock:
        """The bank's clock."""
        ...

    @property
    def audit(self) -> AuditSink:
        """The record of every change."""
        ...

    @property
    def people(self) -> People:
        """Accounts to sign in with."""
        ...

    @property
    def preferences(self) -> PreferenceService:
        """How each person wants to see the product."""
        ...

    @property
    def notices(self) -> Notices:
        """What the bank must tell."""
        ...


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What others who live in the demo need to know of it.

    Attributes:
        held: Ids of the products that each customer holds, in the order of the people.
    """

    plan: Plan
    people: Crowd
    held: list[frozenset[str]]


Settle = Callable[[Unit, Neighbourhood], Awaitable[None]]
"""Adds another domain's data to a new demo bank, in its transaction."""


class Erasures(Protocol):
    """Who was erased: the demo lives on without them."""

    async def refresh(self) -> None:
        """Look at the rows."""
        ...

    def holds(self, customer_id: str | None) -> bool:
        """Say whether a customer was erased."""
        ...


class Ground(Protocol):
    """The process: its settings, its clock, and the way into the database."""

    settings: Settings
    clock: BankClock
    passwords: Passwords
    neighbours: Sequence[Settle]

    @property
    def erasures(self) -> Erasures:
        """Who was erased."""
        ...

    def reading(self) -> AbstractAsyncContextManager[Unit]:
        """Open services that change nothing."""
        ...

    def writing(self) -> AbstractAsyncContextManager[Unit]:
        """Open services in one transaction, committed at the end."""
        ...
