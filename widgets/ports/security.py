"""Transfers that look odd, and what the customer says about them."""

from datetime import datetime
from typing import Literal, Protocol

from pydantic import Field

from recommender.money import Money
from widgets.ports.facts import Fact, Texts

Oddity = Literal["amount", "hour", "payee"]


class TransferAlert(Fact):
    """One transfer that looked odd, and why."""

    id: str
    payee: Texts
    amount: Money
    at: datetime
    oddities: tuple[Oddity, ...]
    state: Literal["open", "mine", "frozen"] = "open"


class Watch(Fact):
    """What the watch over a customer's transfers has seen."""

    alerts: list[TransferAlert]
    watched: int = Field(description="Transfers of the last 30 days that were looked at.")
    frozen_since: datetime | None = None


class Security(Protocol):
    """The watch over transfers."""

    async def transfer_watch(self, customer_id: str) -> Watch | None:
        """Return the newest alerts; None where no transfers are known."""
        ...

    async def confirm_transfer(self, customer_id: str, alert_id: str) -> None:
        """Say that an odd transfer was one's own."""
        ...

    async def freeze_account(self, customer_id: str, alert_id: str) -> None:
        """Say that it was not, and stop payments from the account at once."""
        ...
