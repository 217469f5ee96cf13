"""A visitor turns out to be a customer: the histories become one."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict

from dashboard import wiring
from dashboard.api.base import Call, writes
from dashboard.errors import NotAllowed
from recommender.ids import ExternalId
from recommender.interactions.screening import WRITE_SCOPE
from recommender.ports import CUSTOMER

router = APIRouter(prefix="/api/v1/identify", tags=["events"])


class Identify(BaseModel):
    """Who a visitor is; a customer's own session may leave both out."""

    model_config = ConfigDict(extra="forbid")

    visitor_id: ExternalId | None = None
    customer_id: ExternalId | None = None


class Identified(BaseModel):
    """How many events changed hands."""

    merged: int


@router.post("")
async def identify(
    call: Annotated[Call, writes(CUSTOMER, scope=WRITE_SCOPE)], request: Request, body: Identify
) -> Identified:
    """Give a visitor's history to the customer."""
    visitor_id = body.visitor_id
    if not call.actor.may(WRITE_SCOPE):
        visitor_id = _own_visitor(request, body.visitor_id)
    customer_id = body.customer_id or call.actor.customer_id
    if visitor_id is None or customer_id is None:
        return Identified(merged=0)
    merged = await call.app.interactions.identify(call.actor, visitor_id, customer_id)
    return Identified(merged=merged)


def _own_visitor(request: Request, wanted: str | None) -> str | None:
    """Return the visitor whose signed cookie the browser carries; nobody claims another's."""
    door = wiring.root().door
    own = door.caller(request.scope).visitor
    if wanted not in (None, own):
        raise NotAllowed("Only the visitor of this browser can be identified.")
    return own
