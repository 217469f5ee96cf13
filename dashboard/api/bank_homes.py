"""The bank's own homes, one a segment: written, checked by somebody else, published."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from dashboard.api.base import Call, reads, writes
from dashboard.layouts.bank_home import BankHome
from dashboard.layouts.standards import MAKERS, READERS, StandardView
from recommender.ports import REVIEWER

router = APIRouter(prefix="/api/v1/bank-homes", tags=["bank homes"])
Reading = Annotated[Call, reads(*READERS)]
Writing = Annotated[Call, writes(*MAKERS)]
Deciding = Annotated[Call, writes(REVIEWER)]


class SaveIn(BaseModel):
    """A version of the bank's home."""

    model_config = ConfigDict(extra="forbid")

    content: BankHome
    base: str = Field("", description="The hash of what was edited; empty for the first version.")


class ApprovalIn(BaseModel):
    """The approval of exactly the content with this hash."""

    content_hash: str = Field(pattern=r"^[0-9a-f]{64}$")


@router.get("")
async def list_homes(call: Reading) -> list[StandardView]:
    """List every segment's home: what counts now, and the newest version."""
    return await call.app.standards.every(call.actor)


@router.get("/{segment}")
async def open_home(call: Reading, segment: str) -> StandardView:
    """Return one segment's home."""
    return await call.app.standards.get(call.actor, segment)


@router.put("/{segment}")
async def save_home(call: Writing, segment: str, body: SaveIn) -> StandardView:
    """Write a version: which cards, what may be done to them, and why not."""
    return await call.app.standards.save(call.actor, segment, body.content, base=body.base)


@router.post("/{segment}/submit")
async def submit_home(call: Writing, segment: str) -> StandardView:
    """Hand the newest version to the reviewers."""
    return await call.app.standards.submit(call.actor, segment)


@router.post("/{segment}/approve")
async def approve_home(call: Deciding, segment: str, body: ApprovalIn) -> StandardView:
    """Approve exactly what was read; nobody approves what they wrote a part of."""
    standards = call.app.standards
    return await standards.approve(call.actor, segment, content_hash=body.content_hash)


@router.post("/{segment}/publish")
async def publish_home(call: Writing, segment: str) -> StandardView:
    """Let the approved version count; cards that stay appear on every home at once."""
    return await call.app.standards.publish(call.actor, segment)
