"""Branches, and appointments there or by video."""

from datetime import datetime, time
from typing import Literal, Protocol

from pydantic import Field

from widgets.ports.facts import Fact, Texts

Mode = Literal["branch", "remote"]


class Branch(Fact):
    """A branch with how busy it usually is at this hour."""

    id: str
    name: Texts
    address: Texts
    opens: time
    closes: time
    is_open: bool
    waiting: int = Field(description="People who usually wait at this hour.")
    minutes: int = Field(description="How long one then usually waits.")


class Appointment(Fact):
    """A place in somebody's diary that the customer has booked."""

    id: str
    mode: Mode
    place: Texts
    starts_at: datetime


class Slot(Fact):
    """A free time."""

    id: str
    mode: Mode
    place: Texts
    starts_at: datetime


class Diary(Fact):
    """What is booked and what is free, each the earliest first."""

    booked: list[Appointment]
    free: list[Slot]


class Places(Protocol):
    """Branches and diaries."""

    async def branches(self, customer_id: str) -> list[Branch]:
        """List the branches of the customer's region, the shortest queue first."""
        ...

    async def diary(self, customer_id: str) -> Diary | None:
        """Return appointments and free times; None where none are offered."""
        ...

    async def book_appointment(self, customer_id: str, slot_id: str) -> Appointment:
        """Take a free time; of two who want it, one gets it."""
        ...

    async def cancel_appointment(self, customer_id: str, appointment_id: str) -> None:
        """Give a time back."""
        ...
