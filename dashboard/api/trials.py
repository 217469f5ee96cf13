"""Trials: designed, approved by somebody else, watched, stopped."""

from typing import Annotated

from fastapi import APIRouter, Header
from pydantic import BaseModel, Field

from dashboard.api.base import Call, reads, writes
from dashboard.errors import PreconditionRequired
from recommender.ids import ExternalId
from recommender.ports import COMPLIANCE, MARKETER, OPERATOR, REVIEWER
from recommender.trials.design import Design
from recommender.trials.judging import Cause
from recommender.trials.service import SCOPE
from recommender.trials.views import TrialList, TrialReport, TrialView

router = APIRouter(prefix="/api/v1/trials", tags=["trials"])
Reading = Annotated[Call, reads(OPERATOR, MARKETER, REVIEWER, COMPLIANCE, scope=SCOPE)]
Making = Annotated[Call, writes(OPERATOR, MARKETER)]
Checking = Annotated[Call, writes(OPERATOR, REVIEWER, COMPLIANCE)]
Stopping = Annotated[Call, writes(OPERATOR, MARKETER, REVIEWER, COMPLIANCE)]
IfMatch = Annotated[str | None, Header(description="The content hash that was read.")]


class Note(BaseModel):
    """Words to a step."""

    note: str = Field("", max_length=2000)


class Start(Note):
    """The approval of exactly the design with this hash."""

    content_hash: str = Field(pattern=r"^[0-9a-f]{64}$")


class Why(BaseModel):
    """Why something is stopped."""

    why: str = Field(min_length=1, max_length=500)


@router.get("")
async def list_trials(call: Reading) -> TrialList:
    """List the trials, the newest first."""
    return await call.app.trials.list(call.actor)


@router.post("", status_code=201)
async def create_trial(call: Making, design: Design) -> TrialView:
    """Make a draft."""
    return await call.app.trials.create(call.actor, design)


@router.get("/{trial_id}")
async def open_trial(call: Reading, trial_id: ExternalId) -> TrialReport:
    """Return a trial with what it shows now; look as often as you like."""
    return await call.app.trials.report(call.actor, trial_id, call.language)


@router.put("/{trial_id}")
async def edit_trial(
    call: Making, trial_id: ExternalId, design: Design, if_match: IfMatch = None
) -> TrialView:
    """Save a draft's design over the one that was read."""
    if if_match is None:
        raise PreconditionRequired("Send the content hash that you read as If-Match.")
    base = if_match.strip('"')
    return await call.app.trials.edit(call.actor, trial_id, design, base=base)


@router.post("/{trial_id}/submit")
async def submit_trial(call: Making, trial_id: ExternalId, note: Note) -> TrialView:
    """Hand a draft to somebody else."""
    return await call.app.trials.submit(call.actor, trial_id, note.note)


@router.post("/{trial_id}/request-changes")
async def send_back_trial(call: Checking, trial_id: ExternalId, note: Note) -> TrialView:
    """Send a design back."""
    return await call.app.trials.request_changes(call.actor, trial_id, note.note)


@router.post("/{trial_id}/start")
async def start_trial(call: Checking, trial_id: ExternalId, start: Start) -> TrialView:
    """Approve a design that somebody else made: it runs at once."""
    return await call.app.trials.start(
        call.actor, trial_id, content_hash=start.content_hash, note=start.note
    )


@router.post("/{trial_id}/stop")
async def stop_trial(call: Stopping, trial_id: ExternalId, reason: Why) -> TrialView:
    """End a running trial at once."""
    return await call.app.trials.stop(call.actor, trial_id, reason.why)


@router.post("/{trial_id}/arms/{arm}/stop")
async def stop_arm(call: Stopping, trial_id: ExternalId, arm: ExternalId, reason: Why) -> TrialView:
    """Send an arm's customers back to the control."""
    return await call.app.trials.stop_arm(call.actor, trial_id, arm, Cause(reason.why))
