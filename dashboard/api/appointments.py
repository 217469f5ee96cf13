"""Appointments at branches and by video."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from dashboard.api.base import Call, reads, writes
from dashboard.errors import NotFound
from recommender.ids import ExternalId
from recommender.ports import CUSTOMER
from widgets.ports import Appointment, Diary

router = APIRouter(prefix="/api/v1/customers/{customer_id}/appointments", tags=["everyday"])
Changing = Annotated[Call, writes(CUSTOMER)]


class Booking(BaseModel):
    """Which free time is taken."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    slot: ExternalId


@router.get("")
async def open_diary(call: Annotated[Call, reads(CUSTOMER)], customer_id: ExternalId) -> Diary:
    """Return what is booked and what is free."""
    diary = await call.app.life.places.diary(call.actor, call.customer(customer_id))
    if diary is None:
        raise NotFound("No appointments are offered here.")
    return diary


@router.post("", status_code=201)
async def book(call: Changing, customer_id: ExternalId, wanted: Booking) -> Appointment:
    """Take a free time; 409 when somebody else was faster."""
    customer = call.customer(customer_id)
    return await call.app.life.places.book(call.actor, customer, wanted.slot)


@router.delete("/{appointment_id}", status_code=204)
async def cancel(call: Changing, customer_id: ExternalId, appointment_id: ExternalId) -> None:
    """Give a time back."""
    customer = call.customer(customer_id)
    await call.app.life.places.cancel(call.actor, customer, appointment_id)
