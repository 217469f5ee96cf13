"""The command bar for clients: one sentence in, what is meant out; a change needs a second call."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from dashboard.api.base import Call, reads, writes
from dashboard.commands.model import LONGEST, Command, Turn
from dashboard.layouts.model import PRIMARY, Breakpoint
from recommender.ports import CUSTOMER

router = APIRouter(prefix="/api/v1/customers/{customer_id}/commands", tags=["commands"])


class Said(BaseModel):
    """What was typed or recognised."""

    model_config = ConfigDict(extra="forbid")

    heard: str = Field(min_length=1, max_length=LONGEST, examples=["add bills", "加缴费"])


class Confirmed(BaseModel):
    """A command that `/commands` returned and the customer confirmed."""

    model_config = ConfigDict(extra="forbid")

    command: Command
    breakpoint: Breakpoint = Field(PRIMARY, description="Where cards are moved and resized.")


@router.post("")
async def hear(call: Annotated[Call, reads(CUSTOMER)], customer_id: str, said: Said) -> Turn:
    """Say what is meant; nothing is changed."""
    customer = call.customer(customer_id)
    return await call.app.commands.hear(call.actor, customer, said.heard, call.language)


@router.post("/confirm")
async def confirm(
    call: Annotated[Call, writes(CUSTOMER)], customer_id: str, confirmed: Confirmed
) -> Turn:
    """Do what was confirmed."""
    customer, command = call.customer(customer_id), confirmed.command
    return await call.app.commands.carry_out(
        call.actor, customer, command, confirmed.breakpoint, call.language
    )
