"""Documents that the bank keeps for a customer."""

from datetime import date
from typing import Literal, Protocol

from widgets.ports.facts import Fact, Texts


class Paper(Fact):
    """One document; `href` opens it where the bank can show it."""

    id: str
    kind: Literal["statement", "contract", "certificate"]
    name: Texts
    dated_on: date
    state: Literal["new", "read", "expired"]
    href: str = ""


class Papers(Protocol):
    """The customer's documents."""

    async def papers(self, customer_id: str) -> list[Paper]:
        """List the documents, the newest first."""
        ...

    async def mark_read(self, customer_id: str, paper_id: str) -> None:
        """Note that a document has been read."""
        ...
