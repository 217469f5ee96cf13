"""The customer's own relationship manager, and what the two write to each other."""

from datetime import datetime
from typing import Protocol

from widgets.ports.facts import Fact, Texts


class Message(Fact):
    """One message of a thread."""

    id: str
    is_mine: bool
    text: str
    asks_call: bool = False
    at: datetime


class Adviser(Fact):
    """Who looks after the customer."""

    name: Texts
    free_at: datetime | None = None
    thread: tuple[Message, ...] = ()
    waits_for_answer: bool = False


class Advisers(Protocol):
    """Relationship managers."""

    async def adviser(self, customer_id: str) -> Adviser | None:
        """Return who looks after the customer, with the newest messages last; None for nobody."""
        ...

    async def ask_for_call(self, customer_id: str) -> None:
        """Ask to be called back; a request that is open already is enough."""
        ...
