"""Transfers as the core bank reports them: posted, and judged in the same transaction."""

from typing import Annotated

from fastapi import APIRouter

from dashboard.api.base import Call, writes
from dashboard.life.security.model import TransferIn, TransferTaken
from dashboard.life.security.service import WRITE_SCOPE

router = APIRouter(prefix="/api/v1/transfers", tags=["everyday"])


@router.post("")
async def take_transfer(
    call: Annotated[Call, writes(scope=WRITE_SCOPE)], transfer: TransferIn
) -> TransferTaken:
    """Post a transfer out of a current account; the same transfer id is taken once."""
    return await call.app.life.security.take(call.actor, transfer)
