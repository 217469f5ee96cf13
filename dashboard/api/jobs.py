"""Long work that was asked for."""

from typing import Annotated

from fastapi import APIRouter

from dashboard.api.base import Call, reads
from dashboard.queue.model import JobView
from recommender.experiments.runs import WRITE_SCOPE
from recommender.ids import ExternalId
from recommender.ports import COMPLIANCE, OPERATOR

router = APIRouter(prefix="/api/v1/jobs", tags=["jobs"])


@router.get("/{job_id}")
async def open_job(
    call: Annotated[Call, reads(OPERATOR, COMPLIANCE, scope=WRITE_SCOPE)], job_id: ExternalId
) -> JobView:
    """Return how far a job is, and its result."""
    return await call.app.jobs.get(call.actor, job_id)
