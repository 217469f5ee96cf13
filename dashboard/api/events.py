"""Events: up to a thousand at a time, each stored once, acknowledged when committed."""

from typing import Annotated

from fastapi import APIRouter

from dashboard.api.base import Call, reads
from dashboard.api.bodies import described, json_body
from recommender.interactions.model import EventBatch, Receipt
from recommender.interactions.screening import WRITE_SCOPE
from recommender.ports import CUSTOMER, VISITOR

router = APIRouter(prefix="/api/v1/events", tags=["events"])
Sending = Annotated[Call, reads(CUSTOMER, VISITOR, scope=WRITE_SCOPE)]
"""`reads` because the process's writer commits, for many callers at once."""


@router.post("", openapi_extra=described(EventBatch))
async def send_events(
    call: Sending, batch: Annotated[EventBatch, json_body(EventBatch)]
) -> Receipt:
    """Take events; the answer counts what was new and names what was refused."""
    return await call.app.interactions.ingest(call.actor, batch)
