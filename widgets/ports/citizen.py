"""Public services by region: what is offered there, and what it says of a customer."""

from datetime import date
from typing import Protocol

from pydantic import Field

from recommender.money import Money
from widgets.ports.facts import Fact, Texts


class Region(Fact):
    """A province or a region of that rank."""

    code: str
    name: Texts


class PublicService(Fact):
    """One public service; the figure and the sentence are what it says of the customer."""

    code: str
    name: Texts
    icon: str
    is_offered: bool
    amount: Money | None = None
    told: Texts = Field(default_factory=dict)
    updated_on: date | None = None


class CitizenZone(Fact):
    """The services as one region offers them, those that it offers first."""

    region: Region
    regions: list[Region]
    services: list[PublicService]


class Citizen(Protocol):
    """Public services."""

    async def citizen_zone(self, customer_id: str) -> CitizenZone | None:
        """Return the services of the customer's region; None where none is connected."""
        ...

    async def choose_region(self, customer_id: str, code: str) -> None:
        """Show the services of another region from now on."""
        ...
