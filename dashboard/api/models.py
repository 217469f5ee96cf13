"""Models: the runs, the one that serves, training and roll back."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel

from dashboard.api.base import Call, reads, writes
from dashboard.queue.model import JobView
from recommender.experiments.model import ModelList
from recommender.experiments.runs import READ_SCOPE, WRITE_SCOPE
from recommender.ids import ExternalId
from recommender.oversight.model import Check
from recommender.ports import COMPLIANCE, OPERATOR

router = APIRouter(prefix="/api/v1/models", tags=["models"])
Reading = Annotated[Call, reads(OPERATOR, COMPLIANCE, scope=READ_SCOPE)]
Operating = Annotated[Call, writes(OPERATOR, scope=WRITE_SCOPE)]


class CheckList(BaseModel):
    """The newest check of each kind of each model."""

    checks: list[Check]


@router.get("")
async def list_models(
    call: Annotated[Call, reads(OPERATOR, COMPLIANCE, scope=READ_SCOPE)],
) -> ModelList:
    """List the training runs and name the model that serves."""
    return await call.app.models.list(call.actor)


@router.post("/train", status_code=202)
async def train_model(call: Operating) -> JobView:
    """Ask the worker for a training; follow it under /api/v1/jobs."""
    return await call.app.jobs.request(call.actor, "train", {"reason": "asked for"})


@router.post("/{model_id}/activate")
async def activate_model(call: Operating, model_id: ExternalId) -> ModelList:
    """Let a model serve; rolling back is to activate an earlier one."""
    return await call.app.models.activate(call.actor, model_id)


@router.get("/checks")
async def list_checks(call: Reading) -> CheckList:
    """List what shadows and drift alarms found."""
    return CheckList(checks=await call.app.oversight.checks(call.actor))


@router.post("/{model_id}/shadow", status_code=202)
async def shadow_model(call: Operating, model_id: ExternalId) -> Check:
    """Have a model scored beside what is shown, off the request path."""
    return await call.app.oversight.shadow(call.actor, model_id)


@router.delete("/{model_id}/shadow", status_code=204)
async def end_shadow(call: Operating, model_id: ExternalId) -> None:
    """Stop comparing a model."""
    await call.app.oversight.end_shadow(call.actor, model_id)
