"""Interest tags: what the engine takes a customer to care about, and what they forbid it."""

from typing import Annotated

from fastapi import APIRouter

from dashboard.api.base import Call, reads, writes
from recommender.ids import ExternalId
from recommender.ports import COMPLIANCE, CUSTOMER, MANAGER, RM
from recommender.tags.model import TagList
from recommender.tags.service import WRITE_SCOPE

router = APIRouter(prefix="/api/v1/customers/{customer_id}/tags", tags=["customers"])
Seeing = Annotated[Call, reads(CUSTOMER, RM, MANAGER, COMPLIANCE, scope=WRITE_SCOPE)]
Changing = Annotated[Call, writes(CUSTOMER, RM, MANAGER, COMPLIANCE, scope=WRITE_SCOPE)]


@router.get("")
async def list_tags(call: Seeing, customer_id: ExternalId) -> TagList:
    """Return the interest tags that are used now, with their signals, and those taken away."""
    return await call.app.tags.list(call.actor, call.customer(customer_id), call.language)


@router.delete("/{tag}")
async def remove_tag(call: Changing, customer_id: ExternalId, tag: ExternalId) -> TagList:
    """Have a topic (`gold`) or one item (`content:a001`) speak no longer for the customer."""
    customer = call.customer(customer_id)
    await call.app.tags.remove(call.actor, customer, tag)
    return await call.app.tags.list(call.actor, customer, call.language)


@router.put("/{tag}")
async def restore_tag(call: Changing, customer_id: ExternalId, tag: ExternalId) -> TagList:
    """Let a topic or item that was taken away speak again."""
    customer = call.customer(customer_id)
    await call.app.tags.restore(call.actor, customer, tag)
    return await call.app.tags.list(call.actor, customer, call.language)
