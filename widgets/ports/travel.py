"""Travelling: the card abroad and the currency there."""

from datetime import date
from typing import Protocol

from pydantic import Field

from widgets.ports.facts import Fact, Texts


class Destination(Fact):
    """A country or territory with its currency."""

    code: str
    name: Texts
    currency: str


class TravelNotice(Fact):
    """What is set up for travelling."""

    destination: Destination | None
    destinations: list[Destination]
    is_on: bool = Field(description="The card may be used there.")
    until: date | None = None
    rate_e8: int | None = Field(None, description="Yuan for one unit, scaled by 10^8.")
    rated_on: date | None = None
    is_insured: bool = Field(False, description="A travel or accident policy is held.")


class Travel(Protocol):
    """Travelling."""

    async def travel_notice(self, customer_id: str) -> TravelNotice | None:
        """Return what is set up; None where the bank offers no destinations."""
        ...

    async def choose_destination(self, customer_id: str, code: str) -> None:
        """Plan for another destination."""
        ...

    async def switch_abroad(self, customer_id: str) -> None:
        """Allow the card abroad for 30 days, or forbid it again."""
        ...
