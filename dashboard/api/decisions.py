"""Decisions: the whole record, and the proof that it can be made again."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AwareDatetime

from dashboard.api.base import Call, reads
from recommender.decisions.model import DecisionLine, DecisionView, Replay
from recommender.decisions.service import SCOPE
from recommender.ids import ExternalId
from recommender.ports import COMPLIANCE, CUSTOMER, MANAGER, RM

router = APIRouter(prefix="/api/v1", tags=["decisions"])
Asking = Annotated[Call, reads(CUSTOMER, RM, MANAGER, COMPLIANCE, scope=SCOPE)]


@router.get("/decisions/{decision_id}")
async def open_decision(call: Asking, decision_id: ExternalId) -> DecisionView:
    """Return the inputs, what was withheld, and the answer with its reasons."""
    return await call.app.decisions.get(call.actor, decision_id, call.language)


@router.post("/decisions/{decision_id}/replay")
async def replay_decision(call: Asking, decision_id: ExternalId) -> Replay:
    """Decide again from the stored inputs; say whether it is equal, or what differs."""
    return await call.app.decisions.replay(call.actor, decision_id)


@router.get("/customers/{customer_id}/decisions")
async def list_decisions(
    call: Asking,
    customer_id: ExternalId,
    *,
    before: Annotated[AwareDatetime | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> list[DecisionLine]:
    """List a customer's decisions, newest first."""
    customer = call.customer(customer_id)
    return await call.app.decisions.of_customer(call.actor, customer, before=before, limit=limit)
