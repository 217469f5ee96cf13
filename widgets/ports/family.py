"""The family's view: members who agreed to be seen, and nobody else."""

from datetime import date
from typing import Literal, Protocol

from pydantic import Field

from recommender.money import Money
from widgets.ports.facts import Fact, Texts

Agreement = Literal["asked", "agreed", "refused"]


class Member(Fact):
    """One member as another one sees them; figures only with their agreement."""

    id: str
    name: Texts
    relation: Texts
    state: Agreement
    worth: Money | None = None
    next_due_on: date | None = None
    to_pay: Money | None = None


class Request(Fact):
    """Somebody who sees, or asks to see, the customer's figures."""

    id: str
    name: Texts
    relation: Texts
    state: Agreement


class Household(Fact):
    """Whom the customer sees, and who sees the customer."""

    members: list[Member]
    requests: list[Request]
    together: Money | None = Field(None, description="Worth of those who agreed, oneself included.")


class Family(Protocol):
    """The family's view."""

    async def household(self, customer_id: str) -> Household:
        """Return the members and the requests."""
        ...

    async def answer_request(self, customer_id: str, link_id: str, *, agrees: bool) -> None:
        """Agree to be seen by somebody, or end it."""
        ...
