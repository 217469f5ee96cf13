"""The customer's rights: everything as a file, erasure, and the hold that forbids it."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from dashboard import wiring
from dashboard.api.base import Call, reads, writes
from dashboard.rights.erasing import ERASE_SCOPE
from dashboard.rights.export import EXPORT_SCOPE
from dashboard.rights.model import Confirmation, Erasure, HoldIn, HoldView
from recommender.ids import ExternalId
from recommender.ports import COMPLIANCE, CUSTOMER

router = APIRouter(prefix="/api/v1/customers", tags=["customers"])
Asking = Annotated[Call, reads(CUSTOMER, COMPLIANCE, scope=EXPORT_SCOPE)]
Erasing = Annotated[Call, reads(CUSTOMER, COMPLIANCE, scope=ERASE_SCOPE)]
Holding = Annotated[Call, writes(COMPLIANCE)]


@router.get("/{customer_id}/export", response_class=StreamingResponse)
async def export_customer(call: Asking, customer_id: ExternalId) -> StreamingResponse:
    """Return everything that is stored of a customer, as one JSON file."""
    exporter = wiring.root().exporter
    person = await exporter.open(call.actor, call.customer(customer_id))
    name = f'attachment; filename="{person.customer_id}.json"'
    headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
    return StreamingResponse(
        exporter.stream(person), media_type="application/json", headers=headers
    )


@router.delete("/{customer_id}")
async def erase_customer(
    call: Erasing,
    request: Request,
    customer_id: ExternalId,
    confirmation: Confirmation | None = None,
) -> Erasure:
    """Erase a customer for good; customers themselves confirm with their password."""
    root, wanted = wiring.root(), call.customer(customer_id)
    if call.actor.has(CUSTOMER) and call.actor.customer_id == wanted:
        password = confirmation.password if confirmation else ""
        await root.entrance.confirm(call.actor, password, root.door.caller(request.scope))
    return await root.eraser.erase(call.actor, wanted)


@router.get("/{customer_id}/hold")
async def view_hold(call: Annotated[Call, reads(COMPLIANCE)], customer_id: ExternalId) -> HoldView:
    """Say whether a legal hold stands on a customer's records."""
    return await call.app.rights.hold(call.actor, customer_id)


@router.put("/{customer_id}/hold")
async def place_hold(call: Holding, customer_id: ExternalId, hold: HoldIn) -> HoldView:
    """Hold a customer's records: nothing of them is erased."""
    return await call.app.rights.place_hold(call.actor, customer_id, hold)


@router.delete("/{customer_id}/hold")
async def lift_hold(call: Holding, customer_id: ExternalId) -> HoldView:
    """Lift the hold on a customer's records."""
    return await call.app.rights.lift_hold(call.actor, customer_id)
