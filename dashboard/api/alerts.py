"""Alerts about odd transfers, and the customer's answer."""

from typing import Annotated

from fastapi import APIRouter

from dashboard.api.base import Call, reads, writes
from dashboard.errors import NotFound
from recommender.ids import ExternalId
from recommender.ports import COMPLIANCE, CUSTOMER, OPERATOR
from widgets.ports import Watch

router = APIRouter(prefix="/api/v1/customers/{customer_id}/alerts", tags=["everyday"])
Answering = Annotated[Call, writes(CUSTOMER)]


@router.get("")
async def list_alerts(call: Annotated[Call, reads(CUSTOMER)], customer_id: ExternalId) -> Watch:
    """Return the newest alerts, and since when payments are frozen."""
    return await _watch(call, customer_id)


@router.post("/{alert_id}/mine")
async def confirm_alert(call: Answering, customer_id: ExternalId, alert_id: ExternalId) -> Watch:
    """Say that the transfer was one's own."""
    customer = call.customer(customer_id)
    await call.app.life.security.confirm(call.actor, customer, alert_id)
    return await _watch(call, customer)


@router.post("/{alert_id}/freeze")
async def freeze_account(call: Answering, customer_id: ExternalId, alert_id: ExternalId) -> Watch:
    """Say that it was not, and stop payments from the account at once."""
    customer = call.customer(customer_id)
    await call.app.life.security.freeze(call.actor, customer, alert_id)
    return await _watch(call, customer)


@router.delete("/freeze", status_code=204)
async def release_account(
    call: Annotated[Call, writes(OPERATOR, COMPLIANCE)], customer_id: ExternalId
) -> None:
    """Let payments go on, after the bank has spoken with the customer."""
    await call.app.life.security.release(call.actor, call.customer(customer_id))


async def _watch(call: Call, customer_id: str) -> Watch:
    customer = call.customer(customer_id)
    found = await call.app.life.security.watch(call.actor, customer)
    if found is None:
        raise NotFound("There is no account whose transfers are watched.")
    return found
