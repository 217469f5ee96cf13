"""The audit for compliance, in the order in which it was sealed."""

from typing import Annotated

from fastapi import APIRouter, Query

from dashboard.api.base import Call, reads
from dashboard.audit.model import EntryPage
from recommender.ports import COMPLIANCE

router = APIRouter(prefix="/api/v1/audit", tags=["audit"])
Word = Annotated[str | None, Query(max_length=160)]


@router.get("")
async def read_audit(
    call: Annotated[Call, reads(COMPLIANCE)],
    *,
    after: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    actor: Word = None,
    action: Word = None,
    subject: Word = None,
) -> EntryPage:
    """Return sealed entries; `next` of an answer is the `after` of the next call."""
    given = {"actor": actor, "action": action, "subject": subject}
    equal = {name: value for name, value in given.items() if value is not None}
    return await call.app.audit.page(call.actor, after=after, limit=limit, **equal)
