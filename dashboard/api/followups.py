"""Follow-ups for advisers, and what became of them."""

from typing import Annotated

from fastapi import APIRouter

from dashboard.api.base import Call, reads, writes
from recommender.followups.model import FollowupList, FollowupView, OutcomeIn
from recommender.followups.service import SCOPE
from recommender.ids import ExternalId
from recommender.ports import MANAGER, RM

router = APIRouter(prefix="/api/v1/followups", tags=["followups"])
Advising = Annotated[Call, reads(RM, MANAGER, scope=SCOPE)]


@router.get("")
async def list_followups(call: Advising) -> FollowupList:
    """List what is worth doing for the adviser's own customers."""
    return await call.app.followups.list(call.actor, call.language)


@router.get("/{followup_id}")
async def open_followup(call: Advising, followup_id: ExternalId) -> FollowupView:
    """Return one follow-up."""
    return await call.app.followups.get(call.actor, followup_id, call.language)


@router.post("/{followup_id}/outcome")
async def report_outcome(
    call: Annotated[Call, writes(RM, MANAGER)], followup_id: ExternalId, outcome: OutcomeIn
) -> FollowupView:
    """Report what became of it; the list changes at once and the engine learns."""
    return await call.app.followups.outcome(call.actor, followup_id, outcome, call.language)
