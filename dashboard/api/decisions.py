"""Decisions: the whole record, and the proof that it can be made again."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AwareDatetime

from dashboard import wiring
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
    view = await call.app.decisions.get(call.actor, decision_id, call.language)
    await _tell(call, "decision.opened", decision_id, view.customer_id)
    return view


@router.post("/decisions/{decision_id}/replay")
async def replay_decision(call: Asking, decision_id: ExternalId) -> Replay:
    """Decide again from the stored inputs; say whether it is equal, or what differs."""
    replay = await call.app.decisions.replay(call.actor, decision_id)
    await _tell(call, "decision.replayed", decision_id, None)
    return replay


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


async def _tell(call: Call, action: str, decision_id: str, customer_id: str | None) -> None:
    """Record that somebody of the bank, or a key, looked; customers may look at their own."""
    if call.actor.customer_id is not None:
        return
    told = {"customer": customer_id} if customer_id else {}
    async with wiring.root().writing() as app:
        await app.audit.record(call.actor, action, f"decision:{decision_id}", told)
