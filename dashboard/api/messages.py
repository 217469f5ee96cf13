"""What a customer and the relationship manager write to each other."""

from typing import Annotated

from fastapi import APIRouter

from dashboard.api.base import Call, reads, writes
from dashboard.life.advice.model import MessageIn, StoredMessage
from recommender.ids import ExternalId
from recommender.ports import CUSTOMER, MANAGER, RM

router = APIRouter(prefix="/api/v1/customers/{customer_id}/messages", tags=["everyday"])


@router.get("")
async def open_thread(
    call: Annotated[Call, reads(CUSTOMER, RM, MANAGER)], customer_id: ExternalId
) -> list[StoredMessage]:
    """Return the newest messages, the newest last."""
    return await call.app.life.advice.thread(call.actor, call.customer(customer_id))


@router.post("", status_code=201)
async def write_message(
    call: Annotated[Call, writes(CUSTOMER, RM, MANAGER)],
    customer_id: ExternalId,
    message: MessageIn,
) -> StoredMessage:
    """Write to one's relationship manager, or answer one's own customer."""
    customer = call.customer(customer_id)
    return await call.app.life.advice.write(call.actor, customer, message)
